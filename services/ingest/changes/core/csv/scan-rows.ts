import { bare, type CsvRows, type Dialect, endRow, escaped, growFields, quoted } from './csv-rows.ts';

const newline = 10;
const carriageReturn = 13;

/** A row's last byte is not among those at hand: more may come. */
const unfinished = -1;
/** Something follows the quote that ends a field. */
const misquoted = -2;

const faults: Readonly<Record<number, string>> = {
  [unfinished]: 'a quote is not closed',
  [misquoted]: 'text follows a closing quote',
};

export type Scan = {
  readonly dialect: Dialect;
  /** Nothing follows: what is left is a row too. */
  readonly isEnd: boolean;
  readonly mostRows: number;
};

/**
 * Reads rows from `start` on. Gives back where the first row begins that was not read, or is not whole yet. RFC 4180, and a quote within a field
 * that did not begin with one belongs to the field.
 */
export function scanRows(rows: CsvRows, start: number, { dialect, isEnd, mostRows }: Scan): number {
  const { bytes } = rows;
  let at = start;
  while (at < bytes.length && rows.length < mostRows) {
    const end = scanRow(rows, at, dialect, isEnd);
    // Of one that is no row the line's end has to come too.
    if (!isEnd && (end === unfinished || (end === misquoted && !hasLineEnd(bytes, at)))) return at;
    at = end < 0 ? rejectLine(rows, at, faults[end]) : end;
  }
  return at;
}

export function hasLineEnd(bytes: Buffer, start: number): boolean {
  return bytes.indexOf(newline, start) >= 0;
}

/** Of a row that is none, only the first line: what follows may be rows. */
export function rejectLine(rows: CsvRows, start: number, fault: string | undefined): number {
  const lineEnd = rows.bytes.indexOf(newline, start);
  const end = lineEnd < 0 ? rows.bytes.length : lineEnd + 1;
  rows.faults[rows.length] = fault;
  endRow(rows, rows.firsts[rows.length] ?? 0, end);
  return end;
}

/** Where the next row begins, or why there is no row. */
function scanRow(rows: CsvRows, start: number, dialect: Dialect, isEnd: boolean): number {
  const { bytes } = rows;
  let field = rows.firsts[rows.length] ?? 0;
  let at = start;
  for (;;) {
    const end = scanField(rows, field, at, dialect);
    field += 1;
    if (end < 0) return end;
    if (bytes[end] !== dialect.delimiter) return endAt(rows, field, end, { dialect, isEnd });
    at = end + 1;
  }
}

/** Behind the field: at a delimiter, a line end, or the end of what is at hand. */
function scanField(rows: CsvRows, field: number, start: number, dialect: Dialect): number {
  if (field === rows.from.length) growFields(rows);
  if (rows.bytes[start] === dialect.quote) return scanQuoted(rows, field, start, dialect.quote);
  const end = scanBare(rows.bytes, start, dialect);
  rows.from[field] = start;
  rows.to[field] = end;
  rows.quotes[field] = bare;
  return end;
}

/** Ends a row where no delimiter stands. */
function endAt(rows: CsvRows, field: number, at: number, { dialect, isEnd }: Omit<Scan, 'mostRows'>): number {
  const { length } = rows.bytes;
  if (at >= length && !isEnd) return unfinished;
  if (at >= length || isLineEnd(rows.bytes, at, dialect)) {
    const end = Math.min(length, at + (dialect.isCrLf ? 2 : 1));
    endRow(rows, field, end);
    return end;
  }
  // Half a line end may be at the end of what is at hand.
  return at + 1 >= length && !isEnd ? unfinished : misquoted;
}

function scanBare(bytes: Buffer, start: number, { delimiter, isCrLf }: Dialect): number {
  const { length } = bytes;
  const lineEnd = isCrLf ? carriageReturn : newline;
  let at = start;
  while (at < length) {
    const code = bytes[at];
    if (code === delimiter) return at;
    if (code === lineEnd && (!isCrLf || bytes[at + 1] === newline)) return at;
    at += 1;
  }
  return at;
}

function isLineEnd(bytes: Buffer, at: number, { isCrLf }: Dialect): boolean {
  return isCrLf ? bytes[at] === carriageReturn && bytes[at + 1] === newline : bytes[at] === newline;
}

/** Just behind the closing quote; `unfinished` where there is none. */
function scanQuoted(rows: CsvRows, field: number, start: number, quote: number): number {
  const { bytes } = rows;
  let kind = quoted;
  let at = bytes.indexOf(quote, start + 1);
  while (at >= 0 && bytes[at + 1] === quote) {
    kind = escaped;
    at = bytes.indexOf(quote, at + 2);
  }
  if (at < 0) return unfinished;
  rows.from[field] = start + 1;
  rows.to[field] = at;
  rows.quotes[field] = kind;
  return at + 1;
}
