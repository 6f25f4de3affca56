import type { LakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import * as z from 'zod';

/** How far a table is whose types are made anew. */
const state = z.object({
  generation: z.number().int().min(2),
  /** When it was begun (epoch ms): what lands later is looked for once more. */
  startedAt: z.number(),
  /** Types that were asked for, by column. */
  columns: z.record(z.string(), z.string()),
  /** Of the files read so far, */
  evidence: z.string(),
  /** which are those up to this key. */
  gatheredTo: z.string().optional(),
});
export type RetypeState = z.infer<typeof state>;

export type States = {
  /** That of the request that came last. */
  readonly read: (table: string) => Promise<RetypeState | undefined>;
  /** Keeps the first of a generation; false where another request has begun it. */
  readonly begin: (table: string, state: RetypeState) => Promise<boolean>;
  readonly write: (table: string, state: RetypeState) => Promise<void>;
};

/** They lie in the lake bucket, `retypes/<table>/<generation>.json`. */
export function createStates(lake: Pick<LakeObjects, 'list' | 'readText' | 'write' | 'writeNew'>): States {
  const keyOf = (table: string, { generation }: RetypeState) => `${statesOf(table)}${generation}.json`;
  return {
    async read(table) {
      const keys = await lake.list(statesOf(table));
      const [newest] = keys.toSorted((one, other) => generationIn(other) - generationIn(one));
      return newest === undefined ? undefined : state.parse(JSON.parse(await lake.readText(newest)));
    },
    begin: (table, written) => lake.writeNew(keyOf(table, written), bodyOf(written), 'application/json'),
    write: (table, written) => lake.write(keyOf(table, written), bodyOf(written), 'application/json'),
  };
}

/** The folder of a table's. */
export function statesOf(table: string): string {
  return `retypes/${table}/`;
}

function generationIn(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf('/') + 1), 10);
}

function bodyOf(written: RetypeState): Buffer {
  return Buffer.from(JSON.stringify(written));
}
