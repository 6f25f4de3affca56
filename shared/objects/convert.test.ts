import { gunzipSync, gzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { createConvert } from './convert.ts';
import type { Converter } from './converter.ts';
import { createHourFiles } from './hour-files.ts';
import type { ReadFrom } from './object-part.ts';
import type { Position } from './position.ts';
import { readObject } from './read-object.ts';
import type { RecordReader, TextPart } from './records.ts';
import { createMemoryLake } from './testing/memory-lake.ts';
import { memoryObject } from './testing/memory-object.ts';

/** Lines `<epoch ms>,<name>` below a header: another kind of record than logs, in a table that the key names. */
const csv: Converter<readonly string[], 'headers' | 'named'> = {
  name: 'people',
  receipts: 'conversions/',
  numbers: { headers: 0, named: 0 },
  tablesOf: ({ key }) => [tableOf(key)],
  read: (open, options) => readObject(open, { ...options, text: lineReader(), salvage: async () => Buffer.alloc(0) }),
  createSegment({ source, place, books }) {
    const columns = [{ name: 'name', type: 'STRING' }] as const;
    const files = createHourFiles(columns, `lake/${tableOf(source.key)}/`, place.name);
    return {
      async add(lines, range) {
        for (const line of lines) {
          const [at, name = ''] = line.split(',');
          if (name === '') books.reject(range, Buffer.from(line), { reason: 'no_name', detail: 'one field' }, null);
          else {
            books.keep(1);
            books.count('named', 1);
            await files.add(Number(at), { name });
          }
        }
      },
      close: files.close,
      hours: files.hours,
      newestAt: () => null,
    };
  },
};

const tableOf = (key: string): string => key.split('/')[2] ?? '';

function lineReader(): RecordReader<readonly string[]> {
  let held = '';
  let heldAt: Position = [0];
  let consumed = 0;
  const partsOf = (lines: readonly string[]): readonly TextPart<readonly string[]>[] => [
    ...lines.filter((line) => line === 'at,name').map(() => ({ kind: 'aside', name: 'headers' }) as const),
    { kind: 'records', records: lines.filter((line) => line !== '' && line !== 'at,name') },
  ];
  return {
    push(run, at) {
      const lines = (held + run.toString()).split('\n');
      if (held === '') heldAt = at;
      held = lines.pop() ?? '';
      consumed += run.length;
      heldAt = at.with(-1, (at.at(-1) ?? 0) + run.length - Buffer.byteLength(held));
      return partsOf(lines);
    },
    flush() {
      const last = held;
      held = '';
      return last === '' ? [] : partsOf([last]);
    },
    cutOff: (reason) => [{ kind: 'rejected', reason, bytes: Buffer.from(held), at: heldAt }],
    pending: () => (held === '' ? null : heldAt),
    consumed: () => consumed,
  };
}

async function convertAll(bytes: Buffer, key: string, records: number) {
  const lake = createMemoryLake();
  const convert = createConvert(csv, {
    lake,
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/test/',
    segment: { bytes: 100_000_000, records },
  });
  const object = memoryObject(bytes);
  const receipts = [];
  let from: ReadFrom | undefined;
  do {
    const result = await convert({ source: { bucket: 'raw', key }, object, from, remainingMs: () => 0 });
    receipts.push(...result.receipts);
    from = result.rest;
  } while (from !== undefined);
  return { receipts, objects: lake.objects };
}

const text = 'at,name\n1000,a\n2000,b\n3600000,c\nnobody\n3600001,d\n';

test('any kind of record becomes tables, rejects and receipts with numbers of its own', async () => {
  const { receipts, objects } = await convertAll(gzipSync(text), 'raw/files/people/a.csv', 100);
  expect(receipts).toMatchObject([
    { records_in: 5, records_rejected: 1, headers: 1, named: 4, rejects: { no_name: 1 }, is_last: true },
  ]);
  const keys = [...objects.keys()];
  expect(keys.map((each) => each.replace(/[0-9a-f]{32}/, 'NAME')).toSorted()).toEqual([
    'conversions/NAME.json',
    'lake/people/year=1970/month=01/day=01/hour=00/NAME.parquet',
    'lake/people/year=1970/month=01/day=01/hour=01/NAME.parquet',
    'rejected/test/people/NAME.json',
  ]);
  const [file] = [...objects].filter(([key]) => key.includes('hour=00'));
  const rows = await parquetReadObjects({
    file: Uint8Array.from(file?.[1] ?? []).buffer,
    compressors: { GZIP: (page) => gunzipSync(page) },
  });
  expect(rows).toEqual([{ name: 'a' }, { name: 'b' }]);
});

test('an object is gone on with where an invocation stopped, and its receipts add up to it', async () => {
  const members = Buffer.concat(text.split(/(?<=\n)/).map((line) => gzipSync(line)));
  const { receipts } = await convertAll(members, 'raw/files/people/a.csv', 2);
  expect(receipts.length).toBeGreaterThan(2);
  expect(receipts.reduce((sum, { bytes_in }) => sum + bytes_in, 0)).toBe(members.length);
  expect(receipts.reduce((sum, { records_in }) => sum + records_in, 0)).toBe(5);
});

test('what a receipt has no number for is a mistake of the converter', async () => {
  const broken = { ...csv, numbers: { named: 0 } };
  const convert = createConvert<readonly string[], 'named'>(
    {
      ...broken,
      createSegment: () => ({ add: () => undefined, close: async () => [], hours: () => 0, newestAt: () => null }),
    },
    { lake: createMemoryLake(), sendEvents: async () => undefined, lakeBucket: 'lake', rejectedPrefix: 'rejected/' },
  );
  const object = memoryObject(Buffer.from(text));
  const request = { source: { bucket: 'raw', key: 'raw/files/people/a' }, object, remainingMs: () => 0 };
  await expect(convert(request)).rejects.toThrow(/no number headers/);
});

test('a segment ends at so many hours, and at so much that is rejected', async () => {
  const hourly = Array.from({ length: 60_000 }, (_, at) => `${Math.floor(at / 300) * 3_600_000},${at}`).join('\n');
  const quiet = await convertAll(Buffer.from(hourly), 'raw/files/people/a.csv', 1e6);
  const hoursIn = quiet.receipts.map(({ written }) => written.length);
  expect(hoursIn.length).toBeGreaterThan(1);
  expect(Math.max(...hoursIn)).toBeLessThan(72 + 100);
  expect(quiet.receipts.reduce((sum, { named }) => sum + named, 0)).toBe(60_000);
  const garbage = Buffer.from(`${'x'.repeat(99)}\n`.repeat(160_000));
  const { receipts } = await convertAll(garbage, 'raw/files/people/b.csv', 1e6);
  expect(receipts.length).toBeGreaterThan(1);
  expect(receipts.reduce((sum, { records_rejected }) => sum + records_rejected, 0)).toBe(160_000);
});
