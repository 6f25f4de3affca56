import type { ReadingHints } from '../records.ts';
import { type CsvFormat, columnName } from './csv-format.ts';
import { headerIn } from './header.ts';
import { findSample, type Head, isComment, type Sample } from './sample.ts';

export type CsvHints = ReadingHints & {
  /** The object is said to be CSV, by its table or by its name: then one column is enough. */
  readonly isDeclared: boolean;
};

/** So many of the rows are as wide as most; prose that has commas is not. */
const leastShare = 0.5;
/** Titles before a header; comments and blank lines are not counted. */
const mostTitles = 20;

/** How the rows of a text are told apart; undefined where it has no columns. The same head gives the same. */
export function findCsv(head: Head, hints: CsvHints): CsvFormat | undefined {
  const sample = findSample(head, hints);
  const { dialect, width, rows, share } = sample;
  const isTable = width > 1 && share >= leastShare && rows.filter((row) => row.length > 0).length > 1;
  if (!isTable && !(hints.isDeclared && width > 0)) return undefined;
  const preamble = preambleOf(sample);
  const [first = [], ...others] = rows.slice(preamble);
  const { header } = hints;
  if (Array.isArray(header)) return { dialect, ...namesDeclared(header, first, preamble) };
  const hasHeader = typeof header === 'boolean' ? header : headerIn(first, others) !== 'no';
  if (!hasHeader)
    return { dialect, names: Array.from({ length: width }, (_, at) => columnName(at)), hasHeader, skip: preamble };
  return { dialect, names: namesOf(first, sample), hasHeader, skip: preamble + 1 };
}

function namesDeclared(names: readonly string[], first: readonly string[], preamble: number) {
  const hasHeader = names.length === first.length && names.every((name, at) => name === first[at]);
  return { names, hasHeader, skip: preamble + (hasHeader ? 1 : 0) };
}

/** So many rows stand before the header, or before the rows where there is none. */
function preambleOf(sample: Sample): number {
  const { rows } = sample;
  const before = narrowBefore(sample);
  const isSep = /^sep=$/i.test(rows[0]?.[0] ?? '') || /^sep=.$/i.test(rows[0]?.join('') ?? '');
  const start = isSep ? Math.max(1, before) : before;
  const titles = rows.slice(start).findIndex((row) => row.filter((text) => text.trim() !== '').length > 1);
  const isTitled = titles > 0 && titles <= mostTitles && isSurely(rows.slice(start + titles));
  return isTitled && !isSurely(rows.slice(start)) ? start + titles : start;
}

/** So many rows stand before the first that is as wide as the others, or one field less: R writes no name for its row names. */
function narrowBefore({ rows, width }: Sample): number {
  const first = rows.findIndex((row) => row.length >= Math.max(Math.min(2, width), width - 1));
  const titles = rows.slice(0, first).filter((row) => row.length > 0 && !isComment(row));
  return first >= 0 && titles.length <= mostTitles ? first : 0;
}

/** Spreadsheets write a title as a row of their width, of which one field is filled: what follows them is a header, or they are rows. */
function isSurely([first = [], ...others]: readonly (readonly string[])[]): boolean {
  return headerIn(first, others) === 'surely';
}

function namesOf(header: readonly string[], { rows, width }: Sample): readonly string[] {
  const isShort = header.length === width - 1 && rows.some((row) => row.length === width && row.at(-1) !== '');
  const names = isShort ? ['', ...header] : header;
  return names.map((name, at) => (name.trim() === '' ? columnName(at) : name.trim()));
}
