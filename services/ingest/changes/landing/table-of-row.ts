import { type CsvRows, textOf } from '@tributary/shared/csv/csv-rows.ts';
import type { Table } from '../core/declaration/changes.ts';
import type { RowFault } from '../core/rows/read-rows.ts';
import type { ArrivedFile } from './arrived-file.ts';

/**
 * Which table a row is of. Where a file holds the transactions of all tables, a row says it behind its operation: the table, then its schema (as files
 * of changes do that DMS reads: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.S3.html).
 */
export function createTableOfRow({ table, source }: ArrivedFile): (csv: CsvRows, row: number) => Table | RowFault {
  if (table !== undefined) return () => table;
  const byName = new Map(source.tables.map((each) => [`${each.schema}.${each.table}`, each]));
  return (csv, row) => {
    const first = csv.firsts[row] ?? 0;
    const width = (csv.firsts[row + 1] ?? 0) - first;
    if (width < 3)
      return { reason: 'unknown_width', detail: `${width} fields, where operation, table and schema come first` };
    const name = `${textOf(csv, first + 2)}.${textOf(csv, first + 1)}`;
    return (
      byName.get(name) ?? { reason: 'undeclared_table', detail: `${name.slice(0, 200)} is not declared in changes.yml` }
    );
  };
}
