import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import { readSqlFile } from '@tributary/shared/sql-file.ts';
import * as z from 'zod';

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const header = z
  .strictObject({
    table: name,
    description: z.string(),
    source: name,
    key: name,
    time: name,
    partitioned_by: z.string().regex(/^(day|hour)\([a-z_][a-z0-9_]*\)$/),
    columns: icebergColumns,
  })
  .refine(({ key, time, columns }) => columns[key] === 'string' && columns[time] === 'timestamp', {
    message: 'columns must have the key as string and the time as timestamp',
  });

/** One file of `enrichments/`: a SELECT over a batch of new objects, and the table that its rows are merged into. */
export type Enrichment = {
  readonly table: string;
  readonly source: string;
  /** The column that tells rows apart: the same record always has the same value. */
  readonly key: string;
  /** The column whose hour is the hour of the object's folder. */
  readonly time: string;
  readonly partitionedBy: string;
  readonly columns: z.infer<typeof icebergColumns>;
  readonly select: string;
};

/** Reads a file of `enrichments/`; throws, naming the file and the fault, at one that is not as it must be. */
export function readEnrichment(file: string, content: string): Enrichment {
  const { header: found, sql } = readSqlFile(file, content);
  const read = header.safeParse(found);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  for (const placeholder of ['{{source}}', '{{batch}}']) {
    if (!sql.includes(placeholder)) throw new Error(`${file}: the SELECT does not use ${placeholder}`);
  }
  const { table, source, key, time, partitioned_by: partitionedBy, columns } = read.data;
  return { table, source, key, time, partitionedBy, columns, select: sql };
}
