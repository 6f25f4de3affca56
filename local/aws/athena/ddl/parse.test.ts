import { expect, test } from 'vitest';
import { parseDdl } from './parse.ts';

test('CREATE EXTERNAL TABLE is read with every clause', () => {
  const ddl = parseDdl(`
    CREATE EXTERNAL TABLE IF NOT EXISTS db.\`My Table\` ( -- a comment
      id bigint COMMENT 'it''s', tags array<struct<k:string, v:decimal(10, 2)>>)
    COMMENT "all"
    PARTITIONED BY (dt string)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' NULL DEFINED AS '\\\\N'
    STORED AS TEXTFILE LOCATION 's3://b/t/' TBLPROPERTIES ('skip.header.line.count'='1')`);
  expect(ddl).toEqual({
    kind: 'create table',
    external: true,
    ifNotExists: true,
    ref: { database: 'db', table: 'my table' },
    columns: [
      { name: 'id', type: 'bigint', comment: "it's" },
      { name: 'tags', type: 'array<struct<k:string,v:decimal(10,2)>>' },
    ],
    comment: 'all',
    partitionColumns: [{ name: 'dt', type: 'string' }],
    transforms: [],
    storage: {
      serdeProperties: {
        'field.delim': '\t',
        'serialization.format': '\t',
        'escape.delim': '\\',
        'serialization.null.format': '\\N',
      },
      storedAs: 'textfile',
    },
    location: 's3://b/t/',
    properties: { 'skip.header.line.count': '1' },
  });
});

test("Iceberg's partition fields are columns and transforms", () => {
  const sql = "CREATE TABLE t (id int, ts timestamp) PARTITIONED BY (id, day(ts), bucket(16, id)) LOCATION 's3://b/t'";
  expect(parseDdl(sql)).toMatchObject({ transforms: ['id', 'day(ts)', 'bucket(16, id)'], partitionColumns: [] });
});

test.each([
  ['CREATE TABLE t AS SELECT 1 AS x'],
  ["CREATE TABLE t WITH (format = 'PARQUET') AS SELECT count(*) FROM (SELECT 1)"],
  ['SELECT 1'],
  ['DROP VIEW v'],
  ['CREATE OR REPLACE VIEW v AS SELECT 1'],
])('%s is left to Trino', (sql) => {
  expect(parseDdl(sql)).toBeUndefined();
});

test.each([
  ['CREATE EXTERNAL TABLE t (a itn)', 'ParseException line 1:27 '],
  ['ALTER TABLE t RENAME TO u', 'ParseException line 1:14 '],
  ['MSCK REPAIR TABLE', "ParseException line 1:12 mismatched input '<EOF>'"],
  ['SHOW PARTITIONS\n  t u', 'ParseException line 2:4 '],
])('%s is refused where it goes wrong', (sql, message) => {
  expect(() => parseDdl(sql)).toThrow(message);
});

test('partitions are added with their own locations and dropped by comparisons', () => {
  expect(parseDdl("ALTER TABLE t ADD IF NOT EXISTS PARTITION (y=2026, m='01') LOCATION 's3://b/x/'")).toMatchObject({
    alteration: {
      ifNotExists: true,
      partitions: [
        {
          spec: [
            ['y', '2026'],
            ['m', '01'],
          ],
          location: 's3://b/x/',
        },
      ],
    },
  });
  expect(parseDdl("ALTER TABLE t DROP PARTITION (dt < '2026-01-01'), PARTITION (dt = 'x')")).toMatchObject({
    alteration: { filters: [[{ column: 'dt', operator: '<', value: '2026-01-01' }], [{ operator: '=' }]] },
  });
});
