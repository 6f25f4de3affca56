import type { LoadPlan, Session } from '../plan.ts';
import { batchesOf, type Row } from '../rows.ts';
import { quoted } from './names.ts';

// A statement has at most 65,535 bound values, and the smallest default of max_allowed_packet is 4 MB, of 4 bytes a character.
const maxValues = 60_000;
const maxRows = 500;
const maxCharacters = 500_000;

/** Writes the plan's rows into a table, given by its quoted name; gives how many they were. */
export async function fill(session: Session, { copy, rows }: LoadPlan, into: string): Promise<number> {
  const names = Object.keys(copy.columns);
  const types = Object.values(copy.columns);
  const head = `INSERT INTO ${into} (${names.map(quoted).join(', ')}) VALUES`;
  const one = `(${names.map(() => '?').join(', ')})`;
  const limits = { maxRows: Math.max(1, Math.min(maxRows, Math.floor(maxValues / names.length))), maxCharacters };
  let written = 0;
  for await (const batch of batchesOf(rows(), limits)) {
    await session.run(
      `${head} ${batch.map(() => one).join(', ')}`,
      batch.flatMap((row) => valuesOf(row, types)),
    );
    written += batch.length;
  }
  return written;
}

function valuesOf(row: Row, types: readonly string[]): Row {
  return row.map((value, at) => (value === null ? null : asMysql(value, types[at])));
}

/** MySQL has no number that is none, and none without end: they are NULL there. */
function asMysql(value: string, type: string | undefined): string | null {
  if (type === 'boolean') return value === 'true' ? '1' : '0';
  return type === 'double' && /^(NaN|[+-]?Infinity)$/.test(value) ? null : value;
}
