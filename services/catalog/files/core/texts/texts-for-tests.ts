import { createCsvReader } from '@tributary/shared/csv/csv-reader.ts';
import type { Vector } from '@tributary/shared/parquet-write.ts';
import { keepColumns } from '../../reading/csv/keep-columns.ts';
import type { ColumnType } from '../types/column-type.ts';
import type { Objects } from '../types/evidence.ts';
import type { TextRows } from './text-column.ts';

/** The rows of a CSV file. */
export function csvRows(text: string, delimiter = ','): TextRows {
  const dialect = { delimiter: delimiter.charCodeAt(0), quote: 0x22, lineEnd: 'lf' } as const;
  const reader = createCsvReader({ dialect, expectsHeader: false, isBeginning: true });
  const parts = [...reader.push(Buffer.from(text), [0]), ...reader.flush()];
  const [rows] = parts.flatMap((part) => (part.kind === 'records' ? [part.records] : []));
  if (rows === undefined) throw new Error('there are no rows');
  const widths = Array.from({ length: rows.length }, (_, row) => (rows.firsts[row + 1] ?? 0) - (rows.firsts[row] ?? 0));
  return keepColumns(rows, { from: 0, to: rows.length }, Math.max(...widths));
}

export const nothingSeen = (): Objects => ({ count: 0, named: new Map() });

/** What a column has in a row; of booleans the type is wanted, as they are numbers. */
export function cellOf(vector: Vector | undefined, row: number, type?: ColumnType): unknown {
  if (vector?.kind === 'same') return vector.value;
  if (vector?.kind === 'cells') return vector.cells[row];
  if (vector?.kind === 'numbers') {
    if (vector.present?.[row] === 0) return null;
    return type?.kind === 'boolean' ? vector.values[row] === 1 : vector.values[row];
  }
  if (vector?.kind !== 'texts') return 'no vector of texts';
  const { source, from, to } = vector.texts;
  const [first = 0, end = 0] = [from[row], to[row]];
  return end < first ? null : source.bytes.toString('utf8', first, end);
}
