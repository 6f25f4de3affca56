import * as z from 'zod';
import { answer, position, work } from '../../core/request.ts';
import type { Buckets } from './buckets.ts';

/** What has been done under a run's name: `replay/runs/<run>.json` of the raw bucket. */
const entry = answer.pick({ counts: true, reasons: true }).extend({
  run: z.string(),
  work,
  /** Where an interrupted run goes on. */
  position: position.optional(),
  startedAt: z.string(),
  updatedAt: z.string(),
  doneAt: z.string().optional(),
});

export type LedgerEntry = z.infer<typeof entry>;

export type Ledger = {
  readonly find: (run: string) => Promise<LedgerEntry | undefined>;
  readonly keep: (entry: LedgerEntry) => Promise<void>;
};

/** The ledger in the raw bucket; a step that does not get to write it is done again, which does no harm. */
export function createLedger({ readRaw, writeRaw }: Pick<Buckets, 'readRaw' | 'writeRaw'>): Ledger {
  const keyOf = (run: string) => `replay/runs/${run}.json`;
  return {
    async find(run) {
      const text = await readRaw(keyOf(run));
      return text === undefined ? undefined : entry.parse(JSON.parse(text));
    },
    keep: (kept) => writeRaw(keyOf(kept.run), Buffer.from(`${JSON.stringify(kept, null, 1)}\n`)),
  };
}
