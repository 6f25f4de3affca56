import { DatabaseError } from '../load-errors.ts';
import type { LoadPlan, Session } from '../plan.ts';
import { quoted, stageTable } from './names.ts';
import type { TableColumn } from './tables.ts';

/** Throws DatabaseError where the dataset's unique_key is not unique: its rows could not be told apart. */
export async function requireUnique(session: Session, plan: LoadPlan, columns: readonly TableColumn[]): Promise<void> {
  const keys = columns
    .filter(({ name }) => plan.copy.key.includes(name))
    .map(({ name, isText }) => (isText ? `CAST(${quoted(name)} AS BINARY)` : quoted(name)));
  const sql = `SELECT 1 FROM ${stageTable} GROUP BY ${keys.join(', ')} HAVING count(*) > 1 LIMIT 1`;
  if ((await session.run(sql)).length > 0)
    throw new DatabaseError(
      `The unique_key (${plan.copy.key.join(', ')}) of ${plan.copy.dataset} is not unique: several rows have the same`,
      false,
    );
}
