import type { Rows } from '../athena-rows.ts';

const mostRows = 10;
const mostOfValue = 100;
/** Of a column that is alone: it is a sentence. */
const mostOfSentence = 1_000;

/** Rows for a message: `day=2026-11-20, requests=-3; …`, of one column its values alone. Only columns that `shows` names, where it is given. */
export function rowsText({ columns, rows }: Rows, shows?: readonly string[]): string {
  const shown = columns.flatMap(({ name }, at) => (shows === undefined || shows.includes(name) ? [{ name, at }] : []));
  if (shown.length === 0) return `${rows.length} rows, none of whose columns may be shown`;
  const isAlone = shown.length === 1;
  const textOf = (row: Rows['rows'][number]) =>
    shown
      .map(({ name, at }) =>
        isAlone ? valueText(row[at], mostOfSentence) : `${name}=${valueText(row[at], mostOfValue)}`,
      )
      .join(', ');
  const texts = rows.slice(0, mostRows).map(textOf);
  return `${texts.join('; ')}${rows.length > mostRows ? '; …' : ''}`;
}

function valueText(value: string | undefined, most: number): string {
  if (value === undefined) return 'null';
  const line = value.replace(/\s+/g, ' ');
  return line.length <= most ? line : `${line.slice(0, most)}…`;
}
