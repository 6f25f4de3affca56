import fc from 'fast-check';
import { expect } from 'vitest';
import { createRetypeForTests } from '../../retyping/retype-for-tests.ts';
import { expectTableOf } from './expect-table.ts';
import { sourceFiles } from './source-file.ts';
import type { SourceFile } from './source-keys.ts';

const folder = 'raw/files/shop/orders/year=2026/';
const name = 'shop_orders';

const keyOf = (at: number) => `${folder}${at}.file`;
const recordsOf = (files: readonly SourceFile[]) => files.flatMap(({ records }) => records);

type Lake = ReturnType<typeof createRetypeForTests>;

async function putAll(lake: Lake, files: readonly SourceFile[]): Promise<readonly string[]> {
  for (const [at, file] of files.entries()) lake.put(keyOf(at), await file.write());
  return files.map((_, at) => keyOf(at));
}

const segment = fc.constantFrom({ bytes: 40, records: 2 }, { bytes: 300, records: 100 }, { bytes: 1e6, records: 1e6 });

/** Files of any format that land at once, some twice, cut into segments, with little time or enough; then one is put again. */
export async function landAtOnce(numRuns: number): Promise<void> {
  const ways = fc.record({ segment, isHasty: fc.boolean(), isTwice: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      sourceFiles(1, 4),
      ways,
      fc.scheduler(),
      async (files, { segment, isHasty, isTwice }, scheduler) => {
        let isScheduled = false;
        const between = () => (isScheduled ? scheduler.schedule(Promise.resolve()) : Promise.resolve());
        const lake = createRetypeForTests({ between, segment });
        const keys = await putAll(lake, files);
        const convert = (key: string) => lake.convert(key, () => (isHasty ? 0 : 300_000));
        isScheduled = true;
        await scheduler.waitFor(Promise.allSettled([...keys, ...(isTwice ? keys : [])].map(convert)));
        isScheduled = false;
        // Who met another fails, and comes again.
        for (const key of keys) await convert(key);
        await expectTableOf(lake, name, recordsOf(files));
        lake.put(keyOf(0), '{"n":-1}');
        await convert(keyOf(0));
        await expectTableOf(lake, name, [{ n: -1 }, ...recordsOf(files.slice(1))]);
      },
    ),
    { numRuns },
  );
}

/** Files of any format land in some order and in another, the segments cut elsewhere; made again, both tables are the same. */
export async function retypeInAnyOrder(numRuns: number): Promise<void> {
  const landed = sourceFiles(2, 4).chain((files) =>
    fc.record({
      files: fc.constant(files),
      orders: fc.tuple(shuffled(files.length), shuffled(files.length)),
      segments: fc.tuple(segment, segment),
    }),
  );
  await fc.assert(
    fc.asyncProperty(landed, async ({ files, orders: [one, other], segments: [large, small] }) => {
      const retyped = async (order: readonly number[], segment: typeof large) => {
        const lake = createRetypeForTests({ segment });
        const keys = await putAll(lake, files);
        for (const at of order) await lake.convert(keys[at] ?? '');
        await lake.register(name);
        lake.queue.push(JSON.stringify({ table: name }));
        await lake.work();
        await expectTableOf(lake, name, recordsOf(files));
        return lake.read(name);
      };
      expect(await retyped(one, large)).toEqual(await retyped(other, small));
    }),
    { numRuns },
  );
}

const shuffled = (count: number) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, at) => at),
    { minLength: count },
  );
