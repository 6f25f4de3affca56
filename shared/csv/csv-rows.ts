import { viewOf } from '../bytes.ts';

/** How fields are told apart, as bytes. `quote`: -1 where there are no quotes. */
export type Dialect = {
  readonly delimiter: number;
  readonly quote: number;
  readonly lineEnd: LineEnd;
  /** Spaces may stand between a delimiter and a quote: `1, "a"`. */
  readonly hasBlanks?: boolean;
};

/** `crlf`: a \n alone is part of a field. `any`: lines end with \n, and a \r before it is of the line end. */
export type LineEnd = 'lf' | 'crlf' | 'cr' | 'any';

/** What stands around a field. `escaped`: within, each quote stands twice. */
export const bare = 0;
export const quoted = 1;
export const escaped = 2;

/**
 * Rows as places in the bytes that they were read from: row `r` has the fields [firsts[r], firsts[r + 1]), and is the bytes [starts[r], starts[r + 1])
 * with its line end. What is held is good until the reader is given more.
 */
export type CsvRows = {
  bytes: Buffer;
  view: DataView;
  length: number;
  starts: Int32Array;
  firsts: Int32Array;
  /** Why a row is none; its fields are none then. */
  faults: (string | undefined)[];
  from: Int32Array;
  to: Int32Array;
  quotes: Uint8Array;
  /** What stands twice within a field that is `escaped`. */
  readonly quote: number;
  /** How many rows of the file precede them, where that is known. */
  readonly firstRow?: number;
};

/** Fields alone, whosever they are. */
export type CsvFields = Pick<CsvRows, 'bytes' | 'from' | 'to' | 'quotes' | 'quote'>;

export function noRows(quote = quoteCode): CsvRows {
  const bytes = Buffer.alloc(0);
  return {
    bytes,
    quote,
    view: viewOf(bytes),
    length: 0,
    starts: new Int32Array(1025),
    firsts: new Int32Array(1025),
    faults: [],
    from: new Int32Array(16_384),
    to: new Int32Array(16_384),
    quotes: new Uint8Array(16_384),
  };
}

/** Begins anew with other bytes. */
export function reset(rows: CsvRows, bytes: Buffer): void {
  rows.bytes = bytes;
  rows.view = viewOf(bytes);
  rows.length = 0;
  rows.firsts[0] = 0;
  rows.starts[0] = 0;
  rows.faults.length = 0;
}

/** Room for twice as many fields. */
export function growFields(rows: CsvRows): void {
  rows.from = larger(rows.from);
  rows.to = larger(rows.to);
  const quotes = new Uint8Array(rows.quotes.length * 2);
  quotes.set(rows.quotes);
  rows.quotes = quotes;
}

/** Ends a row whose fields end before `field`, and whose bytes end before `end`. */
export function endRow(rows: CsvRows, field: number, end: number): void {
  if (rows.length + 2 > rows.firsts.length) {
    rows.firsts = larger(rows.firsts);
    rows.starts = larger(rows.starts);
  }
  rows.length += 1;
  rows.firsts[rows.length] = field;
  rows.starts[rows.length] = end;
}

function larger(values: Int32Array): Int32Array {
  const twice = new Int32Array(values.length * 2);
  twice.set(values);
  return twice;
}

/** The field as it stands there, without its quotes: what stands twice within is made one, in the bytes themselves. */
export function undouble(fields: CsvFields, field: number): void {
  if (fields.quotes[field] !== escaped) return;
  const { bytes, quote } = fields;
  const end = fields.to[field] ?? 0;
  let to = fields.from[field] ?? 0;
  for (let at = to; at < end; at += 1) {
    const code = bytes[at] ?? 0;
    bytes[to] = code;
    to += 1;
    // The only quotes within are pairs.
    if (code === quote) at += 1;
  }
  fields.to[field] = to;
  fields.quotes[field] = quoted;
}

export const quoteCode = 0x22;

/** The text of a field, whose bytes stay as they are: the row may yet be rejected. */
export function textOf({ bytes, from, to, quotes, quote }: CsvFields, field: number): string {
  const text = bytes.toString('utf8', from[field], to[field]);
  if (quotes[field] !== escaped) return text;
  const once = String.fromCharCode(quote);
  return text.replaceAll(`${once}${once}`, once);
}

/** The bytes of a row, without its line end. */
export function bytesOfRow({ bytes, starts }: CsvRows, row: number, { lineEnd }: Dialect): Buffer {
  const whole = bytes.subarray(starts[row], starts[row + 1] ?? 0);
  if (whole.at(-1) !== lastOf(lineEnd)) return Buffer.from(whole);
  const isLong = lineEnd === 'crlf' || (lineEnd === 'any' && whole.at(-2) === 13);
  return Buffer.from(whole.subarray(0, isLong ? -2 : -1));
}

/** The last byte of a line end. */
export function lastOf(lineEnd: LineEnd): number {
  return lineEnd === 'cr' ? 13 : 10;
}
