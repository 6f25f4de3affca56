import { vacuumTable } from '../../../iceberg/expire.ts';
import { SqlError } from '../../../sql/error.ts';
import { parseLocation } from '../catalog/location.ts';
import type { CatalogTable } from '../catalog/source-table.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { tableContext } from '../write/insert.ts';

/** VACUUM: expires snapshots and removes the files that nothing names; what a statement under way may need stays. */
export async function vacuum(run: Run, source: CatalogTable): Promise<Outcome> {
  if (source.kind !== 'iceberg') throw new SqlError('NOT_SUPPORTED', 'VACUUM is supported for Iceberg tables only');
  const { bucket, key } = parseLocation(source.table.metadata.location);
  if (key === '') throw new SqlError('GENERIC_INTERNAL_ERROR', `Path missing in file system location: s3://${bucket}`);
  const context = { ...tableContext(run, source.name), busySince: run.busySince };
  const { removedFiles, isComplete } = await vacuumTable(context, source.table);
  if (!isComplete)
    throw new SqlError(
      'ICEBERG_VACUUM_MORE_RUNS_NEEDED',
      `Removed ${removedFiles} files in this round of vacuum, but there are more files remaining. Please run another VACUUM command to process the remaining files`,
    );
  return nothing;
}
