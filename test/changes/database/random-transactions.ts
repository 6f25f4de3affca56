import fc from 'fast-check';
import { literalOf, quoteName, type RandomTable } from './random-tables.ts';

export type Transaction = { readonly statements: readonly string[]; readonly isRolledBack: boolean };

/** What is done to some tables, as they are now. */
export function randomTransactions(tables: readonly RandomTable[]): fc.Arbitrary<Transaction> {
  return fc.record({
    statements: fc
      .array(fc.constantFrom(...tables).chain(statementsOn), { minLength: 1, maxLength: 6, size: 'max' })
      .map((all) => all.flat()),
    isRolledBack: fc.nat(9).map((chance) => chance === 0),
  });
}

function statementsOn(table: RandomTable): fc.Arbitrary<readonly string[]> {
  const one = (arbitrary: fc.Arbitrary<string>) => arbitrary.map((statement) => [statement]);
  return fc.oneof(
    { weight: 6, arbitrary: one(insert(table, 'INSERT IGNORE INTO', 6)) },
    { weight: 2, arbitrary: one(insert(table, 'REPLACE INTO', 3)) },
    { weight: 2, arbitrary: one(upsert(table)) },
    { weight: 4, arbitrary: one(update(table)) },
    { weight: 2, arbitrary: one(updateSome(table)) },
    { weight: 2, arbitrary: one(remove(table)) },
    { weight: 1, arbitrary: one(removeSome(table)) },
    { weight: 3, arbitrary: one(changeKey(table)) },
    { weight: 1, arbitrary: one(changeCase(table)) },
    { weight: 1, arbitrary: removeAndInsert(table) },
  );
}

const nameOf = ({ schema, table }: RandomTable) => `${schema}.${table}`;
const keyOf = ({ key }: RandomTable) => fc.tuple(...key.map(({ values }) => fc.constantFrom(...values)));
const some = fc.integer({ min: 1, max: 12 });

function othersOf({ key, columns }: RandomTable) {
  return columns.filter(({ name }) => !key.some((each) => each.name === name));
}

function whereKey({ key }: RandomTable, values: readonly string[]): string {
  return key.map(({ name }, at) => `${quoteName(name)} = ${values[at]}`).join(' AND ');
}

function setKey({ key }: RandomTable, values: readonly string[]): string {
  return key.map(({ name }, at) => `${quoteName(name)} = ${values[at]}`).join(', ');
}

/** In the order of the key, so that the same rows are meant on every run. */
function orderKey({ key }: RandomTable): string {
  return `ORDER BY ${key.map(({ name }) => quoteName(name)).join(', ')}`;
}

function insert(table: RandomTable, verb: string, most: number): fc.Arbitrary<string> {
  const others = othersOf(table);
  const names = [...table.key, ...others].map(({ name }) => quoteName(name)).join(', ');
  const row = fc.tuple(keyOf(table), fc.tuple(...others.map(literalOf)));
  return fc
    .array(row, { minLength: 1, maxLength: most, size: 'max' })
    .map((rows) => rows.map(([key, values]) => `(${[...key, ...values].join(', ')})`).join(', '))
    .map((rows) => `${verb} ${nameOf(table)} (${names}) VALUES ${rows}`);
}

function upsert(table: RandomTable): fc.Arbitrary<string> {
  return fc
    .tuple(insert(table, 'INSERT INTO', 4), fc.constantFrom(...othersOf(table)))
    .map(([sql, { name }]) => `${sql} ON DUPLICATE KEY UPDATE ${quoteName(name)} = VALUES(${quoteName(name)})`);
}

function assignments(table: RandomTable): fc.Arbitrary<string> {
  return fc
    .subarray([...othersOf(table)], { minLength: 1, maxLength: 3 })
    .chain((columns) =>
      fc.tuple(...columns.map((column) => literalOf(column).map((to) => `${quoteName(column.name)} = ${to}`))),
    )
    .map((all) => all.join(', '));
}

function update(table: RandomTable): fc.Arbitrary<string> {
  return fc
    .tuple(keyOf(table), assignments(table))
    .map(([key, sets]) => `UPDATE ${nameOf(table)} SET ${sets} WHERE ${whereKey(table, key)}`);
}

function updateSome(table: RandomTable): fc.Arbitrary<string> {
  return fc
    .tuple(assignments(table), some)
    .map(([sets, count]) => `UPDATE ${nameOf(table)} SET ${sets} ${orderKey(table)} LIMIT ${count}`);
}

function remove(table: RandomTable): fc.Arbitrary<string> {
  return keyOf(table).map((key) => `DELETE FROM ${nameOf(table)} WHERE ${whereKey(table, key)}`);
}

function removeSome(table: RandomTable): fc.Arbitrary<string> {
  return some.map((count) => `DELETE FROM ${nameOf(table)} ${orderKey(table)} LIMIT ${count}`);
}

function changeKey(table: RandomTable): fc.Arbitrary<string> {
  return fc
    .tuple(keyOf(table), some)
    .map(
      ([key, count]) => `UPDATE IGNORE ${nameOf(table)} SET ${setKey(table, key)} ${orderKey(table)} LIMIT ${count}`,
    );
}

/** For MariaDB it is the same key in a collation that does not tell cases, for the lake another one. */
function changeCase(table: RandomTable): fc.Arbitrary<string> {
  const [{ name } = { name: '' }] = table.key;
  const column = quoteName(name);
  return some.map(
    (count) =>
      `UPDATE IGNORE ${nameOf(table)} SET ${column} = IF(BINARY ${column} = BINARY UPPER(${column}), LOWER(${column}), UPPER(${column})) ${orderKey(table)} LIMIT ${count}`,
  );
}

/** Within a second: deleted, inserted, deleted, inserted. */
function removeAndInsert(table: RandomTable): fc.Arbitrary<readonly string[]> {
  const others = othersOf(table);
  const names = [...table.key, ...others].map(({ name }) => quoteName(name)).join(', ');
  return fc.tuple(keyOf(table), fc.tuple(...others.map(literalOf))).map(([key, values]) => {
    const drop = `DELETE FROM ${nameOf(table)} WHERE ${whereKey(table, key)}`;
    const make = `INSERT INTO ${nameOf(table)} (${names}) VALUES (${[...key, ...values].join(', ')})`;
    return [drop, make, drop, make];
  });
}
