import { createHeldBytes } from '../objects/held-bytes.ts';
import type { Position } from '../objects/position.ts';
import type { RecordReader, Records, TextPart } from '../objects/records.ts';
import { type CsvRows, type Dialect, noRows, reset, textOf } from './csv-rows.ts';
import { hasLineEnd, rejectLine, scanRows } from './scan-rows.ts';

export type CsvReader<R extends Records = CsvRows> = RecordReader<R> & {
  /** What the first row said, where it is a header and has been read. */
  readonly header: () => readonly string[] | undefined;
};

export type CsvOptions = {
  readonly dialect: Dialect;
  /** The first row that is read is a header, which counts as an aside of that name. */
  readonly expectsHeader: boolean;
  /** Reading begins where the object does. */
  readonly isBeginning: boolean;
};

/** What rows are given as. They are good until the reader is given more; `placeOf`: where in the object a byte of theirs stands. */
export type PartsOf<R extends Records> = (rows: CsvRows, placeOf: PlaceOf) => readonly TextPart<R>[];
export type PlaceOf = (index: number) => Position;

/** A row that is longer than this is taken for one whose quote is not closed. */
const mostRowBytes = 32 * 1024 * 1024;

const nothing = Buffer.alloc(0);
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Reads the rows of a CSV file, run by run: rows are places in the run's own bytes. */
export function createCsvReader(options: CsvOptions): CsvReader {
  return createRowReader(options, partsOf);
}

/** The same, of which somebody makes something else. */
export function createRowReader<R extends Records>(options: CsvOptions, give: PartsOf<R>): CsvReader<R> {
  const { dialect, expectsHeader, isBeginning } = options;
  const rows = noRows(dialect.quote);
  let awaitsHeader = expectsHeader;
  let isFirst = isBeginning;
  /** What has been read ends within a line that is too long. */
  let isInLongLine = false;
  let header: readonly string[] | undefined;
  const held = createHeldBytes();
  let consumed = 0;

  /** Skips a mark at the beginning of all; of one that may be a mark the rest has to come first. */
  const beginOf = (bytes: Buffer, isEnd: boolean): number | undefined => {
    const first = bytes.subarray(0, byteOrderMark.length);
    const mayBeMark = isFirst && first.equals(byteOrderMark.subarray(0, first.length));
    if (mayBeMark && first.length < byteOrderMark.length && !isEnd) return undefined;
    isFirst = false;
    return mayBeMark && first.length === byteOrderMark.length ? byteOrderMark.length : 0;
  };
  const rejectLong = (start: number): number => {
    isInLongLine = !hasLineEnd(rows.bytes, start, dialect);
    return rejectLine(rows, start, `longer than ${mostRowBytes / 2 ** 20} MiB: a quote may not be closed`, dialect);
  };
  /** What is too long to be one row is none. */
  const scan = (start: number, isEnd: boolean, mostRows = Number.POSITIVE_INFINITY): number => {
    rows.starts[rows.length] = start;
    let at = isInLongLine ? rejectLong(start) : start;
    for (;;) {
      at = scanRows(rows, at, { dialect, isEnd, mostRows });
      if (rows.length >= mostRows || rows.bytes.length - at <= mostRowBytes) return at;
      at = rejectLong(at);
    }
  };
  const readHeader = (start: number, isEnd: boolean): number => {
    const end = scan(start, isEnd, 1);
    if (rows.length === 0) return end;
    awaitsHeader = false;
    header = Array.from({ length: rows.firsts[1] ?? 0 }, (_, field) => textOf(rows, field));
    // A fault of the header is a rejected row.
    if (rows.faults[0] === undefined) rows.length = 0;
    return end;
  };
  const read = (bytes: Buffer, isEnd: boolean, placeOf: PlaceOf): ReadText<R> => {
    reset(rows, bytes);
    const start = beginOf(bytes, isEnd);
    if (start === undefined) return { parts: [], end: 0 };
    if (!awaitsHeader) return { end: scan(start, isEnd), parts: give(rows, placeOf) };
    const at = readHeader(start, isEnd);
    if (awaitsHeader) return { parts: [], end: at };
    const asides = rows.length === 0 ? [{ kind: 'aside', name: 'header' } as const] : [];
    return { end: scan(at, isEnd), parts: [...asides, ...give(rows, placeOf)] };
  };
  return {
    header: () => header,
    takesZeros: true,
    push(run, at) {
      const { parts, end } = read(held.join(run, at), false, held.placeOf);
      consumed += end;
      held.drop(end);
      return parts;
    },
    flush() {
      if (held.at() === null) return [];
      const bytes = held.join(nothing, []);
      const { parts } = read(bytes, true, held.placeOf);
      consumed += bytes.length;
      held.drop(bytes.length);
      return parts;
    },
    cutOff(reason) {
      const last = held.take();
      return last === undefined ? [] : [{ kind: 'rejected', reason, bytes: Buffer.from(last.bytes), at: last.at }];
    },
    pending: held.at,
    consumed: () => consumed,
  };
}

type ReadText<R extends Records> = { readonly parts: readonly TextPart<R>[]; readonly end: number };

function partsOf(rows: CsvRows): readonly TextPart<CsvRows>[] {
  return rows.length === 0 ? [] : [{ kind: 'records', records: rows }];
}
