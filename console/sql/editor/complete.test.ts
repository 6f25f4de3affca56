import { expect, test } from 'vitest';
import { complete, type Knowledge } from './complete.ts';

const table = (name: string, ...columns: string[]) => ({
  name,
  columns: columns.map((column) => ({ name: column, type: 'bigint', comment: column === 'id' ? 'its id' : undefined })),
});

const known: Knowledge = {
  databases: new Map([
    ['lake', [table('orders', 'id', 'day', 'or-der'), table('people', 'id', 'name')]],
    ['raw', [table('events', 'payload'), table('2020_rows', 'x')]],
  ]),
  database: 'lake',
  functions: [{ name: 'abs', signatures: ['abs(bigint) → bigint', 'abs(double) → double'] }],
  keywords: ['select', 'from'],
};

/** Names of kinds at the place of `|`. */
const at = (marked: string, ...kinds: string[]) => {
  const place = marked.indexOf('|');
  const found = complete(marked.replace('|', ''), place, known);
  const options = found?.options.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  return { from: found?.from, names: options?.map(({ label, apply }) => apply ?? label) };
};

test('after FROM stand tables and databases, those of other databases with them', () => {
  expect(at('SELECT * FROM o|')).toEqual({
    from: 14,
    names: ['orders', 'people', 'lake', 'raw', 'raw.events', 'raw."2020_rows"'],
  });
});

test.each(['SELECT * FROM |', 'SELECT 1 FROM a, |', 'SELECT * FROM a JOIN |', 'INSERT INTO |', 'DESCRIBE |'])(
  'in %s a table is named',
  (sql) => expect(at(sql, 'table').names).toContain('orders'),
);

test.each(['SELECT |', 'SELECT * FROM orders WHERE |', 'SELECT * FROM orders |', 'SELECT a, | FROM orders'])(
  'in %s none is',
  (sql) => expect(at(sql, 'table').names).toEqual([]),
);

test('columns are those of the tables that the statement reads, also where these stand further on', () => {
  expect(at('SELECT | FROM orders', 'column').names).toEqual(['id', 'day', '"or-der"']);
  expect(at('SELECT * FROM lake.people WHERE |', 'column').names).toEqual(['id', 'name']);
  expect(at('SELECT 1 FROM people; SELECT | FROM raw.events', 'column').names).toEqual(['payload']);
});

test('after an alias stand its columns alone', () => {
  expect(at('SELECT p.| FROM orders o JOIN people AS p ON true')).toEqual({ from: 9, names: ['id', 'name'] });
  expect(at('SELECT P.na| FROM people "p"')).toEqual({ from: 9, names: ['id', 'name'] });
  expect(at('SELECT people.| FROM people')).toEqual({ from: 14, names: ['id', 'name'] });
});

test('after a database stand its tables, and after a table of it its columns', () => {
  expect(at('SELECT * FROM raw.|').names).toEqual(['events', '"2020_rows"']);
  expect(at('SELECT * FROM awsdatacatalog.raw.ev|')).toEqual({ from: 33, names: ['events', '"2020_rows"'] });
  expect(at('SELECT raw.events.| FROM raw.events').names).toEqual(['payload']);
});

test('names of WITH are tables, and names to write a column by', () => {
  const sql = 'WITH mine AS (SELECT 1 AS a) SELECT';
  expect(at(`${sql} * FROM |`, 'table').names?.[0]).toBe('mine');
  expect(at(`${sql} | FROM mine`, 'alias').names).toEqual(['mine']);
});

test('functions open their parenthesis and tell how they are called; words are in capitals', () => {
  const found = complete('SELECT a', 8, known);
  expect(found?.from).toBe(7);
  expect(found?.options).toContainEqual({
    label: 'abs',
    apply: 'abs(',
    kind: 'function',
    info: 'abs(bigint) → bigint\nabs(double) → double',
  });
  expect(found?.options).toContainEqual({ label: 'FROM', kind: 'keyword' });
});

test('a column tells its type, and what is said of it', () => {
  expect(complete('SELECT o. FROM orders o', 9, known)?.options[0]).toEqual({
    label: 'id',
    kind: 'column',
    detail: 'bigint',
    info: 'its id',
  });
});

test.each(["SELECT 'o|", "SELECT '|'", '-- o|', '/* | */', 'SELECT 12|'])('within %s nothing is offered', (sql) => {
  expect(at(sql).names).toBeUndefined();
});

test('of an unknown table there are no columns, and nothing breaks', () => {
  expect(at('SELECT x.| FROM nothing x').names).toEqual([]);
  expect(at('SELECT y.| FROM nothing x').names).toEqual([]);
  expect(at('.|').names).toBeDefined();
});
