import { expect, test } from 'vitest';
import { landedOf, rejectsIn, tellLanded, tellNext } from './landed.ts';
import { parseRejects } from './rejects.ts';

const file = { file: 'a.csv', key: 'raw/files/a/b/a.csv', size: 9, versionId: 'v' };
const receipt = {
  is_last: true,
  bytes_in: 9,
  rows: 1200,
  rescued: 1,
  records_rejected: 1,
  ranges_rejected: 1,
  rejects: { width: 1, damaged: 1 },
  written: ['lake/a_b/day=1/x.parquet', 'rejected/local/files/a_b/1/x.json'],
};
const became = [{ file, receipts: [receipt, { ...receipt, rows: 34, written: [] }] }];
const line = (reason: string, bytes: string) =>
  JSON.stringify({
    source: 'files',
    source_bucket: 'raw',
    source_key: file.key,
    source_version_id: null,
    record_id: null,
    range_offset: 4,
    range_end: 9,
    reason,
    detail: 'it has "2" fields',
    bytes,
  });

test('receipts add up to what is told', () => {
  const landed = landedOf('a_b', became, 1.2345);
  expect(landed).toEqual({ table: 'a_b', objects: 1, rows: 1234, rejected: 4, rescued: 2, seconds: 1.2 });
  expect(tellLanded(landed)).toBe('a_b: 1,234 rows of 1 file, 2 values rescued, 4 rejected (1.2 s)');
  expect(tellLanded({ ...landed, rejected: 0, rescued: 0 })).toContain('no value rescued, nothing rejected');
});

test('rejects are read without their bytes, also where these are cut, and told with where they lie', () => {
  const text = `${line('width', 'AAAA')}\n${line('damaged', 'A'.repeat(1000))}`.slice(0, -500);
  const rejects = parseRejects(text);
  expect(rejects.map(({ reason }) => reason)).toEqual(['width', 'damaged']);
  const told = tellNext({
    landed: landedOf('a_b', became, 1),
    rejects,
    places: ['s3://lake/x.json'],
    flags: ' --stage dev',
  });
  expect(told).toBe(
    [
      '    raw/files/a/b/a.csv, bytes 4 to 9: width: it has "2" fields',
      '    raw/files/a/b/a.csv, bytes 4 to 9: damaged: it has "2" fields',
      '    and 2 more',
      '    What was rejected lies in s3://lake/x.json',
      '    lake query --stage dev "SELECT * FROM a_b LIMIT 10"',
      '    lake query --stage dev "SELECT _rescued_data FROM a_b WHERE _rescued_data IS NOT NULL LIMIT 10"',
      '',
    ].join('\n'),
  );
  expect(rejectsIn(became)).toEqual(['rejected/local/files/a_b/1/x.json']);
});

test('where nothing became a row there is nothing to ask', () => {
  const landed = { table: 'a_b', objects: 1, rows: 0, rejected: 0, rescued: 0, seconds: 1 };
  expect(tellNext({ landed, rejects: [], places: [], flags: '' })).toBe('');
});
