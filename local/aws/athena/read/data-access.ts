import type { LakeGrants } from '../../../kernel/lake-grants.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Column } from '../../../sql/plan.ts';
import { denied } from '../denied.ts';
import type { Run } from '../run.ts';

/**
 * As whom a table's objects are read. Whoever Lake Formation binds reads a registered location with the credentials of the location's
 * role, and needs lakeformation:GetDataAccess for it; everything else is read as the caller.
 */
export function readerOf(run: Run, grants: LakeGrants | undefined): (uri: string) => Run {
  let isPermitted = false;
  return (uri) => {
    const caller = grants?.readerOf(uri);
    if (caller === undefined) return run;
    if (!isPermitted) permitDataAccess(run);
    isPermitted = true;
    return { ...run, caller };
  };
}

function permitDataAccess({ cloud, caller }: Run): void {
  try {
    cloud.authorize(caller, { action: 'lakeformation:GetDataAccess', resource: '*' });
  } catch (error) {
    throw denied(error);
  }
}

/** The columns that the caller may read; COLUMN_NOT_FOUND where there is none. */
export function readableColumns(grants: LakeGrants | undefined, columns: readonly Column[]): readonly Column[] {
  if (grants === undefined) return columns;
  const readable = columns.filter(({ name }) => grants.canSelect(name));
  if (readable.length === 0) throw new SqlError('COLUMN_NOT_FOUND', 'Relation contains no accessible columns');
  return readable;
}
