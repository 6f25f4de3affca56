import * as z from 'zod';
import { type Book, verdict } from '../../core/verdict.ts';
import type { Loaded, LoadPlan, Session } from '../plan.ts';
import { openBook, readBook, writeBook } from './book.ts';
import { fill } from './fill.ts';
import { lock } from './lock.ts';
import { quoted } from './names.ts';
import { addColumns, columnsOf, createTable } from './tables.ts';

/**
 * Fills a new table and has it take the old one's place. MySQL ends a transaction at each RENAME, so that the new table brings its version along,
 * in its comment: rows and version change in one step, and the row that says so follows.
 */
export async function swapMysql(session: Session, plan: LoadPlan): Promise<Loaded> {
  const { table } = plan.copy.destination;
  const [fresh, old] = [`_lake_new_${table}`, `_lake_old_${table}`];
  await lock(session, table);
  const isThere = (await columnsOf(session, table)).length > 0;
  await openBook(session, plan, isThere);
  const book = isThere ? ((await commentOf(session, table)) ?? (await readBook(session, plan))) : undefined;
  const isNeeded = verdict(plan.run, book) !== 'there';
  const rows = isNeeded ? await replaceTable(session, plan, { table, fresh, old, isThere }) : 0;
  if (isNeeded || book?.run === plan.run.id) await writeBook(session, plan);
  for (const left of [fresh, old]) await session.run(`DROP TABLE IF EXISTS ${quoted(left)}`);
  return { rows };
}

type Names = { readonly table: string; readonly fresh: string; readonly old: string; readonly isThere: boolean };

async function replaceTable(session: Session, plan: LoadPlan, { table, fresh, old, isThere }: Names): Promise<number> {
  for (const left of [fresh, old]) await session.run(`DROP TABLE IF EXISTS ${quoted(left)}`);
  // The types and indexes that somebody has given it stay.
  if (isThere) await session.run(`CREATE TABLE ${quoted(fresh)} LIKE ${quoted(table)}`);
  else await createTable(session, plan, fresh);
  await addColumns(session, plan, fresh);
  // Of our own making: names, numbers and ids, without a quote.
  await session.run(`ALTER TABLE ${quoted(fresh)} COMMENT = '${commentText(plan)}'`);
  await session.run('START TRANSACTION');
  const rows = await fill(session, plan, quoted(fresh));
  await session.run('COMMIT');
  const away = isThere ? `${quoted(table)} TO ${quoted(old)}, ` : '';
  await session.run(`RENAME TABLE ${away}${quoted(fresh)} TO ${quoted(table)}`);
  return rows;
}

const comment = z.object({
  lineage: z.string(),
  sequence: z.number(),
  committedAt: z.number(),
  run: z.string(),
  number: z.number(),
});

function commentText({ run: { id: run, number, version } }: LoadPlan): string {
  const { lineage, sequence, committedAt } = version;
  const text = JSON.stringify(comment.parse({ lineage, sequence, committedAt, run, number }));
  if (/['\\]/.test(text)) throw new Error(`Not an id: ${text}`);
  return text;
}

async function commentOf(session: Session, table: string): Promise<Book | undefined> {
  const sql =
    'SELECT TABLE_COMMENT AS text FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?';
  const [row] = await session.run(sql, [table]);
  const { text } = z.object({ text: z.string() }).parse(row);
  return text.startsWith('{') ? comment.safeParse(JSON.parse(text)).data : undefined;
}
