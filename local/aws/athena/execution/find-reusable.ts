import type { ObjectFiles } from '../../../kernel/objects.ts';
import type { QueryPlan } from '../../../sql/plan.ts';
import { parseLocation, withSlash } from '../catalog/location.ts';
import { defaultReuseMinutes } from '../reuse.ts';
import type { Run } from '../run.ts';
import type { AthenaStore, StoredExecution } from '../store.ts';

export type Reused = Pick<StoredExecution, 'outputLocation' | 'columns' | 'outputRows' | 'outputBytes' | 'reused'>;

/**
 * The result of an earlier execution that Athena would answer with (docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html): the same
 * query of the same work group in the same place, not too old, still there and readable by the caller; never of federated tables.
 */
export function findReusable(
  run: Run,
  { store, objects }: { readonly store: AthenaStore; readonly objects: ObjectFiles },
  execution: StoredExecution,
  query: QueryPlan,
): Reused | undefined {
  const { reuse } = execution;
  if (
    !reuse?.enabled ||
    isOverridden(store, execution) ||
    query.scans.some(({ table }) => isFederated(run, table.catalog))
  )
    return undefined;
  const since = run.now - (reuse.maxAgeMinutes ?? defaultReuseMinutes) * 60_000;
  const found = [...store.executions.values()]
    .filter((other) => isSame(other, execution) && wasPrepared(store, other) && (other.completed ?? 0) > since)
    .sort((a, b) => (b.completed ?? 0) - (a.completed ?? 0))
    .find(({ outputLocation }) => isReadable(run, objects, outputLocation));
  if (!found) return undefined;
  const { outputLocation, columns, outputRows, outputBytes } = found;
  return { outputLocation, columns, outputRows, outputBytes, reused: true };
}

/** A client's own result location in place of the work group's turns reuse off. */
function isOverridden({ workGroups }: AthenaStore, { workGroup, outputFolder }: StoredExecution): boolean {
  const location = workGroups.get(workGroup)?.outputLocation;
  return location !== undefined && withSlash(location) !== outputFolder;
}

const isFederated = (run: Run, catalog: string): boolean => {
  const type = run.catalogs.get(catalog)?.type;
  return type !== undefined && type !== 'GLUE';
};

/** A result that was itself reused is as old as the one that it came from, which stands for it. */
function isSame(other: StoredExecution, execution: StoredExecution): boolean {
  return (
    other.state === 'SUCCEEDED' &&
    other.reused !== true &&
    JSON.stringify(sameness(other)) === JSON.stringify(sameness(execution))
  );
}

const sameness = (execution: StoredExecution) => [
  execution.query,
  execution.parameters,
  execution.workGroup,
  execution.catalog,
  execution.database,
  execution.outputFolder,
  execution.resultSettings,
];

/** EXECUTE stands for another query since its prepared statement was changed. */
function wasPrepared({ preparedStatements }: AthenaStore, { query, workGroup, submitted }: StoredExecution): boolean {
  const name = /^\s*EXECUTE\s+"?([A-Za-z_][\w@:]*)/i.exec(query)?.[1];
  if (name === undefined) return true;
  return (preparedStatements.get(JSON.stringify([workGroup, name]))?.lastModified ?? 0) <= submitted;
}

function isReadable(run: Run, objects: ObjectFiles, location: string | undefined): boolean {
  const { bucket, key } = parseLocation(location ?? '');
  try {
    run.cloud.authorize(run.caller, { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` });
  } catch {
    return false;
  }
  return objects.locate(bucket, key) !== undefined;
}
