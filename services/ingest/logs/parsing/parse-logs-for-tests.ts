import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { LakeEvent } from '@tributary/shared/events.ts';
import type { ReadFrom } from '@tributary/shared/objects/object-part.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createMemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import { memoryObject } from '@tributary/shared/objects/testing/memory-object.ts';
import { parquetReadObjects } from 'hyparquet';
import { parse } from 'yaml';
import { createLineReaders } from '../core/haproxy/line-readers.ts';
import { readSettings } from '../core/haproxy/settings.ts';
import type { ParseResult } from './parse-logs.ts';
import { createParseLogs, type ParseLogsDeps } from './parse-logs.ts';

const root = new URL('../../../../', import.meta.url);

const readers = createLineReaders(
  readSettings(parse(readFileSync(new URL('services/ingest/logs/haproxy.yml', root), 'utf8'))),
);

export const lines = gunzipSync(readFileSync(new URL('samples/haproxy/wire-rfc3164.log.gz', root)))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.includes(' - - [') && !line.includes('Server '));

export const source = { bucket: 'raw', key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/object' };

let nextStream = 0;

export function envelope(messages: readonly string[], messageType = 'DATA_MESSAGE'): string {
  const logEvents = messages.map((message, at) => ({
    id: `${at}`.padStart(56, '0'),
    timestamp: 1_795_182_617_000 + at,
    message,
  }));
  return JSON.stringify({
    messageType,
    owner: '1',
    logGroup: 'g',
    logStream: `stream-${nextStream++}`,
    subscriptionFilters: ['f'],
    logEvents,
  });
}

export type RunOptions = Partial<Pick<ParseLogsDeps, 'salvage' | 'segment'>> & { readonly remainingMs?: number };

/** Parses an object in as many invocations as it takes, each with `remainingMs`. */
export async function runAll(bytes: Buffer, { remainingMs = 300_000, ...options }: RunOptions = {}) {
  const lake = createMemoryLake();
  const written = lake.objects;
  const events: LakeEvent[] = [];
  const parseLogs = createParseLogs({
    readers,
    salvage: createSalvage(),
    lake,
    sendEvents: async (sent) => {
      events.push(...sent);
    },
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/test/',
    ...options,
  });
  const object = memoryObject(bytes, { versionId: 'v1', modifiedAt: Date.UTC(2026, 10, 21) });
  const receipts: ParseResult['receipts'][number][] = [];
  let invocations = 0;
  let from: ReadFrom | undefined;
  do {
    const result = await parseLogs({ source, object, from, remainingMs: () => remainingMs });
    invocations += 1;
    receipts.push(...result.receipts);
    from = result.rest;
  } while (from !== undefined);
  return { receipts, invocations, written, events };
}

export async function run(bytes: Buffer, salvage = createSalvage()) {
  const { receipts, written, events } = await runAll(bytes, { salvage });
  const [receipt] = receipts;
  if (receipt === undefined || receipts.length > 1) throw new Error(`${receipts.length} receipts`);
  return { receipt, written, events };
}

export async function rowsOf(
  written: ReadonlyMap<string, Buffer>,
  table: string,
): Promise<readonly Record<string, unknown>[]> {
  const files = [...written].filter(([key]) => key.startsWith(`lake/${table}/`));
  const read = await Promise.all(
    files.map(([, { buffer, byteOffset, byteLength }]) =>
      parquetReadObjects({
        file: new Uint8Array(buffer, byteOffset, byteLength).slice().buffer,
        compressors: { GZIP: (page) => gunzipSync(page) },
      }),
    ),
  );
  return read.flat();
}

export const stringOf = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);
