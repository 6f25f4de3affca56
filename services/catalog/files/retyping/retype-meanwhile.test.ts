import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRetypeForTests } from './retype-for-tests.ts';

const folder = 'raw/files/shop/orders/';
const name = 'shop_orders';
const enough = () => 300_000;
const lineOf = (record: object) => JSON.stringify(record);

type Lake = ReturnType<typeof createRetypeForTests>;

async function landAll(lake: Lake, files: Readonly<Record<string, object>>): Promise<void> {
  for (const [file, record] of Object.entries(files)) {
    lake.put(`${folder}year=2026/${file}.json`, lineOf(record), lake.clock.now);
    await lake.convert(`${folder}year=2026/${file}.json`);
  }
  await lake.register(name);
}

async function retyped(lake: Lake, columns: Readonly<Record<string, string>> = {}) {
  lake.queue.push(JSON.stringify({ table: name, columns }));
  await lake.work();
  return lake.read(name);
}

async function createTwo(options?: Parameters<typeof createRetypeForTests>[0]): Promise<Lake> {
  const lake = createRetypeForTests(options);
  await landAll(lake, { a: { id: 1 }, b: { id: 'x' } });
  return lake;
}

describe('while a table is retyped', () => {
  test('what lands between any two calls is in the new table in the end, once', async () => {
    for (let at = 0, isReached = true; isReached; at += 1) {
      let calls = Number.NEGATIVE_INFINITY;
      let isLanding = false;
      const lake: Lake = createRetypeForTests({
        async between() {
          calls += 1;
          if (calls !== at || isLanding) return;
          isLanding = true;
          await landAll(lake, { late: { id: 7, late: 'yes' } });
        },
      });
      await landAll(lake, { a: { id: 1 }, b: { id: 'x' } });
      lake.clock.now += 3_600_000;
      calls = -1;
      lake.queue.push(JSON.stringify({ table: name }));
      await lake.work();
      isReached = isLanding;
      if (!isReached) break;
      isLanding = true;
      await lake.register(name);
      const { columns, rows } = await lake.read(name);
      expect(rows, `landed at ${at}`).toEqual([
        '["2026"] [["id","1"]]',
        '["2026"] [["id","7"],["late","yes"]]',
        '["2026"] [["id","x"]]',
      ]);
      expect(columns[0]).toBe('id string');
      expect([...lake.glue.tables.keys()], `landed at ${at}`).toEqual([`lake.${name}`]);
    }
  }, 120_000);

  test('steps that come twice, or late, change nothing', async () => {
    const steps: string[] = [];
    const lake = await createTwo();
    lake.queue.push(JSON.stringify({ table: name }));
    for (let step = lake.queue.shift(); step !== undefined; step = lake.queue.shift()) {
      steps.push(step);
      await lake.retype(JSON.parse(step), enough);
    }
    const end = await lake.read(name);
    const objects = new Map(lake.lake.objects);
    expect(steps.map((step) => JSON.parse(step).step)).toEqual([
      undefined,
      'gather',
      'convert',
      'convert',
      'swap',
      'clean',
    ]);
    for (const step of steps.slice(1)) await lake.retype(JSON.parse(step), enough);
    await lake.work();
    expect(await lake.read(name)).toEqual(end);
    expect([...lake.glue.tables.keys()]).toEqual([`lake.${name}`]);
    expect(lake.lake.objects).toEqual(objects);
  });

  test('each step goes on where time was short, and counts nothing twice', async () => {
    const create = async () => {
      const lake = createRetypeForTests({ segment: { bytes: 1e6, records: 1 } });
      const files = Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [`f${at + 10}`, { id: at, x: at % 2 ? 'a' : [1] }]),
      );
      await landAll(lake, files);
      lake.put(`${folder}year=2026/g.json`, [1, 2, 3].map((id) => lineOf({ id, x: {} })).join('\n'));
      await lake.convert(`${folder}year=2026/g.json`);
      lake.queue.push(JSON.stringify({ table: name }));
      return lake;
    };
    const [hasty, calm] = [await create(), await create()];
    await hasty.work(() => 0);
    await calm.work();
    expect(await hasty.read(name)).toEqual(await calm.read(name));
    expect((await calm.read(name)).rows).toHaveLength(43);
    // A step that comes once more reads what it has not gathered.
    const twice = await create();
    await twice.retype(JSON.parse(twice.queue.shift() ?? ''), enough);
    const gather = JSON.parse(twice.queue.shift() ?? '');
    await twice.retype(gather, () => 0);
    expect(twice.counts.footers).toBe(16);
    await twice.retype(gather, () => 0);
    expect(twice.counts.footers).toBe(32);
    await twice.retype(gather, enough);
    expect(twice.counts.footers).toBe(41);
  });

  test('a second request begins anew, and what the first asked for is asked for still', async () => {
    for (const done of [1, 2, 3, 4]) {
      const lake = await createTwo();
      await landAll(lake, { c: { id: 1, other: 5 } });
      lake.queue.push(JSON.stringify({ table: name, columns: { id: 'double' } }));
      for (let step = 0; step < done; step += 1) await lake.retype(JSON.parse(lake.queue.shift() ?? ''), enough);
      const { columns } = await retyped(lake, { other: 'string' });
      expect(columns, `${done}`).toEqual(['id double', 'other string', '_rescued_data map<string,string>']);
      expect([...lake.glue.tables.keys()]).toEqual([`lake.${name}`]);
      expect(
        [...lake.lake.objects.keys()].filter((key) => key.startsWith('lake/')).every((key) => key.includes('/3/')),
      ).toBe(true);
    }
  });

  test('nothing is removed before readers see the new rows, nor before those who read have had time', async () => {
    const lake = await createTwo();
    await lake.deps.states.write(name, { generation: 2, startedAt: 0, columns: {}, evidence: '{}' });
    const count = lake.lake.objects.size;
    await lake.retype({ step: 'clean', table: name, generation: 2, notBefore: 0 }, enough);
    expect(lake.lake.objects.size).toBe(count);
    await expect(lake.retype({ step: 'swap', table: name, generation: 2, since: 0 }, enough)).rejects.toThrow(
      'shop_orders__2 is gone: ask for shop_orders to be retyped once more',
    );
    await lake.retype({ step: 'clean', table: name, generation: 2, notBefore: lake.clock.now + 1 }, enough);
    expect(lake.queue).toHaveLength(1);
  });
});

