import fc from 'fast-check';
import type { Position } from '../objects/position.ts';
import type { TextPart } from '../objects/records.ts';
import { type CsvOptions, createCsvReader } from './csv-reader.ts';
import { bare, bytesOfRow, type CsvRows, type Dialect, type LineEnd, quoteCode, textOf } from './csv-rows.ts';

/** A field as it is written: null as the text that stands for it, without quotes. */
export type Field = { readonly text: string | null; readonly isQuoted: boolean };
export type Way = { readonly delimiter: string; readonly newline: string; readonly nullText: string };

export const usual: Way = { delimiter: ',', newline: '\n', nullText: 'NULL' };

const lineEnds: Readonly<Record<string, LineEnd>> = { '\n': 'lf', '\r\n': 'crlf', '\r': 'cr' };

export const dialectOfWay = ({ delimiter, newline }: Way): Dialect => ({
  delimiter: delimiter.charCodeAt(0),
  quote: quoteCode,
  lineEnd: lineEnds[newline] ?? 'lf',
});

/** Written by RFC 4180: what a reader could take for something else stands in quotes, and a quote twice. */
export function writeField({ text, isQuoted }: Field, { delimiter, nullText }: Way): string {
  if (text === null) return nullText;
  const needs = text === nullText || /["\r\n\ufeff]/.test(text) || text.includes(delimiter);
  return isQuoted || needs ? `"${text.replaceAll('"', '""')}"` : text;
}

export function writeRows(rows: readonly (readonly Field[])[], way: Way): string {
  return rows.map((row) => `${row.map((field) => writeField(field, way)).join(way.delimiter)}${way.newline}`).join('');
}

const piece = fc.oneof(
  fc.constantFrom(
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '\r',
    '\0',
    ';',
    '\t',
    'é',
    '漢',
    '🙂',
    'NULL',
    ' ',
    '\u2028',
    '\ufeff',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
export const anyText = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));

export const anyField: fc.Arbitrary<Field> = fc.record({
  text: fc.option(fc.oneof(anyText, fc.constantFrom('', 'NULL', '\\N')), { freq: 6 }),
  isQuoted: fc.boolean(),
});

export const anyRows = fc.array(fc.array(anyField, { minLength: 1, maxLength: 5 }), { maxLength: 8 });

export const anyWay: fc.Arbitrary<Way> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  nullText: fc.constantFrom('NULL', '', '\\N'),
});

/** A row that was read: the texts of its fields, or why it is none and which bytes. */
export type Told = readonly (string | null)[] | { readonly fault: string; readonly bytes: string };

export const textsOf = (rows: readonly (readonly Field[])[]): readonly Told[] =>
  rows.map((row) => row.map(({ text }) => text));

export function toldOf(csv: CsvRows, dialect: Dialect, nullText: string): readonly Told[] {
  const fieldAt = (field: number) => {
    const text = textOf(csv, field);
    return csv.quotes[field] === bare && text === nullText ? null : text;
  };
  return Array.from({ length: csv.length }, (_, row) => {
    const fault = csv.faults[row];
    if (fault !== undefined) return { fault, bytes: bytesOfRow(csv, row, dialect).toString('latin1') };
    const [from = 0, to = 0] = [csv.firsts[row], csv.firsts[row + 1]];
    return Array.from({ length: to - from }, (_, field) => fieldAt(from + field));
  });
}

/** A reader that is given runs one by one, and what it has told so far. */
export function createTelling(way: Way, options: Partial<CsvOptions> = {}) {
  const dialect = options.dialect ?? dialectOfWay(way);
  const reader = createCsvReader({ dialect, expectsHeader: false, isBeginning: true, ...options });
  const told: Told[] = [];
  const asides: string[] = [];
  const take = (parts: readonly TextPart<CsvRows>[]) => {
    for (const part of parts) {
      if (part.kind === 'records') told.push(...toldOf(part.records, dialect, way.nullText));
      else asides.push(part.kind === 'aside' ? part.name : part.reason);
    }
  };
  return {
    told,
    asides,
    header: reader.header,
    pending: reader.pending,
    push: (bytes: Buffer, at: Position) => take(reader.push(Buffer.from(bytes), at)),
    flush: () => take(reader.flush()),
  };
}

/** All rows of some bytes, read in runs that end at `cuts`. */
export function readCsv(bytes: Buffer, way: Way, options: Partial<CsvOptions> = {}, cuts: readonly number[] = []) {
  const telling = createTelling(way, options);
  const ends = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    telling.push(bytes.subarray(from, end), [from]);
    from = end;
  }
  telling.flush();
  return telling;
}
