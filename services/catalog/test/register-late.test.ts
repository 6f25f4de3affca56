import { expect, test } from 'vitest';
import { createRetypeForTests } from '../files/retyping/retype-for-tests.ts';
import { createRegisterOn } from './register-on.ts';

const name = 'shop_orders';
const folder = 'raw/files/shop/orders/';

/** Registers a file of a day that is new; between two calls of it the table is made again, with all that comes of it. Whether there were so many calls. */
async function registerLate(at: number, isRegisteredFirst: boolean): Promise<boolean> {
  let calls = Number.NEGATIVE_INFINITY;
  let meanwhile = async () => undefined;
  const lake = createRetypeForTests({
    async between() {
      calls += 1;
      if (calls !== at) return;
      calls = Number.NEGATIVE_INFINITY;
      await meanwhile();
    },
  });
  const register = createRegisterOn(lake);
  const land = async (key: string, record: object) => {
    lake.put(`${folder}${key}`, JSON.stringify(record), lake.clock.now);
    await lake.convert(`${folder}${key}`);
  };
  const filesFrom = (first: number) => lake.lake.created.slice(first).filter((key) => key.endsWith('.parquet'));
  await land('year=2026/a.json', { id: 1 });
  await land('year=2026/b.json', { id: 'x' });
  for (const key of filesFrom(0)) await register(key);
  lake.queue.push(JSON.stringify({ table: name }));
  while (!lake.queue.some((step) => step.includes('swap')))
    await lake.retype(JSON.parse(lake.queue.shift() ?? ''), () => 300_000);
  const before = lake.lake.created.length;
  await land('year=2028/late.json', { id: 7 });
  const [late = ''] = filesFrom(before);
  let isReached = false;
  meanwhile = async () => {
    isReached = true;
    const first = lake.lake.created.length;
    await lake.work();
    if (isRegisteredFirst) for (const key of filesFrom(first)) await register(key);
  };
  const second = lake.lake.created.length;
  calls = -1;
  // Its file may be gone by then; it comes again.
  await register(late).catch(() => register(late));
  calls = Number.NEGATIVE_INFINITY;
  if (!isReached) return false;
  for (const key of filesFrom(second)) await register(key);
  const { columns, rows } = await lake.read(name);
  expect([at, columns[0], rows]).toEqual([
    at,
    'id string',
    ['["2026"] [["id","1"]]', '["2026"] [["id","x"]]', '["2028"] [["id","7"]]'],
  ]);
  return true;
}

test.each([true, false])(
  'a file that is registered while its table is made again leaves no partition of what was before (new files registered by then: %s)',
  async (isRegisteredFirst) => {
    let at = 0;
    while (await registerLate(at, isRegisteredFirst)) at += 1;
    expect(at).toBeGreaterThan(4);
  },
);
