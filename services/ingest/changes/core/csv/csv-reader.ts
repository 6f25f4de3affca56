import type { RecordReader, TextPart } from '@tributary/shared/objects/records.ts';
import { type CsvRows, type Dialect, noRows, reset, textOf } from './csv-rows.ts';
import { createHeldBytes } from './held-bytes.ts';
import { hasLineEnd, rejectLine, scanRows } from './scan-rows.ts';

export type CsvReader = RecordReader<CsvRows> & {
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

/** A row that is longer than this is taken for one whose quote is not closed. */
const mostRowBytes = 32 * 1024 * 1024;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Reads the rows of a CSV file, run by run: rows are places in the run's own bytes. */
export function createCsvReader({ dialect, expectsHeader, isBeginning }: CsvOptions): CsvReader {
  const rows = noRows();
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
    isInLongLine = !hasLineEnd(rows.bytes, start);
    return rejectLine(rows, start, `longer than ${mostRowBytes / 2 ** 20} MiB: a quote may not be closed`);
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
  const read = (bytes: Buffer, isEnd: boolean): ReadText => {
    reset(rows, bytes);
    const start = beginOf(bytes, isEnd);
    if (start === undefined) return { parts: [], end: 0 };
    if (!awaitsHeader) return { end: scan(start, isEnd), parts: partsOf(rows) };
    const at = readHeader(start, isEnd);
    if (awaitsHeader) return { parts: [], end: at };
    const asides = rows.length === 0 ? [{ kind: 'aside', name: 'header' } as const] : [];
    return { end: scan(at, isEnd), parts: [...asides, ...partsOf(rows)] };
  };
  return {
    header: () => header,
    takesZeros: true,
    push(run, at) {
      const { parts, end } = read(held.join(run, at), false);
      consumed += end;
      held.drop(end);
      return parts;
    },
    flush() {
      const last = held.take();
      consumed += last?.bytes.length ?? 0;
      return last === undefined ? [] : read(last.bytes, true).parts;
    },
    cutOff(reason) {
      const last = held.take();
      return last === undefined ? [] : [{ kind: 'rejected', reason, bytes: Buffer.from(last.bytes), at: last.at }];
    },
    pending: held.at,
    consumed: () => consumed,
  };
}

type ReadText = { readonly parts: readonly TextPart<CsvRows>[]; readonly end: number };

function partsOf(rows: CsvRows): readonly TextPart<CsvRows>[] {
  return rows.length === 0 ? [] : [{ kind: 'records', records: rows }];
}
