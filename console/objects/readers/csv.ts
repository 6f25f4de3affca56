import type { GridColumn } from '../../parts/grid.tsx';
import { mostColumns, mostRows, type Sheet } from '../sheet.ts';

/** A CSV file's rows, RFC 4180: fields in quotes may hold the delimiter, line ends, and quotes written twice. */
export type CsvRows = {
  readonly rows: readonly (readonly string[])[];
  /** The last row's quote is not closed. */
  readonly isOpen: boolean;
};

const delimiters = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export function csvRows(text: string, delimiter: Delimiter, most = mostRows): CsvRows {
  const rows: (readonly string[])[] = [];
  let isOpen = false;
  for (let at = 0; at < text.length && rows.length < most; ) {
    const read = rowAt(text, at, delimiter);
    const { fields } = read;
    if (fields.length > 1 || fields[0] !== '') rows.push(fields);
    isOpen = read.isOpen;
    at = afterLineEnd(text, read.end);
  }
  return { rows, isOpen };
}

type Row = { readonly fields: readonly string[]; readonly end: number; readonly isOpen: boolean };

function rowAt(text: string, start: number, delimiter: Delimiter): Row {
  const fields: string[] = [];
  for (let at = start; ; ) {
    const field = text[at] === '"' ? quotedField(text, at, delimiter) : bareField(text, at, delimiter);
    fields.push(field.value);
    if (text[field.end] !== delimiter) return { fields, end: field.end, isOpen: field.isOpen };
    at = field.end + 1;
  }
}

type Field = { readonly value: string; readonly end: number; readonly isOpen: boolean };

function bareField(text: string, at: number, delimiter: Delimiter): Field {
  const end = endOfBare(text, at, delimiter);
  return { value: text.slice(at, end), end, isOpen: false };
}

const ends: Readonly<Record<Delimiter, RegExp>> = {
  ',': /[,\r\n]/g,
  '\t': /[\t\r\n]/g,
  ';': /[;\r\n]/g,
  '|': /[|\r\n]/g,
};

function endOfBare(text: string, at: number, delimiter: Delimiter): number {
  const end = ends[delimiter];
  end.lastIndex = at;
  return end.exec(text)?.index ?? text.length;
}

function quotedField(text: string, at: number, delimiter: Delimiter): Field {
  for (let from = at + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return { value: text.slice(at + 1).replaceAll('""', '"'), end: text.length, isOpen: true };
    if (text[quote + 1] === '"') {
      from = quote + 2;
      continue;
    }
    // What follows a closing quote is of the field: some writers do not double their quotes.
    const end = endOfBare(text, quote + 1, delimiter);
    const value = text.slice(at + 1, quote).replaceAll('""', '"') + text.slice(quote + 1, end);
    return { value, end, isOpen: false };
  }
}

function afterLineEnd(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

/** The delimiter by which the first rows have the same number of fields, two at least; undefined where there is none. */
export function delimiterOf(text: string): Delimiter | undefined {
  const start = text.slice(0, 64_000);
  const found = delimiters.map((delimiter) => ({
    delimiter,
    width: widthOf(start, delimiter, start.length < text.length),
  }));
  const best = found.toSorted((a, b) => b.width - a.width)[0];
  return best !== undefined && best.width >= 2 ? best.delimiter : undefined;
}

function widthOf(text: string, delimiter: Delimiter, isCut: boolean): number {
  const { rows } = csvRows(text, delimiter, 21);
  const whole = isCut && rows.length > 1 && rows.length < 21 ? rows.slice(0, -1) : rows.slice(0, 20);
  const [first] = whole;
  if (first === undefined || whole.length < 2) return 0;
  return whole.every((row) => row.length === first.length) ? first.length : 0;
}

/** Whether the first row names the columns: its fields are names that differ, none is a number or a date. */
export function hasHeader([first = []]: readonly (readonly string[])[]): boolean {
  const names = first.map((name) => name.trim());
  return (
    new Set(names).size === names.length && names.every((name) => name.length < 100 && /^[\p{L}_$"][^\n]*$/u.test(name))
  );
}

export type CsvOptions = {
  readonly delimiter: Delimiter;
  /** Undefined: as the first row looks. */
  readonly header: boolean | undefined;
  readonly isWhole: boolean;
};

export type CsvRead = Sheet & { readonly isHeader: boolean };

export function readCsv(text: string, { delimiter, header, isWhole }: CsvOptions): CsvRead {
  const { rows, isOpen } = csvRows(text, delimiter, mostRows + 1);
  const whole = isWhole || /[\r\n]$/.test(text) ? rows : withoutLast(rows);
  const isHeader = header ?? hasHeader(whole);
  const names = isHeader ? whole[0] : undefined;
  const data = (isHeader ? whole.slice(1) : whole).slice(0, mostRows);
  const widest = data.reduce((most, { length }) => Math.max(most, length), names?.length ?? 0);
  const columns = Array.from({ length: Math.min(widest, mostColumns) }, (_, at): GridColumn => {
    return { name: names?.[at] ?? `column ${at + 1}` };
  });
  const notes = [
    ...(isOpen && isWhole ? ['A quote is not closed: all that follows it is one field.'] : []),
    ...cutNotes(widest, rows.length),
    ...raggedNote(data, (names ?? data[0])?.length),
  ];
  return { isHeader, columns, rows: data.map((row) => columns.map((_, at) => row[at] ?? null)), notes };
}

/** The end of the part that was read cuts its last row. */
function withoutLast(rows: CsvRows['rows']): CsvRows['rows'] {
  return rows.length > 1 ? rows.slice(0, -1) : rows;
}

function cutNotes(width: number, count: number): readonly string[] {
  return [
    ...(width > mostColumns ? [`Its rows have ${width} fields: the first ${mostColumns} are shown.`] : []),
    ...(count > mostRows ? [`The first ${mostRows.toLocaleString('en-GB')} rows.`] : []),
  ];
}

function raggedNote(rows: readonly (readonly string[])[], width = 0): readonly string[] {
  const ragged = rows.filter(({ length }) => length !== width).length;
  return ragged === 0 ? [] : [`${ragged.toLocaleString('en-GB')} rows have more or fewer than ${width} fields.`];
}
