import { identifier } from '@tributary/shared/sql.ts';
import * as z from 'zod';
import { postgresqlType } from '../../core/column-types.ts';
import type { LoadPlan, Session } from '../plan.ts';
import { inSchema, type PostgresqlDestination } from './names.ts';

export type Plan = LoadPlan<PostgresqlDestination>;

/** A column of a table that is there; the type as PostgreSQL writes it. */
export type TableColumn = { readonly name: string; readonly type: string };

const column = z.object({ name: z.string(), type: z.string() });

/** The columns of a table, given by its quoted name; none where there is none. */
async function columnsOf(session: Session, table: string): Promise<readonly TableColumn[]> {
  const rows = await session.run(
    'SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped',
    [table],
  );
  return z.array(column).parse(rows);
}

export async function isThere(session: Session, table: string): Promise<boolean> {
  return (await columnsOf(session, table)).length > 0;
}

/** Makes a table of a copy's columns, with an index of the partitions. */
export async function createTable(session: Session, { copy }: Plan, table: string): Promise<void> {
  const parts = Object.entries(copy.columns).map(([name, type]) => `${identifier(name)} ${postgresqlType(type)}`);
  await session.run(`CREATE TABLE ${inSchema(copy.destination, table)} (${parts.join(', ')})`);
  const { partition } = copy;
  if (partition !== undefined && copy.columns[partition.column] !== undefined)
    await session.run(`CREATE INDEX ON ${inSchema(copy.destination, table)} (${identifier(partition.column)})`);
}

/** Gives a table the columns of a copy that it has not; those that it has stay as they are. Gives those of the copy. */
export async function addColumns(session: Session, { copy }: Plan, table: string): Promise<readonly TableColumn[]> {
  const name = inSchema(copy.destination, table);
  const there = await columnsOf(session, name);
  const missing = Object.entries(copy.columns).filter(([each]) => !there.some((one) => one.name === each));
  for (const [each, type] of missing)
    await session.run(`ALTER TABLE ${name} ADD COLUMN ${identifier(each)} ${postgresqlType(type)}`);
  const now = missing.length === 0 ? there : await columnsOf(session, name);
  return now.filter((one) => copy.columns[one.name] !== undefined);
}
