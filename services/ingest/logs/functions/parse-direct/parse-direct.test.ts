import { gzipSync } from 'node:zlib';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createMemoryLake } from '@tributary/shared/objects/testing/memory-lake.ts';
import { describe, expect, test } from 'vitest';
import { createLineReaders } from '../../core/haproxy/line-readers.ts';
import { readSettings } from '../../core/haproxy/settings.ts';
import { createParseLogs } from '../../parsing/parse-logs.ts';
import { createParseDirect } from './parse-direct.ts';

const line =
  '192.0.2.7:41000 [20/Nov/2026:13:50:17.851] www app/a1 0/0/1/2/3 200 120 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"';

const envelope = (messageType: string, messages: readonly string[]): string =>
  JSON.stringify({
    messageType,
    owner: '1',
    logGroup: 'g',
    logStream: 's',
    subscriptionFilters: ['f'],
    logEvents: messages.map((message, at) => ({ id: `${at}`, timestamp: 1_795_182_617_000 + at, message })),
  });

const eventOf = (bytes: Buffer) => ({ awslogs: { data: bytes.toString('base64') } });

function setUp() {
  const lake = createMemoryLake();
  const parseLogs = createParseLogs({
    readers: createLineReaders(readSettings({})),
    salvage: createSalvage(),
    lake,
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/test/',
  });
  const now = () => Date.UTC(2026, 10, 21, 7);
  const parse = createParseDirect({ parseLogs, writeRaw: lake.write, rawBucket: 'raw', now });
  return { written: lake.objects, parse: (event: unknown) => parse(event, () => 60_000) };
}

describe('parse-direct', () => {
  test('keeps what came, untouched, and parses it into the same tables, at every repetition the same', async () => {
    const { written, parse } = setUp();
    const bytes = gzipSync(envelope('DATA_MESSAGE', [line, 'no log line']));
    const { receipts, rest } = await parse(eventOf(bytes));
    expect(rest).toBeUndefined();
    expect(receipts).toMatchObject([{ requests: 1, records_rejected: 1, bytes_in: bytes.length, is_last: true }]);
    const [raw] = [...written.keys()].filter((key) => key.startsWith('raw/'));
    expect(raw).toMatch(/^raw\/logs\/haproxy-direct\/year=2026\/month=11\/day=20\/hour=13\/[0-9a-f]{32}\.gz$/);
    expect(written.get(raw ?? '')).toEqual(bytes);
    expect([...written.keys()].map((key) => key.split('/').slice(0, 2).join('/')).toSorted()).toEqual([
      'lake/haproxy_requests',
      'raw/logs',
      'receipts/year=2026',
      'rejected/test',
    ]);
    const before = new Map(written);
    await parse(eventOf(bytes));
    expect([...written]).toEqual([...before]);
  });

  test('a control message is counted, and gives no rows', async () => {
    const { parse } = setUp();
    const { receipts } = await parse(eventOf(gzipSync(envelope('CONTROL_MESSAGE', ['CWL CONTROL MESSAGE']))));
    expect(receipts).toMatchObject([{ control_messages: 1, records_in: 0 }]);
  });

  test('what is damaged is kept under the hour it came in, and rejected', async () => {
    const { written, parse } = setUp();
    const { receipts } = await parse(eventOf(Buffer.from('neither gzip nor text\0\u0001')));
    expect(receipts).toMatchObject([{ ranges_rejected: 1, records_in: 0 }]);
    expect([...written.keys()].some((key) => key.includes('/day=21/hour=07/'))).toBe(true);
  });

  test('an event that is no awslogs event is an error that says so', async () => {
    await expect(setUp().parse({ Records: [] })).rejects.toThrow(/awslogs/);
  });
});
