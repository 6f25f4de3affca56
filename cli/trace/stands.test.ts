import { describe, expect, test } from 'vitest';
import { readerOf } from './reader.ts';
import { renderObject } from './render-object.ts';
import { standOf } from './stands.ts';
import { receiptFor } from './testing/bucket.ts';
import type { ObjectTrace, Waits } from './trace-object.ts';
import type { DerivedState } from './units.ts';

const key = 'raw/logs/haproxy/year=2026/a.gz';
const at = Date.UTC(2026, 10, 20, 13);
const flags = ' --stage dev';
const file = 'lake/haproxy_requests/year=2026/month=11/day=20/hour=13/0f.parquet';

const read: ObjectTrace = {
  bucket: 'raw-bucket',
  key,
  reader: readerOf(key),
  versions: [{ versionId: 'v1', bytes: 2_048, at, isLatest: true }],
  seen: { receipts: [receiptFor({ written: [file, 'rejected/dev/haproxy/x.json'] })], isCut: false, isUnderWay: false },
  folders: [{ table: 'haproxy_requests', partition: 'year=2026', files: 1, registeredAt: at }],
  derived: [],
  waits: undefined,
  place: undefined,
};

const usage: DerivedState = {
  name: 'integration_usage',
  service: 'query',
  kind: 'dataset',
  of: ['integration_requests'],
  units: ['2026-11-20'],
  days: ['2026-11-20'],
  state: 'done',
  which: [],
  reason: null,
  executionId: null,
  at,
};

const waits: Waits = {
  queue: 'tributary-ingest-dev-parse',
  waiting: 0,
  deadLetters: { queue: 'tributary-ingest-dev-parse-dead', messages: 0 },
  dead: undefined,
};

const unread: ObjectTrace = { ...read, seen: { ...read.seen, receipts: [] }, folders: [], waits };
const dead = (found: boolean, messages = 3) => ({
  ...waits,
  deadLetters: { ...waits.deadLetters, messages },
  dead: { found, looked: 2 },
});

describe('where an object stands', () => {
  test.each([
    ['absent', { ...read, versions: [] }, null],
    [
      'deleted',
      { ...read, versions: [{ versionId: 'd', bytes: undefined, at, isLatest: true }, ...read.versions] },
      null,
    ],
    [
      'dead-lettered',
      { ...unread, waits: dead(true) },
      'lake replay dead-letters tributary-ingest-dev-parse-dead --go --stage dev',
    ],
    ['under way', { ...unread, seen: { ...unread.seen, isUnderWay: true } }, `lake logs --id ${key} --stage dev`],
    ['waiting', { ...unread, waits: { ...waits, waiting: 4 } }, null],
    ['unread', unread, `lake replay raw --key ${key} --go --stage dev`],
    [
      'under way',
      { ...read, seen: { ...read.seen, receipts: [receiptFor({ is_last: false })] } },
      `lake logs --id ${key} --stage dev`,
    ],
    [
      'unregistered',
      { ...read, folders: read.folders.map((folder) => ({ ...folder, registeredAt: undefined })) },
      'lake logs register --errors --since 1d --stage dev',
    ],
    [
      'set aside',
      { ...read, derived: [{ ...usage, state: 'set aside', reason: 'no column' }] },
      'lake retry integration_usage --stage dev',
    ],
    ['computing', { ...read, derived: [{ ...usage, state: 'waiting' }] }, null],
    ['through', { ...read, derived: [usage] }, null],
    ['through', { ...read, seen: { ...read.seen, receipts: [receiptFor({ is_last: false })], isCut: true } }, null],
  ] as const)('is %s', (state, trace, begin) => {
    expect(standOf(trace, flags)).toMatchObject({ state, begin });
  });

  test('is not known to be unread where not all dead letters could be looked at, and that is said', () => {
    const { state, words } = standOf({ ...unread, waits: dead(false) }, flags);
    expect(state).toBe('unread');
    expect(words).toContain('of 3 dead letters only 2 could be looked at');
    expect(standOf({ ...unread, waits: dead(false, 2) }, flags).words).not.toContain('could be looked at');
  });

  test('says of a queue that its messages cannot be told apart', () => {
    expect(standOf({ ...unread, waits: { ...waits, waiting: 1 } }, flags).words).toContain(
      '1 message in tributary-ingest-dev-parse, whether its own is among them cannot be seen',
    );
  });

  test('of what no function reads is by the table that it is part of', () => {
    const event = { ...unread, key: 'raw/events/order_paid/x', reader: undefined, waits: undefined };
    const place = { table: 'events_order_paid', partition: 'year=2026', registeredAt: at };
    expect(standOf({ ...event, place }, flags)).toMatchObject({ state: 'through' });
    expect(standOf({ ...event, place: { ...place, registeredAt: undefined } }, flags).state).toBe('unregistered');
    expect(standOf(event, flags)).toMatchObject({ state: 'unknown' });
  });
});

test('the way is told stage by stage, with where rejected bytes lie and the command at the end', () => {
  const text = renderObject(
    { ...read, derived: [{ ...usage, state: 'set aside', reason: 'no column\nmore', which: ['2026-11-20'] }] },
    flags,
  );
  for (const words of [
    `s3://raw-bucket/${key}\n`,
    'raw      2 kB, landed 2026-11-20 13:00:00 UTC, version v1',
    'read     2026-11-20 13:05:00 UTC parse-logs: 9 records, 3 rejected, became 1 file of haproxy_requests',
    'rejected (bad_line 3): the bytes lie in rejected/dev/haproxy/x.json',
    'catalog  haproxy_requests/year=2026: 1 file, registered 2026-11-20 13:00:00 UTC',
    'derived  integration_usage (days 2026-11-20): set aside 2026-11-20, since 2026-11-20 13:00:00 UTC: no column\n',
    'begin lake retry integration_usage --stage dev\n',
  ])
    expect(text).toContain(words);
});

test('of many segments the first are told, and how many more there are', () => {
  const receipts = Array.from({ length: 14 }, (_, part) =>
    receiptFor({ segment_offset: part, segment_end: part + 1, object_bytes: 14 }),
  );
  const text = renderObject({ ...read, seen: { ...read.seen, receipts } }, flags);
  expect(text.match(/parse-logs, bytes/g)).toHaveLength(10);
  expect(text).toContain('… and 4 more: --json has all');
});
