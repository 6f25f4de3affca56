import * as z from 'zod';
import type { JobStore } from '../job-store.ts';
import { noSlots } from '../slots.ts';
import type { JobsTable } from './table.ts';

export type SlotStore = Pick<JobStore, 'slots' | 'saveSlots'>;

const slotsItem = z
  .object({
    version: z.number(),
    running: z.record(z.string(), z.object({ run: z.string(), at: z.number() })),
    waiting: z.record(
      z.string(),
      z.object({ dueAt: z.number(), yields: z.boolean(), calledAt: z.number().optional() }),
    ),
  })
  .default(noSlots);

const key = { pk: 'slots', sk: 'slots' };

/** The slots as one item, of which each change is on top of the last. */
export function createSlotStore(table: JobsTable): SlotStore {
  return {
    slots: async () => slotsItem.parse(await table.get(key)),
    saveSlots: ({ version, running, waiting }) =>
      table.update(key, {
        update: 'SET version = :version, running = :running, waiting = :waiting',
        condition: version === 1 ? 'attribute_not_exists(version)' : 'version = :before',
        values: {
          ':version': version,
          ':running': running,
          ':waiting': waiting,
          ...(version === 1 ? {} : { ':before': version - 1 }),
        },
      }),
  };
}
