import * as z from 'zod';
import type { Book } from '../../core/verdict.ts';
import type { LoadPlan, Session } from '../plan.ts';
import { bookTable } from './names.ts';

const create = `CREATE TABLE IF NOT EXISTS ${bookTable} (
  table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  dataset VARCHAR(255) NOT NULL,
  lineage VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  snapshot VARCHAR(32) NOT NULL,
  committed_at DATETIME(3) NOT NULL,
  run VARCHAR(64) NOT NULL,
  run_number BIGINT NOT NULL,
  loaded_at DATETIME(3) NOT NULL
) ENGINE = InnoDB`;

// A row that is there can be locked.
const none = `INSERT IGNORE INTO ${bookTable} VALUES (?, ?, '', -1, '', '1970-01-01 00:00:00', '', -1, '1970-01-01 00:00:00')`;

/** Has the table's row be there, which says nothing of a table that is not; not in a transaction, as MySQL ends one at each CREATE. */
export async function openBook(session: Session, { copy }: LoadPlan, isThere: boolean): Promise<void> {
  await session.run(create);
  if (!isThere) await session.run(`DELETE FROM ${bookTable} WHERE table_name = ?`, [copy.destination.table]);
  await session.run(none, [copy.destination.table, copy.dataset]);
}

const row = z.object({
  lineage: z.string(),
  version: z.coerce.number(),
  committed_at: z.string(),
  run: z.string(),
  run_number: z.coerce.number(),
});

/** What the row says; it stays locked until the transaction ends. */
export async function readBook(session: Session, { copy }: LoadPlan): Promise<Book | undefined> {
  const sql = `SELECT lineage, version, committed_at, run, run_number FROM ${bookTable} WHERE table_name = ? FOR UPDATE`;
  const [found] = z.array(row).parse(await session.run(sql, [copy.destination.table]));
  if (found === undefined || found.run === '') return undefined;
  const { lineage, version: sequence, run, run_number: number } = found;
  return { lineage, sequence, committedAt: Date.parse(`${found.committed_at.replace(' ', 'T')}Z`), run, number };
}

const update = `UPDATE ${bookTable} SET dataset = ?, lineage = ?, version = ?, snapshot = ?, committed_at = ?, run = ?, run_number = ?, loaded_at = UTC_TIMESTAMP(3) WHERE table_name = ?`;

export async function writeBook(session: Session, { copy, run }: LoadPlan): Promise<void> {
  const { lineage, sequence, snapshot, committedAt } = run.version;
  const at = new Date(committedAt).toISOString().slice(0, 23).replace('T', ' ');
  const values = [copy.dataset, lineage, String(sequence), snapshot, at, run.id, String(run.number)];
  await session.run(update, [...values, copy.destination.table]);
}
