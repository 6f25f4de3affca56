import { lakeGrants } from '../../../kernel/bound.ts';
import { SqlError } from '../../../sql/error.ts';
import type { TableName } from '../../../sql/plan.ts';
import type { Run } from '../run.ts';

/** Refuses whoever Lake Formation binds, and has not granted this on the table, before anything is written. */
export function requireGrant(run: Run, { database, table }: TableName, permission: 'INSERT' | 'DELETE'): void {
  const grants = lakeGrants(run, { database, table });
  if (grants === undefined || grants.has(permission)) return;
  const word = permission === 'INSERT' ? 'Insert' : 'Delete';
  throw new SqlError(
    'PERMISSION_DENIED',
    `Insufficient permissions to execute the query. Insufficient Lake Formation permission(s): Required ${word} on ${table}`,
  );
}
