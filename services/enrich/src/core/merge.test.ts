import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type SourceObject, sourceObject } from './batch.ts';
import { readEnrichment } from './enrichment.ts';
import { mergeSql } from './merge.ts';

const file = `/*
table: enriched
description: for this test
source: requests
key: id
time: at
partitioned_by: day(at)
columns: { id: string, at: timestamp, who: string }
*/
SELECT id, at, who FROM {{source}} LEFT JOIN {{crm}}.people USING (id) WHERE {{batch}}`;

const names = { lakeDatabase: 'lake', crmCatalog: 'crm', crmDatabase: 'sales' };
const objects = ['year=2026/month=11/day=20/hour=13/a', "year=2026/month=11/day=20/hour=14/o'b"].flatMap(
  (key): SourceObject[] => {
    const object = sourceObject('bucket', `lake/requests/${key}.parquet`);
    return object ? [object] : [];
  },
);

describe('mergeSql', () => {
  const sql = mergeSql(readEnrichment('enriched.sql', file), objects, names);

  test('reads the objects of the batch alone, by folder and path', () => {
    expect(sql).toContain('FROM "lake"."requests" LEFT JOIN "crm"."sales".people');
    expect(sql).toContain(`("year" = '2026' AND "month" = '11' AND "day" = '20' AND "hour" = '13')`);
    expect(sql).toContain(
      `"$path" IN ('s3://bucket/lake/requests/year=2026/month=11/day=20/hour=13/a.parquet', 's3://bucket/lake/requests/year=2026/month=11/day=20/hour=14/o''b.parquet')`,
    );
  });

  test('keeps one row per key, and looks for keys only in the hours touched', () => {
    expect(sql).toContain('row_number() OVER (PARTITION BY "id" ORDER BY "at")');
    expect(sql).toContain(
      `ON t."id" = s."id" AND (t."at" >= TIMESTAMP '2026-11-20 13:00:00' AND t."at" < TIMESTAMP '2026-11-20 15:00:00')`,
    );
  });

  test('writes a row again only when it became another one', () => {
    expect(sql).toContain('WHEN MATCHED AND (t."at" IS DISTINCT FROM s."at" OR t."who" IS DISTINCT FROM s."who")');
    expect(sql).toContain('INSERT ("id", "at", "who") VALUES (s."id", s."at", s."who")');
  });
});

describe('readEnrichment', () => {
  test('reads what ships', () => {
    const url = new URL('../../enrichments/integration_requests.sql', import.meta.url);
    const enrichment = readEnrichment('integration_requests.sql', readFileSync(url, 'utf8'));
    expect(enrichment).toMatchObject({ table: 'integration_requests', key: 'record_id', time: 'request_date' });
    expect(mergeSql(enrichment, objects, names)).not.toContain('{{');
  });
  test.each([
    ['{{batch}}', 'true', 'does not use {{batch}}'],
    ['key: id', 'key: who2', 'columns must have the key'],
    ['table: enriched', 'table: En"riched', 'table'],
    ['partitioned_by: day(at)', 'partitioned_by: at', 'partitioned_by'],
  ])('refuses a file with %j made %j, and names it', (from, to, message) => {
    const read = () => readEnrichment('enriched.sql', file.replace(from, to));
    expect(read).toThrow(message);
    expect(read).toThrow('enriched.sql');
  });
});
