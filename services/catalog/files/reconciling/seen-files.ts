import type { LakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import * as z from 'zod';

/** What the files that were last written before `until` (epoch ms) have shown: the next time they need not be read. */
const seen = z.object({
  generation: z.number(),
  until: z.number(),
  files: z.number(),
  rows: z.number(),
  rescued: z.number(),
  evidence: z.string(),
  types: z.record(z.string(), z.array(z.string()).readonly()),
});
export type Seen = z.infer<typeof seen>;

export type SeenFiles = {
  readonly read: (table: string) => Promise<Seen | undefined>;
  readonly write: (table: string, seen: Seen) => Promise<void>;
};

export function createSeenFiles(lake: Pick<LakeObjects, 'list' | 'readText' | 'write'>): SeenFiles {
  const keyOf = (table: string) => `reconciles/seen/${table}.json`;
  return {
    async read(table) {
      const key = keyOf(table);
      return (await lake.list(key)).includes(key) ? seen.parse(JSON.parse(await lake.readText(key))) : undefined;
    },
    write: (table, all) => lake.write(keyOf(table), Buffer.from(JSON.stringify(all)), 'application/json'),
  };
}
