import { identifier } from '@tributary/shared/sql.ts';
import { DatabaseError } from '../load-errors.ts';
import { type Session, scopeOf } from '../plan.ts';
import { fill } from './fill.ts';
import { inSchema, stageTable } from './names.ts';
import { addColumns, type Plan, type TableColumn } from './tables.ts';

/** Rows of the scope that are gone are deleted, those that differ updated, new ones inserted. */
export async function upsertRows(session: Session, plan: Plan): Promise<number> {
  const { destination } = plan.copy;
  const table = inSchema(destination, destination.table);
  const columns = await addColumns(session, plan, destination.table);
  await session.run(`CREATE TEMP TABLE ${stageTable} (LIKE ${table} INCLUDING DEFAULTS) ON COMMIT DROP`);
  const rows = await fill(session, plan, stageTable, columns);
  await session.run(`ANALYZE ${stageTable}`);
  await requireUnique(session, plan);
  await replaceRows(session, plan, columns);
  return rows;
}

async function requireUnique(session: Session, { copy }: Plan): Promise<void> {
  const keys = copy.key.map(identifier).join(', ');
  const found = await session.run(`SELECT 1 FROM ${stageTable} GROUP BY ${keys} HAVING count(*) > 1 LIMIT 1`);
  if (found.length > 0)
    throw new DatabaseError(
      `The unique_key (${copy.key.join(', ')}) of ${copy.dataset} is not unique: several rows have the same`,
      false,
    );
}

async function replaceRows(session: Session, plan: Plan, columns: readonly TableColumn[]): Promise<void> {
  const { key, destination } = plan.copy;
  const table = inSchema(destination, destination.table);
  const scope = scopeOf(
    plan,
    (name) => `t.${identifier(name)}`,
    (at) => `$${at + 1}`,
  );
  const same = key.map(sameKey).join(' AND ');
  const names = columns.map(({ name }) => name);
  const others = names.filter((name) => !key.includes(name));
  await session.run(
    `DELETE FROM ${table} AS t WHERE ${scope.sql} AND NOT EXISTS (SELECT 1 FROM ${stageTable} AS s WHERE ${same})`,
    scope.values,
  );
  if (others.length > 0) {
    const sets = others.map((name) => `${identifier(name)} = s.${identifier(name)}`).join(', ');
    const differ = others.map((name) => `t.${identifier(name)}::text IS DISTINCT FROM s.${identifier(name)}::text`);
    await session.run(
      `UPDATE ${table} AS t SET ${sets} FROM ${stageTable} AS s WHERE ${same} AND ${scope.sql} AND (${differ.join(' OR ')})`,
      scope.values,
    );
  }
  const list = names.map(identifier).join(', ');
  await session.run(
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM ${stageTable} AS s WHERE NOT EXISTS (SELECT 1 FROM ${table} AS t WHERE ${same} AND ${scope.sql})`,
    scope.values,
  );
}

/** NULL is a key like any other; IS NOT DISTINCT FROM would compare each row with each, as it cannot be hashed. */
function sameKey(name: string): string {
  const text = (alias: string) => `coalesce('=' || ${alias}.${identifier(name)}::text, '')`;
  return `${text('t')} = ${text('s')}`;
}
