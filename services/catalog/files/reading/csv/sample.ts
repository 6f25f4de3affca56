import {
  type CsvRows,
  type Dialect,
  type LineEnd,
  noRows,
  quoteCode,
  reset,
  textOf,
} from '@tributary/shared/csv/csv-rows.ts';
import { scanRows } from '@tributary/shared/csv/scan-rows.ts';
import type { ReadingHints } from '../records.ts';
import { isBlank } from './keep-columns.ts';

/** The first rows of a file, as a dialect has them. Blank lines have no fields; a row that is none has one, which is not its. */
export type Sample = {
  readonly dialect: Dialect;
  readonly rows: readonly (readonly string[])[];
  /** Of most rows. */
  readonly width: number;
  /** How many of the rows are that wide, of one. */
  readonly share: number;
  readonly faults: number;
};

/** The beginning of a text. `isWhole`: nothing follows it. */
export type Head = { readonly bytes: Buffer; readonly isWhole: boolean };

const mostRows = 1000;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const delimiters = [',', ';', '\t', '|'];
const noQuote = -1;
const space = 0x20;

/** The dialect in which the rows are most alike. */
export function findSample(head: Head, hints: ReadingHints): Sample {
  const lineEnd: LineEnd = head.bytes.includes(10) || !head.bytes.includes(13) ? 'any' : 'cr';
  const declared =
    hints.delimiter ?? /^(?:\u00ef\u00bb\u00bf)?sep=(.)\r?\n/i.exec(head.bytes.toString('latin1', 0, 12))?.[1];
  const samples = (declared === undefined ? delimiters : [declared]).flatMap((delimiter) =>
    quotesOf(head, hints)
      .flatMap((quote) => dialectsOf(head, { delimiter: delimiter.charCodeAt(0), quote, lineEnd }))
      .map((dialect) => sampleOf(head, dialect)),
  );
  const [first, ...others] = samples;
  if (first === undefined) throw new TypeError('a file is read in some dialect');
  return others.reduce((best, each) => (isBetter(each, best) ? each : best), first);
}

/** Double quotes, unless there are others, or what looks like quotes is none. */
function quotesOf({ bytes }: Head, { quote }: ReadingHints): readonly number[] {
  if (quote !== undefined) return [quote === '' ? noQuote : quote.charCodeAt(0)];
  return [quoteCode, ...(bytes.includes(0x27) ? [0x27] : []), ...(bytes.includes(quoteCode) ? [noQuote] : [])];
}

/** With blanks before quotes too, where there are such places. */
function dialectsOf({ bytes }: Head, dialect: Dialect): readonly Dialect[] {
  const { delimiter, quote } = dialect;
  const hasBlanks = quote !== noQuote && bytes.includes(Buffer.of(delimiter, space, quote));
  return hasBlanks ? [dialect, { ...dialect, hasBlanks }] : [dialect];
}

function sampleOf({ bytes, isWhole }: Head, dialect: Dialect): Sample {
  const csv = noRows(dialect.quote);
  reset(csv, bytes);
  const start = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0;
  csv.starts[0] = start;
  scanRows(csv, start, { dialect, isEnd: isWhole, mostRows });
  const rows = Array.from({ length: csv.length }, (_, row) => textsOf(csv, row));
  const faults = csv.faults.filter((fault) => fault !== undefined).length;
  const filled = withoutComments(rows.filter((row) => row.length > 0));
  const width = commonest(filled.map((row) => row.length));
  const share = filled.filter((row) => row.length === width).length / Math.max(1, filled.length);
  return { dialect, rows, width, share, faults };
}

function textsOf(csv: CsvRows, row: number): readonly string[] {
  if (csv.faults[row] !== undefined) return [''];
  if (isBlank(csv, row)) return [];
  const [from = 0, to = 0] = [csv.firsts[row], csv.firsts[row + 1]];
  return Array.from({ length: to - from }, (_, field) => textOf(csv, from + field));
}

/** There may be more of them than rows. */
function withoutComments(rows: Sample['rows']): Sample['rows'] {
  const told = rows.filter((row) => !isComment(row));
  return told.length > 0 ? told : rows;
}

/** A line of words about the file, or its header. */
export function isComment(row: readonly string[]): boolean {
  return row[0]?.startsWith('#') === true;
}

/** The largest of those that are as common. */
function commonest(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const sorted = [...counts].toSorted(([a, many], [b, more]) => more - many || b - a);
  return sorted[0]?.[0] ?? 0;
}

/** Of what stands first the better is kept where both are as good: commas, and double quotes. */
function isBetter(one: Sample, other: Sample): boolean {
  if (one.dialect.hasBlanks === true && isSameBut(one.dialect, other.dialect)) return one.faults <= other.faults;
  const [mine, its] = [scoreOf(one), scoreOf(other)];
  if (Math.abs(mine - its) > 0.02) return mine > its;
  if (one.dialect.delimiter === other.dialect.delimiter) return isBetterQuoted(one, other);
  // A comma between digits is a decimal one.
  if (hasDecimalCommas(other)) return one.width > 1;
  return one.width > other.width;
}

/** But for blanks. */
function isSameBut(one: Dialect, other: Dialect): boolean {
  return one.delimiter === other.delimiter && one.quote === other.quote;
}

function scoreOf({ share, faults, rows, width }: Sample): number {
  return width < 2 ? -1 : share - (2 * faults) / Math.max(1, rows.length);
}

/** Of texts that are wrapped in one quote within the other, most are wrapped in that of the file. */
function isBetterQuoted(one: Sample, other: Sample): boolean {
  return one.dialect.quote === 0x27 && wrappedIn("'", other) > wrappedIn('"', one);
}

function wrappedIn(quote: string, { rows }: Sample): number {
  const isWrapped = (text: string) => text.length > 1 && text.startsWith(quote) && text.endsWith(quote);
  return rows.reduce((sum, row) => sum + row.filter(isWrapped).length, 0);
}

function hasDecimalCommas({ dialect, rows }: Sample): boolean {
  if (dialect.delimiter !== delimiters[0]?.charCodeAt(0)) return false;
  const joined = rows.filter((row) => row.length > 1).map((row) => row.join(','));
  return joined.length > 0 && joined.every((line) => /;/.test(line) && !/(?:^|[^\d]),|,(?:[^\d]|$)/.test(line));
}
