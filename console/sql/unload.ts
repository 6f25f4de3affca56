import type { Execution, Statement } from '../aws/athena.ts';

export type Unloading = {
  readonly statement: Statement;
  readonly bucket: string;
  /** Of the files that it writes. */
  readonly prefix: string;
};

/**
 * A SELECT that was run, as the UNLOAD that writes its rows as Parquet into a folder beside its result, `now` (ms) in its name, as it must be
 * empty. Undefined of any other statement, and where it is not known where its result lies.
 */
export function unloading(execution: Execution, now: number): Unloading | undefined {
  const { Query, SubstatementType, WorkGroup, QueryExecutionId: id, QueryExecutionContext } = execution;
  const [, bucket, folder] =
    /^s3:\/\/([^/]+)\/(.*\/)?[^/]*$/.exec(execution.ResultConfiguration?.OutputLocation ?? '') ?? [];
  if (SubstatementType !== 'SELECT' || Query === undefined || WorkGroup === undefined || bucket === undefined)
    return undefined;
  const prefix = `${folder ?? ''}unload/${id}/${now}/`;
  // The line ends before the bracket, as a comment may be the statement's last words.
  const sql = `UNLOAD (${Query.replace(/[\s;]+$/, '')}\n)\nTO '${`s3://${bucket}/${prefix}`.replaceAll("'", "''")}'\nWITH (format = 'PARQUET', compression = 'SNAPPY')`;
  return {
    statement: {
      sql,
      workGroup: WorkGroup,
      database: QueryExecutionContext?.Database ?? 'default',
      parameters: execution.ExecutionParameters ?? [],
    },
    bucket,
    prefix,
  };
}

/** What each of several files is saved as; one has the name alone. */
export function fileNames(name: string, count: number): readonly string[] {
  if (count === 1) return [`${name}.parquet`];
  return Array.from({ length: count }, (_, at) => `${name}-${at + 1}.parquet`);
}
