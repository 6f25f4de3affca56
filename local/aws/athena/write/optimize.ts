import { optimizeTable } from '../../../iceberg/optimize.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Plan } from '../../../sql/plan.ts';
import type { Tables } from '../catalog/tables.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { tableContext } from './insert.ts';
import { requireGrant } from './require-grant.ts';

/** OPTIMIZE … REWRITE DATA USING BIN_PACK of an Iceberg table. */
export async function runOptimize(
  run: Run,
  tables: Tables,
  { target, constraints }: Extract<Plan, { kind: 'optimize' }>,
): Promise<Outcome> {
  const source = await tables.find(target);
  if (source?.kind !== 'iceberg') throw new SqlError('NOT_SUPPORTED', 'OPTIMIZE is supported for Iceberg tables only');
  requireGrant(run, target, 'INSERT');
  const { bytesScanned, isComplete } = await optimizeTable(tableContext(run, target), source.table, constraints);
  run.scanned.bytes += bytesScanned;
  if (!isComplete)
    throw new SqlError(
      'ICEBERG_OPTIMIZE_MORE_RUNS_NEEDED',
      'There are more partitions to optimize than one run rewrites. Please run another OPTIMIZE command to process the remaining partitions',
    );
  return nothing;
}
