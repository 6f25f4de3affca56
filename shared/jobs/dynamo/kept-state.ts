import * as z from 'zod';
import type { JobsTable, Key } from './table.ts';

/** `revision` counts what was saved; 0 for nothing. */
export type Kept<T> = { readonly state: T; readonly revision: number };

const item = z.object({ state: z.string(), revision: z.number() });

/** Items of the jobs' table whose state is saved only over the one that was read; `read` is given undefined of what is not there. */
export function createKeptState<T>(table: Pick<JobsTable, 'get' | 'update'>, read: (stored: unknown) => T) {
  return {
    async read(key: Key): Promise<Kept<T>> {
      const found = await table.get(key);
      if (found === undefined) return { state: read(undefined), revision: 0 };
      const { state, revision } = item.parse(found);
      return { state: read(JSON.parse(state)), revision };
    },
    /** False where somebody has saved another state since. DynamoDB throws the item away at `expiresAt` (epoch seconds). */
    save: (key: Key, { revision }: Pick<Kept<T>, 'revision'>, next: T, expiresAt?: number): Promise<boolean> =>
      table.update(key, {
        update: `SET #state = :state, revision = :next${expiresAt === undefined ? '' : ', expiresAt = :expires'}`,
        names: { '#state': 'state' },
        condition: revision === 0 ? 'attribute_not_exists(revision)' : 'revision = :revision',
        values: {
          ':state': JSON.stringify(next),
          ':next': revision + 1,
          ...(revision === 0 ? {} : { ':revision': revision }),
          ...(expiresAt === undefined ? {} : { ':expires': expiresAt }),
        },
      }),
  };
}
