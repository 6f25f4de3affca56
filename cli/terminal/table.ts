import Table from 'cli-table3';
import type { Answer } from '../athena.ts';

const numeric = /^(?:tinyint|smallint|integer|int|bigint|real|float|double|decimal)/;

/** Rows for people: numbers to the right, NULL dimmed, long values cut at the column's width. */
export function renderTable({ columns, rows }: Pick<Answer, 'columns' | 'rows'>, isTerminal: boolean): string {
  const table = new Table({
    head: columns.map(({ name }) => name),
    colAligns: columns.map(({ type }) => (numeric.test(type) ? 'right' : 'left')),
    style: isTerminal ? { head: ['bold'], border: ['dim'], compact: true } : { head: [], border: [], compact: true },
  });
  const missing = isTerminal ? '\u001b[2mNULL\u001b[22m' : 'NULL';
  for (const row of rows) table.push(row.map((value) => (value === null ? missing : cut(value))));
  return table.toString();
}

const maxCellLength = 80;

function cut(value: string): string {
  return value.length > maxCellLength ? `${value.slice(0, maxCellLength - 1)}…` : value;
}
