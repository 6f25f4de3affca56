import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mergeObjectsSql } from './merge-objects.ts';
import { readEnrichment } from './read-enrichment.ts';
import { replaceHoursSql } from './replace-hours.ts';
import { type SourceObject, sourceObject } from './source-object.ts';

const file = `/*
table: enriched
description: for this test
source: requests
key: id
time: at
origin: from_object
partitioned_by: day(at)
columns: { id: string, at: timestamp, who: string, from_object: string }
*/
SELECT id, at, who, from_object FROM {{source}} LEFT JOIN {{crm}}.people USING (id) WHERE {{batch}}`;

const names = { lakeDatabase: 'lake', crmCatalog: 'crm', crmDatabase: 'sales' };
const objects = ['year=2026/month=11/day=20/hour=13/a', "year=2026/month=11/day=20/hour=14/o'b"].flatMap(
  (key): SourceObject[] => {
    const object = sourceObject('bucket', `lake/requests/${key}.parquet`);
    return object ? [object] : [];
  },
);

describe('mergeObjectsSql', () => {
  const sql = mergeObjectsSql(readEnrichment('enriched.sql', file), objects, names);

  test('reads the objects of the batch alone, by folder and path', () => {
    expect(sql).toContain('FROM "lake"."requests" LEFT JOIN "crm"."sales".people');
    expect(sql).toContain(`("year" = '2026' AND "month" = '11' AND "day" = '20' AND "hour" = '13')`);
    expect(sql).toContain(
      `"$path" IN ('s3://bucket/lake/requests/year=2026/month=11/day=20/hour=13/a.parquet', 's3://bucket/lake/requests/year=2026/month=11/day=20/hour=14/o''b.parquet')`,
    );
  });

  test('keeps one row per key, and looks for keys only in the hours touched', () => {
    expect(sql).toContain('row_number() OVER (PARTITION BY "id" ORDER BY "from_object", "at")');
    expect(sql).toContain(
      `ON t."id" = s."id" AND (t."at" >= TIMESTAMP '2026-11-20 13:00:00' AND t."at" < TIMESTAMP '2026-11-20 15:00:00')`,
    );
  });

  test('writes a row again only when it became another one, and did not come from what counts before', () => {
    expect(sql).toContain('WHEN MATCHED AND s."from_object" <= t."from_object" AND (t."at" IS DISTINCT FROM s."at" OR');
    expect(sql).toContain(
      'INSERT ("id", "at", "who", "from_object") VALUES (s."id", s."at", s."who", s."from_object")',
    );
  });
});

describe('replaceHoursSql', () => {
  const hours = ['13', '15'].map((hour) => new Date(`2026-11-20T${hour}:00:00Z`));
  const sql = replaceHoursSql(readEnrichment('enriched.sql', file), hours, names);
  const inHours = (alias: string) =>
    `((${alias}."at" >= TIMESTAMP '2026-11-20 13:00:00' AND ${alias}."at" < TIMESTAMP '2026-11-20 14:00:00') OR (${alias}."at" >= TIMESTAMP '2026-11-20 15:00:00' AND ${alias}."at" < TIMESTAMP '2026-11-20 16:00:00'))`;

  test('reads all that lies in the hours, and what the table has of them', () => {
    expect(sql).toContain(
      `WHERE (("year" = '2026' AND "month" = '11' AND "day" = '20' AND "hour" = '13') OR ("year" = '2026' AND "month" = '11' AND "day" = '20' AND "hour" = '15'))`,
    );
    expect(sql).not.toContain('$path');
    expect(sql).toContain(`SELECT DISTINCT "id", "at" FROM "lake"."enriched" AS e WHERE`);
    expect(sql).toContain(inHours('e'));
  });

  test('knows a row by key and time, so that one that moved is deleted where it was', () => {
    expect(sql).toContain('ON f."id" = e."id" AND f."at" = e."at"');
    expect(sql).toContain('ON t."id" = s."id" AND t."at" = s."at" AND');
    expect(sql).toMatch(/WHEN MATCHED AND s\.gone\s+THEN DELETE/);
    expect(sql).toContain('coalesce(f."id", e."id") AS "id", coalesce(f."at", e."at") AS "at", f."who" AS "who"');
  });
});

describe('readEnrichment', () => {
  test('reads what ships', () => {
    const url = new URL('../../enrichments/integration_requests.sql', import.meta.url);
    const enrichment = readEnrichment('integration_requests.sql', readFileSync(url, 'utf8'));
    expect(enrichment).toMatchObject({ table: 'integration_requests', key: 'record_id', time: 'request_date' });
    expect(mergeObjectsSql(enrichment, objects, names)).not.toContain('{{');
  });
  test.each([
    ['{{batch}}', 'true', 'does not use {{batch}}'],
    ['key: id', 'key: who2', 'enriched.sql:9:1: columns: must have the key and the origin'],
    ['time: at', 'time: who', 'must have the time as timestamp'],
    ['day(at)', 'day(id)', 'must be the day of the time'],
    ['table: enriched', 'table: En"riched', 'table'],
    ['partitioned_by: day(at)', 'partitioned_by: at', 'partitioned_by'],
  ])('refuses a file with %j made %j, and names it', (from, to, message) => {
    const read = () => readEnrichment('enriched.sql', file.replace(from, to));
    expect(read).toThrow(message);
    expect(read).toThrow('enriched.sql');
  });
});
