import { gunzipSync, gzipSync } from 'node:zlib';
import { correction } from '@tributary/shared/corrections.ts';
import type { ReadFrom } from '@tributary/shared/objects/object-part.ts';
import type { SegmentLimits } from '@tributary/shared/objects/progress.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createMemoryLake, KilledError, type MemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import { memoryObject } from '@tributary/shared/objects/testing/memory-object.ts';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { createLineReaders } from '../core/haproxy/line-readers.ts';
import { readSettings } from '../core/haproxy/settings.ts';
import { createParseLogs } from './parse-logs.ts';

const source = { bucket: 'raw', key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/object' };

export const kinds = {
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
export const settings = {
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

export type Parse = {
  readonly with: keyof typeof settings;
  readonly records: number;
  readonly killAfter?: number | undefined;
};

export const settingsName = fc.constantFrom<(keyof typeof settings)[]>(
  'utc',
  'berlin',
  'kolkata',
  'captures',
  'custom',
);

export const parseBy = fc.record<Parse>({ with: settingsName, records: fc.constantFrom(2, 3, 1000) });

export const killed = fc.record<Parse>({
  with: settingsName,
  records: fc.constantFrom(2, 3, 1000),
  killAfter: fc.nat({ max: 40 }),
});

export function objectOf(lines: readonly string[], members: boolean): Buffer {
  if (!members) return Buffer.from(`${lines.join('\n')}\n`);
  const envelopes = lines.map((message, at) => {
    const logEvents = [{ id: `${at}`.padStart(56, '0'), timestamp: 1_795_182_617_000 + at, message }];
    const from = { owner: '1', logGroup: 'g', logStream: 's', subscriptionFilters: ['f'] };
    return gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', ...from, logEvents }));
  });
  return Buffer.concat(envelopes);
}

/** Parses the object, segment by segment in invocations of their own; a killed one is not begun again. */
export async function parse(lake: MemoryLake, bytes: Buffer, { with: name, records, killAfter }: Parse): Promise<void> {
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

export const isFile = (key: string) => key.startsWith('lake/');

export const isCorrection = (key: string) => key.startsWith('corrections/');

export const correctionsOf = ({ objects }: MemoryLake) =>
  [...objects].filter(([key]) => isCorrection(key)).map(([, body]) => correction.parse(JSON.parse(`${body}`)));

/** All that is in the lake but for corrections, by key. */
export const contentOf = ({ objects }: MemoryLake) =>
  new Map([...objects].filter(([key]) => !isCorrection(key)).toSorted(([one], [other]) => (one < other ? -1 : 1)));

export async function afterOne(bytes: Buffer, last: Parse): Promise<MemoryLake> {
  const fresh = createMemoryLake();
  await parse(fresh, bytes, last);
  return fresh;
}

/** Folder of an hour → record id → row. */
export type Rows = Map<string, Map<string, string>>;

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

export async function rowsOf({ objects }: MemoryLake, folder = ''): Promise<Rows> {
  const rows: Rows = new Map();
  for (const [key, body] of objects) {
    if (!isFile(key) || !folderOf(key).startsWith(folder)) continue;
    rows.set(folderOf(key), new Map([...(rows.get(folderOf(key)) ?? []), ...(await rowsIn(body))]));
  }
  return rows;
}

/** Who makes something of the rows, of which only events tell: takes in new files, and makes the hours of a correction anew. */
export async function follow(lake: MemoryLake, made: Rows, key: string): Promise<void> {
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

export const lines = fc.array(line, { maxLength: 7 });
