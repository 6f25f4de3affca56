import { isUtf8 } from 'node:buffer';
import { createRowReader, type PartsOf, type PlaceOf } from '@tributary/shared/csv/csv-reader.ts';
import { bytesOfRow, type CsvRows } from '@tributary/shared/csv/csv-rows.ts';
import type { Position } from '@tributary/shared/objects/position.ts';
import type { RecordReader, TextPart } from '@tributary/shared/objects/records.ts';
import { invalidUtf8 } from '../invalid-utf8.ts';
import type { TextRecords } from '../records.ts';
import type { CsvFormat } from './csv-format.ts';
import { isBlank, keepColumns, type Range } from './keep-columns.ts';

export type TextReaderOptions = {
  readonly format: CsvFormat;
  /** Reading begins where the object does. */
  readonly isBeginning: boolean;
};

/** What is read column by column, of each of which there is more than once to be looked at, should fit the processor's cache. */
const cellsAtATime = 16_384;
const fewestRows = 256;

/**
 * Reads the rows of a CSV file under the names of its header, which counts as an aside of that name. A row may end before the header does: what is
 * missing is absent. One that is longer, but for empty fields, or has one field of many, is none: nobody knows whose its values are.
 */
export function createTextReader({ format, isBeginning }: TextReaderOptions): RecordReader<TextRecords> {
  const { names, dialect, hasHeader } = format;
  const width = names.length;
  let skip = isBeginning ? format.skip : 0;

  const most = Math.max(fewestRows, Math.floor(cellsAtATime / width));
  const recordsOf = (rows: CsvRows, { from, to }: Range): readonly TextPart<TextRecords>[] => {
    const lots = Array.from({ length: Math.ceil((to - from) / most) }, (_, lot) => {
      const first = from + lot * most;
      return keepColumns(rows, { from: first, to: Math.min(first + most, to) }, width);
    });
    const filled = lots.filter(({ length }) => length > 0);
    return filled.map((kept) => ({
      kind: 'records',
      records: { kind: 'texts', length: kept.length, names, rows: kept },
    }));
  };
  /** Rows that are none: those before the data without a reason. */
  const oddOf = (rows: CsvRows): readonly Odd[] => {
    const isText = isUtf8(rows.bytes.subarray(rows.starts[0], rows.starts[rows.length]));
    const skipped = Math.min(skip, rows.length);
    const odd: Odd[] = Array.from({ length: skipped }, (_, row) => ({ row, isHeader: hasHeader && row === skip - 1 }));
    skip -= skipped;
    for (let row = skipped; row < rows.length; row += 1) {
      const reason = faultOf(rows, row, width, isText);
      if (reason !== undefined) odd.push({ row, reason });
    }
    return odd;
  };
  const partsOf = (rows: CsvRows, odd: Odd, placeOf: PlaceOf): readonly TextPart<TextRecords>[] => {
    if (odd.reason === undefined) return odd.isHeader === true ? [{ kind: 'aside', name: 'header' }] : [];
    const bytes = bytesOfRow(rows, odd.row, dialect);
    return [{ kind: 'rejected', reason: odd.reason, bytes, at: placeOf(rows.starts[odd.row] ?? 0) }];
  };
  const give: PartsOf<TextRecords> = (rows, placeOf) => {
    let from = 0;
    const parts = oddOf(rows).flatMap((odd) => {
      const before = recordsOf(rows, { from, to: odd.row });
      from = odd.row + 1;
      return [...before, ...partsOf(rows, odd, placeOf)];
    });
    return [...parts, ...recordsOf(rows, { from, to: rows.length })];
  };
  const reader = createRowReader({ dialect, expectsHeader: false, isBeginning }, give);
  // No segment ends before the rows begin: reading would go on in the header as if it were one.
  let first: Position | null = null;
  const end = (parts: readonly TextPart<TextRecords>[]): readonly TextPart<TextRecords>[] => {
    skip = 0;
    return parts;
  };
  return {
    ...reader,
    push(run, at) {
      first ??= at;
      return reader.push(run, at);
    },
    flush: () => end(reader.flush()),
    cutOff: (reason) => end(reader.cutOff(reason)),
    pending: () => (skip > 0 ? first : reader.pending()),
    consumed: () => (skip > 0 ? 0 : reader.consumed()),
  };
}

type Odd = { readonly row: number; readonly reason?: string; readonly isHeader?: boolean };

/** Why a row is none. */
function faultOf(rows: CsvRows, row: number, width: number, isText: boolean): string | undefined {
  const fault = rows.faults[row];
  if (fault !== undefined) return fault;
  if (!isText && !isUtf8(rows.bytes.subarray(rows.starts[row], rows.starts[row + 1]))) return invalidUtf8;
  const first = rows.firsts[row] ?? 0;
  const fields = (rows.firsts[row + 1] ?? 0) - first;
  if (fields === width || isWideEnough(rows, row, width)) return undefined;
  return `${fields} field${fields === 1 ? '' : 's'}, the header has ${width}`;
}

function isWideEnough(rows: CsvRows, row: number, width: number): boolean {
  const first = rows.firsts[row] ?? 0;
  const end = rows.firsts[row + 1] ?? 0;
  if (end - first < width) return end - first > 1 || isBlank(rows, row);
  for (let field = first + width; field < end; field += 1) if (rows.from[field] !== rows.to[field]) return false;
  return true;
}