describe('a table that was retyped', () => {
  test('has the comments, names and types that a hand has given', async () => {
    const lake = await createTwo();
    await landAll(lake, { c: { id: 2, total: 1 } });
    const kept = lake.glue.tables.get(`lake.${name}`);
    const [id, rescued] = kept?.input.StorageDescriptor?.Columns ?? [];
    if (kept !== undefined)
      kept.input = {
        ...kept.input,
        Description: 'ours',
        StorageDescriptor: {
          ...kept.input.StorageDescriptor,
          Columns: [
            { ...id, Name: 'id', Comment: 'theirs' },
            { ...rescued, Name: '_rescued_data' },
            { Name: 'amount', Type: 'double', Comment: 'EUR' },
          ],
        },
      };
    for (let time = 0; time < 2; time += 1) {
      await retyped(lake);
      expect(lake.glue.tables.get(`lake.${name}`)?.input).toMatchObject({
        Description: 'ours',
        TableType: 'EXTERNAL_TABLE',
        StorageDescriptor: {
          Location: `s3://lake-bucket/lake/${name}/${time + 2}/`,
          Columns: [
            { Name: 'id', Type: 'string', Comment: 'theirs' },
            { Name: 'amount', Type: 'double', Comment: 'EUR' },
            { Name: '_rescued_data' },
          ],
        },
      });
      expect(lake.glue.tables.get(`lake.${name}`)?.input.Parameters).not.toHaveProperty('presto_view');
    }
  });

  test('has the types that were asked for, from then on', async () => {
    const lake = await createTwo();
    const pinned = await retyped(lake, { id: 'bigint' });
    expect(pinned.rows).toEqual(['["2026"] [["_rescued_data",{"id":"x"}]]', '["2026"] [["id","1"]]']);
    expect((await retyped(lake)).columns[0]).toBe('id bigint');
    await retyped(lake, { id: 'date' });
    expect((await lake.read(name)).columns[0]).toBe('id date');
  });

  test('is none, where there is no such table, column or type', async () => {
    const lake = await createTwo();
    await retyped(lake, { none: 'bigint' });
    await retyped(lake, { id: 'bigger' });
    await lake.retype({ table: 'another' }, enough);
    expect(lake.warned).toHaveLength(3);
    expect((await lake.read(name)).columns[0]).toBe('id bigint');
  });

  test('does not depend on the order in which its files landed', async () => {
    const cell = fc.constantFrom<unknown>(
      1,
      -2.5,
      'x',
      '2026-01-01',
      true,
      null,
      [1],
      ['a'],
      { k: 1 },
      { K: 'a', l: 2 },
      [{ a: 1 }],
      1e21,
    );
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'A', 'b b', 'c'), cell, { maxKeys: 4 });
    const files = fc.array(fc.array(record, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        files.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length })),
        ),
        async ([all, order]) => {
          const landedIn = async (places: Iterable<number>) => {
            const lake = createRetypeForTests();
            for (const at of places) {
              const key = `${folder}year=2026/${at}.json`;
              lake.put(key, (all[at] ?? []).map(lineOf).join('\n'));
              await lake.convert(key);
            }
            await lake.register(name);
            return retyped(lake);
          };
          expect(await landedIn(order)).toEqual(await landedIn(all.keys()));
        },
      ),
      { numRuns: 30 },
    );
  }, 60_000);
});
