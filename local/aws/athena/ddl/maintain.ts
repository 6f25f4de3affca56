import { vacuumTable } from '../../../iceberg/expire.ts';
import { optimizeTable } from '../../../iceberg/optimize.ts';
import { SqlError } from '../../../sql/error.ts';
import type { CatalogTable } from '../catalog/source-table.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { tableContext } from '../write/insert.ts';

/** OPTIMIZE … REWRITE DATA USING BIN_PACK. */
export async function optimize(run: Run, source: CatalogTable): Promise<Outcome> {
  const table = icebergOnly(source, 'OPTIMIZE');
  await optimizeTable(tableContext(run, source.name), table, []);
  return nothing;
}

/** VACUUM: expires snapshots and removes the files that nothing names. */
export async function vacuum(run: Run, source: CatalogTable): Promise<Outcome> {
  const table = icebergOnly(source, 'VACUUM');
  await vacuumTable(tableContext(run, source.name), table);
  return nothing;
}

function icebergOnly(source: CatalogTable, statement: string) {
  if (source.kind === 'iceberg') return source.table;
  throw new SqlError('NOT_SUPPORTED', `${statement} is supported for Iceberg tables only`);
}
