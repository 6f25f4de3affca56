import { expect, test } from 'vitest';
import { createRetypeForTests } from './retype-for-tests.ts';

test('a table whose files have shown too many names to tell apart is not retyped, and readers see what was there', async () => {
  const lake = createRetypeForTests();
  for (const [at, file] of ['a', 'b'].entries()) {
    const key = `raw/files/shop/orders/year=2026/${file}.json`;
    const record = Object.fromEntries(Array.from({ length: 2500 }, (_, each) => [`n${at * 2500 + each}`, 1]));
    lake.put(key, JSON.stringify(record));
    await lake.convert(key);
    await lake.register('shop_orders');
  }
  lake.queue.push(JSON.stringify({ table: 'shop_orders' }));
  await expect(lake.work()).rejects.toThrow(/more than 4000 names, which are no columns: .*tables\.yml/);
  expect([...lake.glue.tables.keys()]).toEqual(['lake.shop_orders']);
  expect((await lake.read('shop_orders')).rows).toHaveLength(2);
});
