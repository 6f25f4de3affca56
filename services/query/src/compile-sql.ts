import { join } from 'node:path';
import { readSqlFolder } from '@tributary/shared/sql-file.ts';
import { type Compiled, checkNames } from './core/compiled.ts';
import { readDataset } from './core/read-dataset.ts';
import { readView } from './core/read-view.ts';
import { type TablePattern, tablePattern } from './core/table-pattern.ts';

/** What the folders of this service declare, and which tables plan listens to; throws at the first file that is not as it must be. */
export function compileSql(service: string): Compiled & { readonly tables: TablePattern } {
  const compiled = checkNames({
    datasets: [...readSqlFolder(join(service, 'datasets'), readDataset)],
    views: [...readSqlFolder(join(service, 'views'), readView)],
  });
  return { ...compiled, tables: tablePattern(compiled.datasets) };
}
