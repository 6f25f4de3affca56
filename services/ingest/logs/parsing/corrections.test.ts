import { gunzipSync, gzipSync } from 'node:zlib';
import { correction } from '@tributary/shared/corrections.ts';
import type { ReadFrom } from '@tributary/shared/objects/object-part.ts';
import type { SegmentLimits } from '@tributary/shared/objects/progress.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createMemoryLake, KilledError, type MemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import { memoryObject } from '@tributary/shared/objects/testing/memory-object.ts';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { createLineReaders } from '../core/haproxy/line-readers.ts';
import { readSettings } from '../core/haproxy/settings.ts';
import { createParseLogs } from './parse-logs.ts';

const source = { bucket: 'raw', key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/object' };

const kinds = {
  /** A request, dated in HAProxy's zone. */
  request: (minute: string) =>
    `192.0.2.7:41000 [20/Nov/2026:13:${minute}:17.851] www app/a1 0/0/1/2/3 200 120 - - {shop} ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"`,
  /** A request dated with its zone. */
  dated: (minute: string) =>
    `192.0.2.7 - - [20/Nov/2026:14:${minute}:17 +0000] "GET / HTTP/1.1" 200 120 "" "" 41000 851 "www" "app" "a1" 0 0 1 2 3 ---- 1 1 0 0 0 0 0 "" ""`,
  event: () =>
    'Server app/a1 is DOWN, reason: Layer4 timeout, check duration: 2001ms. 0 active and 0 backup servers left.',
  garbage: (minute: string) => `this is no line ${minute}`,
  /** What is a line to who knows the format of its frontend. */
  custom: (minute: string) => `10.0.0.1 [20/Nov/2026:15:${minute}:17 +0000] 17 www "GET / HTTP/1.1" 200`,
};

const line = fc
  .tuple(fc.constantFrom(...Object.values(kinds)), fc.nat({ max: 59 }))
  .map(([kind, minute]) => kind(`${minute}`.padStart(2, '0')));

/** Settings and limits with which an object is parsed. */
const settings = {
  utc: {},
  berlin: { timeZone: 'Europe/Berlin' },
  kolkata: { timeZone: 'Asia/Kolkata' },
  captures: { frontends: { www: { request: ['host'] } } },
  custom: { logFormat: '%ci [%trg] %ms %f "%HM %HU %HV" %ST' },
} as const;
const readersOf = (name: keyof typeof settings) => createLineReaders(readSettings(settings[name]));
const readers = {
  utc: readersOf('utc'),
  berlin: readersOf('berlin'),
  kolkata: readersOf('kolkata'),
  captures: readersOf('captures'),
  custom: readersOf('custom'),
};
const salvage = createSalvage();

type Parse = {
  readonly with: keyof typeof settings;
  readonly records: number;
  readonly killAfter?: number | undefined;
};

const settingsName = fc.constantFrom<(keyof typeof settings)[]>('utc', 'berlin', 'kolkata', 'captures', 'custom');
const parseBy = fc.record<Parse>({ with: settingsName, records: fc.constantFrom(2, 3, 1000) });
const killed = fc.record<Parse>({
  with: settingsName,
  records: fc.constantFrom(2, 3, 1000),
  killAfter: fc.nat({ max: 40 }),
});

function objectOf(lines: readonly string[], members: boolean): Buffer {
  if (!members) return Buffer.from(`${lines.join('\n')}\n`);
  const envelopes = lines.map((message, at) => {
    const logEvents = [{ id: `${at}`.padStart(56, '0'), timestamp: 1_795_182_617_000 + at, message }];
    const from = { owner: '1', logGroup: 'g', logStream: 's', subscriptionFilters: ['f'] };
    return gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', ...from, logEvents }));
  });
  return Buffer.concat(envelopes);
}

/** Parses the object, segment by segment in invocations of their own; a killed one is not begun again. */
async function parse(lake: MemoryLake, bytes: Buffer, { with: name, records, killAfter }: Parse): Promise<void> {
  const segment: SegmentLimits = { bytes: 1_000_000, records };
  const parseLogs = createParseLogs({
    readers: readers[name],
    salvage,
    lake,
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/test/',
    segment,
  });
  const object = memoryObject(bytes, { versionId: 'v1' });
  lake.killAfter(killAfter);
  try {
    let from: ReadFrom | undefined;
    do from = (await parseLogs({ source, object, from, remainingMs: () => 0 })).rest;
    while (from !== undefined);
  } catch (error) {
    if (!(error instanceof KilledError)) throw error;
  }
  lake.killAfter();
}

const isFile = (key: string) => key.startsWith('lake/');
const isCorrection = (key: string) => key.startsWith('corrections/');

const correctionsOf = ({ objects }: MemoryLake) =>
  [...objects].filter(([key]) => isCorrection(key)).map(([, body]) => correction.parse(JSON.parse(`${body}`)));

/** All that is in the lake but for corrections, by key. */
const contentOf = ({ objects }: MemoryLake) =>
  new Map([...objects].filter(([key]) => !isCorrection(key)).toSorted(([one], [other]) => (one < other ? -1 : 1)));

async function afterOne(bytes: Buffer, last: Parse): Promise<MemoryLake> {
  const fresh = createMemoryLake();
  await parse(fresh, bytes, last);
  return fresh;
}

/** Folder of an hour → record id → row. */
type Rows = Map<string, Map<string, string>>;

const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/'));

async function rowsIn(body: Buffer | undefined): Promise<readonly (readonly [string, string])[]> {
  if (body === undefined) return [];
  const read = await parquetReadObjects({
    file: Uint8Array.from(body).buffer,
    compressors: { GZIP: (page) => gunzipSync(page) },
  });
  return read.map((row) => [
    String(row.record_id),
    JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  ]);
}

async function rowsOf({ objects }: MemoryLake, folder = ''): Promise<Rows> {
  const rows: Rows = new Map();
  for (const [key, body] of objects) {
    if (!isFile(key) || !folderOf(key).startsWith(folder)) continue;
    rows.set(folderOf(key), new Map([...(rows.get(folderOf(key)) ?? []), ...(await rowsIn(body))]));
  }
  return rows;
}

/** Who makes something of the rows, of which only events tell: takes in new files, and makes the hours of a correction anew. */
async function follow(lake: MemoryLake, made: Rows, key: string): Promise<void> {
  if (isFile(key)) {
    const rows = await rowsIn(lake.objects.get(key));
    if (rows.length > 0) made.set(folderOf(key), new Map([...(made.get(folderOf(key)) ?? []), ...rows]));
  }
  if (!isCorrection(key)) return;
  const { removed, written } = correction.parse(JSON.parse(`${lake.objects.get(key)}`));
  for (const folder of new Set([...removed, ...written].map(folderOf))) {
    const rows = (await rowsOf(lake, folder)).get(folder);
    if (rows === undefined) made.delete(folder);
    else made.set(folder, rows);
  }
}

const lines = fc.array(line, { maxLength: 7 });

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
