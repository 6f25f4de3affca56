import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDataset } from './read-dataset.ts';
import { allDays, replaceDaysSql } from './replace-days.ts';

const file = `/*
description: for this test
partitioned_by: day
unique_key: [day, who]
event_time: at
columns: { day: date, who: string, hits: bigint }
*/
SELECT CAST(at AS date) AS day, who, count(*) AS hits FROM {{lake}}.requests WHERE {{days}} GROUP BY 1, 2`;

const databases = { lake: 'lake', raw: 'raw' };

describe('replaceDaysSql', () => {
  const sql = replaceDaysSql(readDataset('usage.sql', file), ['2026-11-20', '2026-11-21', '2026-11-23'], databases);

  test('reads the days asked for alone, in source and target', () => {
    expect(sql).toContain(
      `(("at" >= TIMESTAMP '2026-11-20 00:00:00' AND "at" < TIMESTAMP '2026-11-22 00:00:00') OR ("at" >= TIMESTAMP '2026-11-23 00:00:00' AND "at" < TIMESTAMP '2026-11-24 00:00:00'))`,
    );
    expect(sql).toContain(`AS e WHERE e."day" IN (DATE '2026-11-20', DATE '2026-11-21', DATE '2026-11-23')`);
    expect(sql).toContain(`AND t."day" IN (DATE '2026-11-20', DATE '2026-11-21', DATE '2026-11-23')`);
  });

  test('takes null for a key like any other', () => {
    expect(sql).toContain(
      `t."day" = s."day" AND coalesce('=' || CAST(t."who" AS varchar), '') = coalesce('=' || CAST(s."who" AS varchar), '')`,
    );
  });

  test('deletes what is gone, updates what changed and inserts what is new', () => {
    expect(sql).toContain('f."day" IS NULL AS gone');
    expect(sql).toMatch(/WHEN MATCHED AND s\.gone\s+THEN DELETE/);
    expect(sql).toContain('WHEN MATCHED AND (t."hits" IS DISTINCT FROM s."hits")');
    expect(sql).toMatch(/WHEN NOT MATCHED AND NOT s\.gone\s+THEN INSERT \("day", "who", "hits"\)/);
  });
});

describe('replaceDaysSql of JSON tables', () => {
  const raw = readDataset('usage.sql', file.replace('event_time: at\n', '').replace('{{lake}}', '{{raw}}'));

  test('bounds by the folders of the days, and writes no other day', () => {
    const sql = replaceDaysSql(raw, ['2026-11-20', '2026-12-01'], databases);
    expect(sql).toContain('FROM "raw".requests');
    expect(sql).toContain(
      `WHERE (("year" = '2026' AND "month" = '11' AND "day" = '20') OR ("year" = '2026' AND "month" = '12' AND "day" = '01'))`,
    );
    expect(sql).toContain(`AS computed\nWHERE "day" IN (DATE '2026-11-20', DATE '2026-12-01')`);
  });

  test('of a table without partitions computes all', () => {
    const sql = replaceDaysSql(raw, ['2026-11-20', allDays], databases);
    expect(sql).not.toContain('2026-11-20');
    expect(sql).toMatch(/AS e WHERE true\b/);
  });
});

describe('readDataset', () => {
  test('reads what ships', () => {
    const url = new URL('../../datasets/integration_usage.sql', import.meta.url);
    const dataset = readDataset('integration_usage.sql', readFileSync(url, 'utf8'));
    expect(Object.keys(dataset.columns)).toEqual([
      'day',
      'integration_slug',
      'integration_name',
      'is_internal',
      'requests',
      'accounts',
      'clients',
      'errors_5xx',
      'p95_active_ms',
    ]);
    expect(replaceDaysSql(dataset, ['2026-11-20'], databases)).not.toContain('{{');
  });
});
