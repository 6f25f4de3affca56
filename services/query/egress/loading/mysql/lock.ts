import { createHash } from 'node:crypto';
import * as z from 'zod';
import { DatabaseError } from '../load-errors.ts';
import type { Session } from '../plan.ts';

const lockSeconds = 30;

/** One at a time per table: the lock goes with the connection. */
export async function lock(session: Session, table: string): Promise<void> {
  const [row] = await session.run('SELECT DATABASE() AS name');
  const { name } = z.object({ name: z.string() }).parse(row);
  const lockName = `lake_egress_${createHash('sha1').update(`${name}.${table}`).digest('hex')}`;
  const [got] = await session.run('SELECT GET_LOCK(?, ?) AS got', [lockName, lockSeconds]);
  if (z.object({ got: z.coerce.number() }).safeParse(got).data?.got !== 1)
    throw new DatabaseError(`Another load of ${table} is going on`, true);
}
