import { identifier } from '@tributary/shared/sql.ts';
import { momentText, rangesOf } from '../partition-range.ts';
import type { ColumnForm } from './columns.ts';
import { guardSql, notUnique } from './guard.ts';
import { inSchema, literal, stageTable } from './names.ts';
import type { ApplyPlan } from './plan.ts';

/** Has the table have the stage's rows in place of all of its own: those who read see the old ones until the transaction ends. */
export function replaceAll({ copy }: ApplyPlan, forms: readonly ColumnForm[]): readonly string[] {
  const table = inSchema(copy.destination, copy.destination.table);
  // Not TRUNCATE, which ends the transaction; not another table by this name, which would take neither grants nor views along.
  return [`DELETE FROM ${table}`, insertSql(table, forms)];
}

/** Rows of the scope that are gone are deleted, those that differ updated, new ones inserted. */
export function upsertRows(plan: ApplyPlan, forms: readonly ColumnForm[]): readonly string[] {
  const { key, destination } = plan.copy;
  const table = inSchema(destination, destination.table);
  const scope = scopeOf(plan);
  const keys = forms.filter(({ name }) => key.includes(name));
  const sameRow = keys.map(({ same = 'true' }) => same).join(' AND ');
  const gone = `NOT EXISTS (SELECT 1 FROM ${stageTable} AS s WHERE ${sameRow})`;
  const fresh = `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${sameRow} AND ${scope})`;
  return [
    guardKey(plan, keys),
    `DELETE FROM ${table} WHERE ${scope} AND ${gone}`,
    ...updateSqls(
      table,
      forms.filter(({ name }) => !key.includes(name)),
      `${sameRow} AND ${scope}`,
    ),
    `${insertSql(table, forms)} WHERE ${fresh}`,
  ];
}

function updateSqls(table: string, others: readonly ColumnForm[], where: string): readonly string[] {
  if (others.length === 0) return [];
  const sets = others.map(({ name, value }) => `${identifier(name)} = ${value}`);
  const equalities = others.flatMap(({ same }) => same ?? []);
  // A row with a column that cannot be compared is written anew.
  const isSure = equalities.length === others.length;
  const differs = isSure ? ` AND NOT (${equalities.join(' AND ')})` : '';
  return [`UPDATE ${table} SET ${sets.join(', ')} FROM ${stageTable} AS s WHERE ${where}${differs}`];
}

function guardKey({ copy }: ApplyPlan, keys: readonly ColumnForm[]): string {
  const parts = keys.flatMap(({ name, value }) =>
    copy.columns[name] === 'string' ? [value, `LENGTH(${value})`] : [value],
  );
  const twice = `(SELECT 1 AS one FROM ${stageTable} AS s GROUP BY ${parts.join(', ')} HAVING COUNT(*) > 1) AS twice`;
  return guardSql('COUNT(*) = 0', twice, notUnique(copy.key, copy.dataset));
}

function insertSql(table: string, forms: readonly ColumnForm[]): string {
  const [names, values] = [forms.map(({ name }) => identifier(name)), forms.map(({ value }) => value)];
  return `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${stageTable} AS s`;
}

function scopeOf({ copy: { partition, destination }, run: { scope } }: ApplyPlan): string {
  if (scope === 'all' || partition === undefined) return '1 = 1';
  const column = `${inSchema(destination, destination.table)}.${identifier(partition.column)}`;
  const moment = (at: Date) => literal(momentText(at, partition.type));
  const ranges = rangesOf(scope).map(({ from, to }) => `(${column} >= ${moment(from)} AND ${column} < ${moment(to)})`);
  return ranges.length === 0 ? '1 = 0' : `(${ranges.join(' OR ')})`;
}
