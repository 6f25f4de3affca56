import { describe, expect, test } from 'vitest';
import { createRetypeForTests, Killed } from './retype-for-tests.ts';

const folder = 'raw/files/shop/orders/';
const lines = (...records: readonly object[]) => records.map((record) => JSON.stringify(record)).join('\n');

type Lake = ReturnType<typeof createRetypeForTests>;

/** A table of two days, in one of which a column of numbers has texts, which a first file made a column of numbers. */
async function land(lake: Lake): Promise<void> {
  lake.put(`${folder}year=2026/a.json`, lines({ id: 1, amount: 5 }, { id: 2, amount: 6 }));
  lake.put(`${folder}year=2027/b.json`, lines({ id: 3, amount: 'six' }, { id: 4, more: true }));
  lake.put(`${folder}year=a%2Fb/c.json`, lines({ id: 5, amount: '7' }));
  for (const key of lake.raw.keys()) await lake.convert(key);
  await lake.register('shop_orders');
}

const typesOf = async (lake: Lake) => (await lake.read('shop_orders')).columns;
const foldersOf = (lake: Lake) =>
  [...lake.lake.objects.keys()].map((key) => key.split('/').slice(0, -1).join('/')).toSorted();

describe('retype', () => {
  test('makes a table again with the types that all its files show, and nothing of what was before is left', async () => {
    const lake = createRetypeForTests();
    await land(lake);
    expect(await typesOf(lake)).toEqual([
      'id bigint',
      'amount bigint',
      '_rescued_data map<string,string>',
      'more boolean',
    ]);
    await lake.retype({ table: 'shop_orders' }, () => 300_000);
    await lake.work();
    const { columns, rows } = await lake.read('shop_orders');
    expect(columns).toEqual(['id bigint', 'amount string', 'more boolean', '_rescued_data map<string,string>']);
    expect(rows).toEqual([
      '["2026"] [["amount","5"],["id","1"]]',
      '["2026"] [["amount","6"],["id","2"]]',
      '["2027"] [["amount","six"],["id","3"]]',
      '["2027"] [["id","4"],["more",true]]',
      '["a/b"] [["amount","7"],["id","5"]]',
    ]);
    expect([...lake.glue.tables.keys()]).toEqual(['lake.shop_orders']);
    expect(lake.told).toEqual(['Table Updated']);
    expect(new Set(foldersOf(lake))).toEqual(
      new Set([
        ...['2026', '2027', 'a%2Fb'].map((year) => `lake/shop_orders/2/year=${year}`),
        ...['2026', '2027', 'a/b'].map((year) => `file-receipts/shop_orders/2/year=${year}`),
        'retypes/shop_orders',
      ]),
    );
  });

  test('killed between any two calls, and begun again, ends the same, and readers see what was before or what is then', async () => {
    let seen = new Set<string>();
    let kills = Number.POSITIVE_INFINITY;
    let isWatched = false;
    const create = () => {
      const lake: Lake = createRetypeForTests({
        async between() {
          if (!isWatched) return;
          if (kills-- === 0) throw new Killed();
          seen.add(JSON.stringify(await lake.read('shop_orders')));
        },
      });
      return lake;
    };
    const run = async (at: number) => {
      const lake = create();
      isWatched = false;
      await land(lake);
      seen = new Set();
      [kills, isWatched] = [at, true];
      lake.queue.push('{"table":"shop_orders"}');
      await lake.work();
      isWatched = false;
      return lake;
    };
    const whole = await run(Number.POSITIVE_INFINITY);
    const states = [...seen];
    expect(states).toHaveLength(2);
    const end = await whole.read('shop_orders');
    for (let at = 0; ; at += 1) {
      const lake = await run(at);
      expect([...seen], `killed at ${at}`).toEqual(states);
      expect(await lake.read('shop_orders')).toEqual(end);
      expect([...lake.glue.tables.keys()]).toEqual(['lake.shop_orders']);
      if (kills > 0) break;
      const left = foldersOf(lake).filter((each) => /^(lake|file-receipts)\/shop_orders\/year/.test(each));
      expect(left, `killed at ${at}`).toEqual([]);
    }
  }, 120_000);
});
