import { identifier } from '@tributary/shared/sql.ts';
import type { Session } from '../plan.ts';
import { batchesOf } from '../rows.ts';
import type { Plan, TableColumn } from './tables.ts';

const limits = { maxRows: 2_000, maxCharacters: 1_000_000 };

/** Writes the plan's rows into a table, given by its quoted name; gives how many they were. One bound array per column. */
export async function fill(
  session: Session,
  { copy, rows }: Plan,
  into: string,
  columns: readonly TableColumn[],
): Promise<number> {
  const names = Object.keys(copy.columns);
  const typeOf = new Map(columns.map(({ name, type }) => [name, type]));
  const casts = names.map((name) => `u.${identifier(name)}::${typeOf.get(name) ?? 'text'}`);
  const arrays = names.map((_, at) => `$${at + 1}::text[]`);
  const list = names.map(identifier).join(', ');
  const sql = `INSERT INTO ${into} (${list}) SELECT ${casts.join(', ')} FROM unnest(${arrays.join(', ')}) AS u(${list})`;
  let written = 0;
  for await (const batch of batchesOf(rows(), limits)) {
    await session.run(
      sql,
      names.map((_, at) => batch.map((row) => row[at] ?? null)),
    );
    written += batch.length;
  }
  return written;
}
