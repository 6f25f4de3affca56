import { verdict } from '../../core/verdict.ts';
import { NeedsAllError } from '../load-errors.ts';
import type { Loaded, Session } from '../plan.ts';
import { openBook, writeBook } from './book.ts';
import { inSchema } from './names.ts';
import { swapTable } from './swap.ts';
import { createTable, isThere, type Plan } from './tables.ts';
import { upsertRows } from './upsert.ts';

/** Has the table have exactly the published rows, in one transaction with the row that says so. */
export async function loadPostgresql(session: Session, plan: Plan): Promise<Loaded> {
  const { destination } = plan.copy;
  await session.run('BEGIN');
  await session.run("SET LOCAL lock_timeout = '60s'");
  await session.run("SET LOCAL timezone = 'UTC'");
  const book = await openBook(session, plan);
  const there = await isThere(session, inSchema(destination, destination.table));
  const next = verdict(plan.run, there ? book : undefined);
  if (next === 'there') return { rows: 0 };
  if (next === 'needs all')
    throw new NeedsAllError(`${destination.table} has not the version that the changes build upon`);
  if (!there) await createTable(session, plan, destination.table);
  const rows = await (destination.mode === 'swap' ? swapTable : upsertRows)(session, plan);
  await writeBook(session, plan);
  await session.run('COMMIT');
  return { rows };
}
