import { date, identifier, text } from '@tributary/shared/sql.ts';
import type { ColumnType } from './columns.ts';
import type { DataTest, Value } from './data-tests.ts';

/** What a test is called, and the SELECT of `{{rows}}` that gives the rows which are against it. */
export type TestSql = { readonly name: string; readonly sql: string };

/** As dbt's tests of these names do it: but for not_null, null is never against a test; in a key of several columns it is a value. */
export function testSql(test: DataTest, types: Readonly<Record<string, ColumnType>>): TestSql {
  switch (test.kind) {
    case 'not_null':
      return notNull(test.columns);
    case 'unique':
      return unique(test.columns);
    case 'accepted_values':
      return accepted(test, types[test.column] ?? 'string');
    case 'relationships':
      return related(test);
    case 'row_count':
      return counted(test);
    case 'sql':
      return { name: test.name ?? 'sql', sql: test.sql.trim().replace(/\s*;$/, '') };
  }
}

type Kind<K> = Extract<DataTest, { readonly kind: K }>;

function notNull(columns: readonly string[]): TestSql {
  const missing = columns.map((column) => `${identifier(column)} IS NULL`);
  return { name: `not_null(${columns.join(', ')})`, sql: `SELECT * FROM {{rows}} WHERE ${missing.join(' OR ')}` };
}

function unique(columns: readonly string[]): TestSql {
  const key = columns.map(identifier).join(', ');
  const present = columns.length === 1 ? ` WHERE ${key} IS NOT NULL` : '';
  return {
    name: `unique(${columns.join(', ')})`,
    sql: `SELECT ${key}, count(*) AS "rows" FROM {{rows}}${present} GROUP BY ${key} HAVING count(*) > 1`,
  };
}

function accepted({ column, values }: Kind<'accepted_values'>, type: ColumnType): TestSql {
  const name = identifier(column);
  const list = values.map((value) => literal(value, type) ?? text(String(value))).join(', ');
  return {
    name: `accepted_values(${column})`,
    sql: `SELECT ${name}, count(*) AS "rows" FROM {{rows}} WHERE ${name} NOT IN (${list}) GROUP BY ${name}`,
  };
}

function related({ column, to, field }: Kind<'relationships'>): TestSql {
  const own = identifier(column);
  const other = `SELECT DISTINCT ${identifier(field)} AS "found" FROM {{${to.database}}}.${identifier(to.table)}`;
  return {
    name: `relationships(${column})`,
    sql: `SELECT tested.${own}, count(*) AS "rows" FROM {{rows}} AS tested LEFT JOIN (${other}) AS related ON tested.${own} = related."found" WHERE tested.${own} IS NOT NULL AND related."found" IS NULL GROUP BY tested.${own}`,
  };
}

function counted({ min, max }: Kind<'row_count'>): TestSql {
  const wrong = [
    ...(min === undefined ? [] : [`count(*) < ${min}`]),
    ...(max === undefined ? [] : [`count(*) > ${max}`]),
  ];
  return { name: 'row_count', sql: `SELECT count(*) AS "rows" FROM {{rows}} HAVING ${wrong.join(' OR ')}` };
}

/** A value as SQL of a column's type; undefined where the column cannot have it. */
export function literal(value: Value, type: ColumnType): string | undefined {
  if (typeof value === 'boolean') return type === 'boolean' ? String(value) : undefined;
  if (typeof value === 'number') return numberOf(value, type);
  if (type === 'string') return text(value);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
  return type === 'date' && isDay ? date(value) : undefined;
}

function numberOf(value: number, type: ColumnType): string | undefined {
  const written = String(value);
  if (type === 'int' || type === 'bigint') return Number.isSafeInteger(value) ? written : undefined;
  if (type === 'double') return /e/.test(written) ? written : `${written}E0`;
  return type.startsWith('decimal') && !/e/.test(written) ? `DECIMAL '${written}'` : undefined;
}
