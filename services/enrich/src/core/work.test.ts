import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readEnrichment } from './read-enrichment.ts';
import { NoHourError, readTold, workOfCorrection, workOfObject } from './work.ts';

const file = 'integration_requests.sql';
const enrichments = [readEnrichment(file, readFileSync(new URL(`../../enrichments/${file}`, import.meta.url), 'utf8'))];
const folder = (hour: string) => `lake/haproxy_requests/year=2026/month=11/day=20/hour=${hour}/`;
const created = (key: string, size = 10) => ({
  id: 'e',
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { bucket: { name: 'bucket' }, object: { key, size, etag: 'x', sequencer: '01', 'version-id': 'v' } },
});

describe('what S3 tells', () => {
  test('of an object of a source table is that object', () => {
    const told = readTold(created(`${folder('13')}a.parquet`));
    expect(workOfObject(enrichments, told, 5)).toEqual([
      {
        table: 'integration_requests',
        units: [
          {
            id: `s3://bucket/${folder('13')}a.parquet`,
            lane: 'objects',
            stamp: 'v 01 x',
            dueAt: 5,
            partition: '2026-11-20',
            bytes: 10,
            why: ['Table Updated of lake.haproxy_requests'],
          },
        ],
      },
    ]);
  });

  test('of other tables and of empty objects is nothing', () => {
    expect(workOfObject(enrichments, readTold(created('lake/other/year=2026/a')), 0)).toEqual([]);
    expect(workOfObject(enrichments, readTold(created(`${folder('13')}a`, 0)), 0)).toEqual([]);
  });

  test('of an object in no hour cannot be worked on', () => {
    expect(() => workOfObject(enrichments, readTold(created('lake/haproxy_requests/a.parquet')), 0)).toThrow(
      NoHourError,
    );
    expect(() => readTold({ detail: {} })).toThrow();
  });

  test('of a correction is each hour that has changed, once', () => {
    expect(readTold(created('corrections/haproxy_requests/x.json')).isCorrection).toBe(true);
    const content = {
      version: '1',
      database: 'lake',
      table: 'haproxy_requests',
      sourceKey: 'raw/logs/x',
      removed: [`${folder('13')}a.parquet`, `${folder('13')}b.parquet`],
      written: [`${folder('14')}a.parquet`],
    };
    const [work] = workOfCorrection(enrichments, { content, stamp: 'c', now: 5 });
    expect(work?.units.map(({ id, lane, stamp }) => [id, lane, stamp])).toEqual([
      ['hour:2026-11-20T13', 'hours', 'c'],
      ['hour:2026-11-20T14', 'hours', 'c'],
    ]);
    const other = { ...content, table: 'haproxy_events' };
    expect(workOfCorrection(enrichments, { content: other, stamp: 'c', now: 5 })).toEqual([]);
  });
});
