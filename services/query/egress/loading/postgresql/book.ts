import * as z from 'zod';
import type { Book } from '../../core/verdict.ts';
import type { Session } from '../plan.ts';
import { bookName, inSchema } from './names.ts';
import type { Plan } from './tables.ts';

const columns = `(
  table_name text PRIMARY KEY,
  dataset text NOT NULL,
  lineage text NOT NULL,
  version bigint NOT NULL,
  snapshot text NOT NULL,
  committed_at timestamptz NOT NULL,
  run text NOT NULL,
  run_number bigint NOT NULL,
  loaded_at timestamptz NOT NULL
)`;

const row = z.object({
  lineage: z.string(),
  version: z.coerce.number(),
  committed: z.coerce.number(),
  run: z.string(),
  run_number: z.coerce.number(),
});

/** What the book says of the table; until the transaction ends nobody else loads into the schema's tables of this name. */
export async function openBook(session: Session, { copy }: Plan): Promise<Book | undefined> {
  const { destination } = copy;
  const book = inSchema(destination, bookName);
  // One lock for the book, as two at once cannot make it; one for the table.
  await session.run('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', [
    'lake egress',
    inSchema(destination, destination.table),
  ]);
  const [there] = await session.run('SELECT 1 AS one WHERE to_regclass($1) IS NOT NULL', [book]);
  if (there === undefined) {
    await session.run('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', ['lake egress', book]);
    await session.run(`CREATE TABLE IF NOT EXISTS ${book} ${columns}`);
  }
  const found = await session.run(
    `SELECT lineage, version, round(extract(epoch FROM committed_at) * 1000) AS committed, run, run_number FROM ${book} WHERE table_name = $1 FOR UPDATE`,
    [destination.table],
  );
  const [read] = z.array(row).parse(found);
  if (read === undefined) return undefined;
  const { lineage, version: sequence, committed: committedAt, run, run_number: number } = read;
  return { lineage, sequence, committedAt, run, number };
}

export async function writeBook(session: Session, { copy, run }: Plan): Promise<void> {
  const { lineage, sequence, snapshot, committedAt } = run.version;
  const values = [
    ...[copy.destination.table, copy.dataset, lineage, String(sequence), snapshot],
    ...[new Date(committedAt).toISOString(), run.id, String(run.number)],
  ];
  await session.run(
    `INSERT INTO ${inSchema(copy.destination, bookName)} AS b VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())
ON CONFLICT (table_name) DO UPDATE SET dataset = excluded.dataset, lineage = excluded.lineage, version = excluded.version, snapshot = excluded.snapshot,
  committed_at = excluded.committed_at, run = excluded.run, run_number = excluded.run_number, loaded_at = excluded.loaded_at`,
    values,
  );
}
