import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCases } from '../../../../../test/sql/cases.ts';
import { analyse } from './analyse.ts';
import { parseSelect } from './parse-select.ts';
import { type Columns, unknownColumns } from './scope.ts';

const ddl = readFileSync(new URL('../../../../../test/sql/tables.sql', import.meta.url), 'utf8');
const tables = new Map(
  [...ddl.matchAll(/^CREATE EXTERNAL TABLE (\w+) \(([\s\S]*?)\)\n(?:PARTITIONED BY \((.*)\))?/gm)].map(
    ([, name = '', columns = '', partitions = '']) => [name, columnsOf(`${columns},${partitions}`)] as const,
  ),
);

/** Names before types, which nest. */
function columnsOf(text: string): Columns {
  let flat = text;
  while (/<[^<>]*>/.test(flat)) flat = flat.replace(/<[^<>]*>|\(\d+,\d+\)/g, '');
  const list = flat
    .replace(/\(\d+,\d+\)/g, '')
    .split(',')
    .flatMap((each) => each.trim().split(' ')[0] || [])
    .map((name) => ({ name }));
  return { list, isOpen: false };
}

const names = [...tables.keys()].join('|');
/** Where no WITH has a table of that name. */
const inLake = (sql: string) =>
  new RegExp(`\\b(${names}) AS \\(`, 'i').test(sql)
    ? sql
    : sql.replace(new RegExp(`((?:FROM|JOIN)\\s+\\(?)(${names})\\b(?!\\.)`, 'gi'), '$1{{lake}}.$2');

const cases = readCases().filter(({ name }) => name.startsWith('relational/'));
const answered = cases.flatMap(({ name, statements, expected }) => {
  const [sql = '', ...others] = statements;
  const isQuery = others.length === 0 && /^\s*(--.*\n)*\s*(SELECT|WITH|\(|TABLE|VALUES)\b/i.test(sql);
  return isQuery && 'columns' in expected
    ? [{ name, sql: inLake(sql), columns: expected.columns.map(([each]) => each) }]
    : [];
});

test('of what a real Trino has answered nothing is refused, and the columns have the names that it gave them', () => {
  expect(tables.size).toBe(7);
  expect(answered.length).toBeGreaterThan(70);
  const compared = answered.map(({ name, sql, columns }) => {
    const parsed = parseSelect(sql, ['lake']);
    if (parsed.root === undefined) return { name, sql, mistakes: parsed.mistakes, isRight: false };
    const found = analyse(parsed, {
      columnsOf: ({ table }) => tables.get(table) ?? unknownColumns,
      rows: undefined,
      days: undefined,
    });
    const own = found.columns.list.map((column, at) => column.name ?? `_col${at}`).toSorted();
    const isRight =
      found.columns.isOpen ||
      JSON.stringify(own) === JSON.stringify(columns.map((each) => each.toLowerCase()).toSorted());
    const mistakes = found.mistakes.filter(({ message }) => !message.includes(' is of no database'));
    return { name, sql, mistakes, own: isRight ? [] : own, isRight };
  });
  expect(compared.filter(({ mistakes, isRight }) => mistakes.length > 0 || !isRight)).toEqual([]);
});
