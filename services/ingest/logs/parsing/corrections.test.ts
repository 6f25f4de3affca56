import { createMemoryLake, type MemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterOne,
  contentOf,
  correctionsOf,
  follow,
  isCorrection,
  isFile,
  killed,
  kinds,
  lines,
  objectOf,
  type Parse,
  parse,
  parseBy,
  type Rows,
  rowsOf,
  settingsName,
} from './corrections-for-tests.ts';

describe('an object that is parsed again', () => {
  test('becomes what the last parse makes of it, and corrections name exactly the files that differ', async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), parseBy, settingsName, async (all, members, first, other) => {
        const bytes = objectOf(all, members);
        const second = { ...first, with: other };
        const [lake, before] = [await afterOne(bytes, first), contentOf(await afterOne(bytes, first))];
        expect(correctionsOf(lake)).toEqual([]);
        await parse(lake, bytes, second);
        const after = contentOf(await afterOne(bytes, second));
        expect(contentOf(lake)).toEqual(after);
        const told = correctionsOf(lake);
        const [was, is] = [[...before.keys()].filter(isFile), [...after.keys()].filter(isFile)];
        expect(told.flatMap(({ removed }) => removed).toSorted()).toEqual(was.filter((key) => !after.has(key)));
        expect(told.flatMap(({ written }) => written).toSorted()).toEqual(
          is.filter((key) => before.get(key)?.equals(after.get(key) ?? Buffer.alloc(0)) !== true),
        );
        for (const { table, removed, written } of told) {
          for (const key of [...removed, ...written]) expect(key).toContain(`lake/${table}/`);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('any number of times, each killed anywhere, by any settings and cut anywhere, becomes what the last parse makes of it; who follows the events ends with its rows', async () => {
    const history = fc.array(fc.oneof(parseBy, killed), { maxLength: 4 });
    const delivery = fc.infiniteStream(fc.nat({ max: 1000 }));
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), history, parseBy, delivery, async (all, members, earlier, last, chance) => {
        const bytes = objectOf(all, members);
        const lake = createMemoryLake();
        const made: Rows = new Map();
        const pending: string[] = [];
        const deliver = async (count: number) => {
          for (let left = count; left > 0 && pending.length > 0; left -= 1) {
            const [key = ''] = pending.splice(Number(chance.next().value) % pending.length, 1);
            await follow(lake, made, key);
          }
        };
        for (const each of [...earlier, last]) {
          await parse(lake, bytes, each);
          pending.push(...lake.created.splice(0));
          await deliver(Number(chance.next().value) % 10);
        }
        await deliver(Number.POSITIVE_INFINITY);
        expect(contentOf(lake)).toEqual(contentOf(await afterOne(bytes, last)));
        expect(made).toEqual(await rowsOf(lake));
      }),
      { numRuns: 80 },
    );
  });

  const bytes = objectOf([kinds.request('50'), kinds.dated('10'), kinds.custom('20'), kinds.event(), 'garbage'], true);
  const plain: Parse = { with: 'utc', records: 1000 };

  test('by the same settings says nothing, and leaves nothing but what was there', async () => {
    const lake = await afterOne(bytes, plain);
    const before = contentOf(lake);
    await parse(lake, bytes, plain);
    expect(contentOf(lake)).toEqual(before);
    expect(correctionsOf(lake)).toEqual([]);
  });

  test('says of every file that it was replaced where the receipt is from before there were digests', async () => {
    const lake = await afterOne(bytes, plain);
    const [receiptKey = ''] = [...lake.objects.keys()].filter((key) => key.startsWith('receipts/'));
    const { digests, ...older } = JSON.parse(`${lake.objects.get(receiptKey)}`);
    expect(Object.values(digests)).toEqual(expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{64}$/)]));
    lake.objects.set(receiptKey, Buffer.from(`${JSON.stringify(older)}\n`));
    await parse(lake, bytes, plain);
    const files = [...lake.objects.keys()].filter(isFile).toSorted();
    expect(files.length).toBeGreaterThan(1);
    expect(
      correctionsOf(lake)
        .flatMap(({ written }) => written)
        .toSorted(),
    ).toEqual(files);
    expect(correctionsOf(lake).flatMap(({ removed }) => removed)).toEqual([]);
  });

  test('says of a record that is no reject any more that its hour has a file, and of one that is one that its hour has none', async () => {
    const only = objectOf([kinds.custom('20')], false);
    const lake = await afterOne(only, plain);
    await parse(lake, only, { ...plain, with: 'custom' });
    expect(correctionsOf(lake)).toMatchObject([
      { table: 'haproxy_requests', removed: [], written: [expect.stringContaining('/hour=15/')] },
    ]);
    await parse(lake, only, plain);
    expect(correctionsOf(lake)[1]).toMatchObject({ removed: [expect.stringContaining('/hour=15/')], written: [] });
    expect([...lake.objects.keys()].filter(isFile)).toEqual([]);
  });

  test('is told of when the new files are there and the old ones gone, and before the receipt is another', async () => {
    const memory = await afterOne(bytes, plain);
    const receipts = (of: MemoryLake) => [...of.objects].filter(([key]) => key.startsWith('receipts/'));
    const [before, after] = [receipts(memory), contentOf(await afterOne(bytes, { ...plain, with: 'berlin' }))];
    const seen: (readonly string[])[] = [];
    const lake: MemoryLake = {
      ...memory,
      async write(key, body, contentType) {
        await memory.write(key, body, contentType);
        if (!isCorrection(key)) return;
        expect(receipts(memory)).toEqual(before);
        seen.push([...memory.objects.keys()].filter(isFile).toSorted());
      },
    };
    await parse(lake, bytes, { ...plain, with: 'berlin' });
    expect(seen).toEqual(correctionsOf(lake).map(() => [...after.keys()].filter(isFile)));
    expect(seen.length).toBeGreaterThan(0);
  });

  test('while it is parsed by other settings fails, and then becomes what it becomes', async () => {
    for (const other of ['berlin', 'custom'] as const) {
      const memory = createMemoryLake();
      let begun = false;
      const lake: MemoryLake = {
        ...memory,
        async write(key, body, contentType) {
          await memory.write(key, body, contentType);
          if (begun) return;
          begun = true;
          await parse(memory, bytes, { ...plain, with: other });
        },
      };
      await expect(parse(lake, bytes, plain)).rejects.toThrow(/parsed once more/);
      await parse(lake, bytes, { ...plain, with: 'captures' });
      expect(contentOf(memory)).toEqual(contentOf(await afterOne(bytes, { ...plain, with: 'captures' })));
    }
  });

  test('removes nothing outside of what parse-logs writes, whatever a receipt says', async () => {
    const lake = await afterOne(bytes, plain);
    const [receiptKey = ''] = [...lake.objects.keys()].filter((key) => key.startsWith('receipts/'));
    const foreign = ['iceberg/x.parquet', 'receipts/b.json', 'lake/other/x.parquet', 'rejected/dev/x.json'];
    for (const key of foreign) lake.objects.set(key, Buffer.from('kept'));
    lake.objects.set(receiptKey, Buffer.from(JSON.stringify({ written: foreign })));
    await parse(lake, bytes, plain);
    expect(foreign.filter((key) => !lake.objects.has(key))).toEqual([]);
    expect(correctionsOf(lake).flatMap(({ removed }) => removed)).toEqual([]);
  });
});
