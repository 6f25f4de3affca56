import { advancePosition, type Position } from '@tributary/shared/objects/position.ts';
import type { RecordReader, TextPart } from '@tributary/shared/objects/records.ts';
import { type CsvRows, type Dialect, noRows, reset, textOf } from './csv-rows.ts';
import { rejectLine, scanRows } from './scan-rows.ts';

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
export const mostRowBytes = 32 * 1024 * 1024;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Reads the rows of a CSV file, run by run: rows are places in the run's own bytes. */
export function createCsvReader({ dialect, expectsHeader, isBeginning }: CsvOptions): CsvReader {
  const rows = noRows();
  let awaitsHeader = expectsHeader;
  let isFirst = isBeginning;
  let header: readonly string[] | undefined;
  let held: Buffer = Buffer.alloc(0);
  let heldAt: Position = [0];
  let consumed = 0;

  /** Skips a mark at the beginning of all. */
  const beginOf = (bytes: Buffer): number => {
    const hasMark = isFirst && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    isFirst = false;
    return hasMark ? byteOrderMark.length : 0;
  };
  const readHeader = (start: number, isEnd: boolean): number => {
    const end = scanRows(rows, start, { dialect, isEnd, mostRows: 1 });
    if (rows.length === 0) return end;
    header = Array.from({ length: rows.firsts[1] ?? 0 }, (_, field) => textOf(rows, field));
    awaitsHeader = false;
    rows.length = 0;
    rows.faults.length = 0;
    rows.starts[0] = end;
    return end;
  };
  const readRows = (start: number, isEnd: boolean): number => {
    let at = start;
    rows.starts[0] = at;
    for (;;) {
      at = scanRows(rows, at, { dialect, isEnd, mostRows: Number.POSITIVE_INFINITY });
      if (rows.bytes.length - at <= mostRowBytes) return at;
      at = rejectLine(rows, at, `longer than ${mostRowBytes / 2 ** 20} MiB: a quote may not be closed`);
    }
  };
  const read = (
    bytes: Buffer,
    isEnd: boolean,
  ): { readonly parts: readonly TextPart<CsvRows>[]; readonly end: number } => {
    reset(rows, bytes);
    const asides: TextPart<CsvRows>[] = [];
    let at = beginOf(bytes);
    if (awaitsHeader) {
      at = readHeader(at, isEnd);
      if (awaitsHeader) return { parts: asides, end: at };
      asides.push({ kind: 'aside', name: 'header' });
    }
    const end = readRows(at, isEnd);
    return { parts: rows.length === 0 ? asides : [...asides, { kind: 'records', records: rows }], end };
  };
  return {
    header: () => header,
    takesZeros: true,
    push(run, at) {
      consumed += run.length;
      const before = held.length;
      if (before === 0) heldAt = at;
      const bytes = before === 0 ? run : Buffer.concat([held, run]);
      const { parts, end } = read(bytes, false);
      if (end >= before && end > 0) heldAt = advancePosition(at, end - before);
      held = bytes.subarray(end);
      return parts;
    },
    flush() {
      const last = held;
      held = Buffer.alloc(0);
      return last.length === 0 ? [] : read(last, true).parts;
    },
    cutOff(reason) {
      const last = held;
      held = Buffer.alloc(0);
      return last.length === 0 ? [] : [{ kind: 'rejected', reason, bytes: Buffer.from(last), at: heldAt }];
    },
    pending: () => (held.length === 0 ? null : heldAt),
    consumed: () => consumed,
  };
}
