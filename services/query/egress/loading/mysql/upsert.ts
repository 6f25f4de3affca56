import { verdict } from '../../core/verdict.ts';
import { NeedsAllError } from '../load-errors.ts';
import { type Loaded, type LoadPlan, type Session, scopeOf } from '../plan.ts';
import { openBook, readBook, writeBook } from './book.ts';
import { fill } from './fill.ts';
import { lock } from './lock.ts';
import { quoted, stageTable } from './names.ts';
import { addColumns, columnsOf, createTable, type TableColumn } from './tables.ts';
import { requireUnique } from './unique.ts';

/**
 * Has the table have exactly the published rows of the scope, in one transaction with the row that says so: rows that are gone are deleted, those
 * that differ updated, new ones inserted.
 */
export async function upsertMysql(session: Session, plan: LoadPlan): Promise<Loaded> {
  const { table } = plan.copy.destination;
  await lock(session, table);
  const isThere = (await columnsOf(session, table)).length > 0;
  await openBook(session, plan, isThere);
  if (!isThere) await createTable(session, plan, table);
  const columns = (await addColumns(session, plan, table)).filter(({ name }) => plan.copy.columns[name] !== undefined);
  await session.run(`DROP TEMPORARY TABLE IF EXISTS ${stageTable}`);
  await session.run(`CREATE TEMPORARY TABLE ${stageTable} LIKE ${quoted(table)}`);
  await session.run('START TRANSACTION');
  const next = verdict(plan.run, await readBook(session, plan));
  if (next === 'there') return { rows: 0 };
  if (next === 'needs all') throw new NeedsAllError(`${table} has not the version that the changes build upon`);
  const rows = await fill(session, plan, stageTable);
  await requireUnique(session, plan, columns);
  await replaceRows(session, plan, columns);
  await writeBook(session, plan);
  await session.run('COMMIT');
  return { rows };
}

async function replaceRows(session: Session, plan: LoadPlan, columns: readonly TableColumn[]): Promise<void> {
  const { key, destination } = plan.copy;
  const table = quoted(destination.table);
  const scope = scopeOf(
    plan,
    (name) => `t.${quoted(name)}`,
    () => '?',
  );
  const same = columns
    .filter(({ name }) => key.includes(name))
    .map(sameValue)
    .join(' AND ');
  const others = columns.filter(({ name }) => !key.includes(name));
  await session.run(
    `DELETE t FROM ${table} AS t WHERE ${scope.sql} AND NOT EXISTS (SELECT 1 FROM ${stageTable} AS s WHERE ${same})`,
    scope.values,
  );
  if (others.length > 0) {
    const sets = others.map(({ name }) => `t.${quoted(name)} = s.${quoted(name)}`).join(', ');
    const differ = others.map((column) => `NOT (${sameValue(column)})`).join(' OR ');
    await session.run(`UPDATE ${table} AS t JOIN ${stageTable} AS s ON ${same} SET ${sets} WHERE ${differ}`);
  }
  const names = columns.map(({ name }) => quoted(name));
  await session.run(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => `s.${name}`).join(', ')} FROM ${stageTable} AS s WHERE NOT EXISTS (SELECT 1 FROM ${table} AS t WHERE ${same})`,
  );
}

/** NULL is a value like any other; of texts, beside what an index finds, each byte. */
function sameValue({ name, isText }: TableColumn): string {
  const [t, s] = [`t.${quoted(name)}`, `s.${quoted(name)}`];
  const same = `${t} <=> ${s}`;
  return isText ? `${same} AND CAST(${t} AS BINARY) <=> CAST(${s} AS BINARY)` : same;
}
