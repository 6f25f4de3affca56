import { expect, test } from 'vitest';
import type { ReceiptWith } from './receipt.ts';
import { reportSegments } from './report-segments.ts';

const receipt: ReceiptWith<'rows'> = {
  source_bucket: 'raw',
  source_key: 'raw/files/a/b.csv',
  source_version_id: 'v1',
  object_bytes: 10,
  segment_offset: 0,
  segment_end: 10,
  is_last: true,
  bytes_in: 10,
  bytes_read: 9,
  bytes_padding: 0,
  bytes_rejected: 1,
  records_in: 3,
  records_rejected: 1,
  records_salvaged: 0,
  ranges_rejected: 1,
  rejects: { bad_quotes: 2 },
  written: [],
  digests: {},
  rows: 2,
};

test('a segment is a line that names its object and how long it took, and metrics of all, of its way and of each reason', () => {
  const told: unknown[] = [];
  const tell = (...what: readonly unknown[]) => void told.push(what);
  const words = { said: 'Done', way: 'files', metrics: ({ rows }: ReceiptWith<'rows'>) => ({ Rows: rows }) } as const;
  reportSegments(
    { logger: { info: tell }, count: tell, countBy: tell },
    { receipts: [receipt], newestAt: 4_000, rest: undefined },
    { ...words, startedAt: 8_500, now: 9_000 },
  );
  expect(told).toEqual([
    ['Done', { object: { bucket: 'raw', key: 'raw/files/a/b.csv', versionId: 'v1' }, ms: 500, receipt }],
    ['Rows', 2],
    ['RecordsRejected', 2],
    ['RecordsRejected', { way: 'files' }, 2],
    ['ReadBytes', 10],
    ['Rejects', { reason: 'bad_quotes' }, 2],
    ['SecondsBehind', 5],
    ['SecondsBehind', { way: 'files' }, 5],
  ]);
});
