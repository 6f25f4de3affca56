import { describe, expect, test } from 'vitest';
import { type Copied, copiesOf } from '../copy.ts';
import { egress } from '../egress.ts';
import { unloadSql } from '../unload-sql.ts';
import { applySqls, BatchTooLargeError } from './batch.ts';
import { jsonPathsFileOf, jsonPathsOf } from './copy-sql.ts';
import { guardSql, sentenceOf } from './guard.ts';
import { literal, statementName } from './names.ts';
import type { ApplyPlan, RedshiftCopy } from './plan.ts';

const columns = {
  day: 'date',
  slug: 'string',
  requests: 'bigint',
  at: 'timestamp',
  tags: 'map<string,string>',
} as const;

function copyOf(of: object = {}, dataset: Partial<Copied> = {}): RedshiftCopy {
  const [copy] = copiesOf([
    {
      ...{ table: 'usage', columns, key: ['day', 'slug'], partition: { column: 'day', grain: 'day' as const } },
      ...dataset,
      egress: egress.parse([{ to: 'redshift', workgroup: 'bi-1', database: 'dev', table: 'daily', ...of }]),
    },
  ]);
  if (copy?.destination.to !== 'redshift') throw new Error('no copy');
  return { ...copy, destination: copy.destination };
}

const planOf = (
  copy: RedshiftCopy,
  of: Partial<ApplyPlan['run']> = {},
  seen: Partial<ApplyPlan['seen']> = {},
): ApplyPlan => ({
  copy,
  run: {
    ...{ id: 'r1', number: 1, scope: 'all', location: 's3://results/egress/usage.redshift/version=7-r1/' },
    version: { lineage: 'l', sequence: 7, snapshot: '70', committedAt: Date.UTC(2026, 10, 20, 13, 0, 0, 5) },
    ...of,
  },
  seen: { columns: Object.keys(columns), ...seen },
});

const files = { isEmpty: false, jsonPaths: 's3://results/egress/usage.redshift/version=7-r1.jsonpaths' };
const words = (sqls: readonly string[]) => sqls.map((sql) => sql.split(' ').slice(0, 2).join(' '));

describe('a batch', () => {
  test('locks, looks whether all is as it was, and writes the book last', () => {
    const upsert = [
      'CREATE TEMP',
      'COPY "_lake_stage"',
      'SELECT CAST(CASE',
      'DELETE FROM',
      'UPDATE "public"."daily"',
      'INSERT INTO',
    ];
    const book = ['DELETE FROM', 'INSERT INTO', 'DROP TABLE'];
    const begin = ['LOCK "public"."_lake_egress"', 'SELECT CAST(CASE'];
    expect(words(applySqls(planOf(copyOf()), files))).toEqual([...begin, ...upsert, ...book]);
    const swap = ['CREATE TEMP', 'COPY "_lake_stage"', 'DELETE FROM', 'INSERT INTO'];
    expect(words(applySqls(planOf(copyOf({ mode: 'swap' })), files))).toEqual([...begin, ...swap, ...book]);
  });

  test('has no word that ends a transaction', () => {
    for (const mode of ['upsert', 'swap'])
      expect(applySqls(planOf(copyOf({ mode }), {}, { columns: [] }), files).join('\n')).not.toMatch(
        /\b(TRUNCATE|VACUUM|COMMIT|APPEND)\b/i,
      );
  });

  test('copies no files where there are none, which COPY would fail for', () => {
    const sqls = applySqls(planOf(copyOf()), { ...files, isEmpty: true });
    expect(sqls.filter((sql) => sql.startsWith('COPY'))).toEqual([]);
    expect(sqls.filter((sql) => sql.startsWith('CREATE TEMP'))).toHaveLength(1);
  });

  test('makes a table that is not there, and adds each column that another lacks', () => {
    const made = applySqls(planOf(copyOf(), {}, { columns: [] }), files)[2];
    expect(made).toBe(
      'CREATE TABLE "public"."daily" ("day" DATE, "slug" VARCHAR(65535), "requests" BIGINT, "at" TIMESTAMP, "tags" SUPER)',
    );
    const added = applySqls(planOf(copyOf(), {}, { columns: ['slug', 'day', 'requests', 'own'] }), files);
    expect(added.slice(2, 4)).toEqual([
      'ALTER TABLE "public"."daily" ADD COLUMN "at" TIMESTAMP',
      'ALTER TABLE "public"."daily" ADD COLUMN "tags" SUPER',
    ]);
  });

  test('reads Parquet with timestamps and what has parts as text, and JSON by paths', () => {
    const [stage, parquet] = applySqls(planOf(copyOf()), { ...files, role: 'arn:aws:iam::1:role/copies' }).slice(2, 4);
    expect(stage).toBe(
      'CREATE TEMP TABLE "_lake_stage" ("day" DATE, "slug" VARCHAR(65535), "requests" BIGINT, "at" VARCHAR(32), "tags" VARCHAR(65535))',
    );
    expect(parquet).toBe(
      `COPY "_lake_stage" ("day", "slug", "requests", "at", "tags") FROM 's3://results/egress/usage.redshift/version=7-r1/' IAM_ROLE 'arn:aws:iam::1:role/copies' FORMAT PARQUET`,
    );
    const [typed, json] = applySqls(planOf(copyOf({ format: 'json' })), files).slice(2, 4);
    expect(typed).toContain('"at" TIMESTAMP, "tags" VARCHAR(65535)');
    expect(json).toContain(
      `IAM_ROLE default FORMAT JSON '${files.jsonPaths}' GZIP TIMEFORMAT 'auto' DATEFORMAT 'auto'`,
    );
  });

  test('touches no row outside of its partitions', () => {
    const plan = planOf(copyOf(), { scope: ['2026-11-19', '2026-11-20'], base: 6 });
    const scope = `("public"."daily"."day" >= '2026-11-19' AND "public"."daily"."day" < '2026-11-21')`;
    const changes = applySqls(plan, files).filter((sql) => /^(DELETE|UPDATE|INSERT).*"daily"/.test(sql));
    expect(changes).toHaveLength(3);
    for (const sql of changes) expect(sql).toContain(scope);
    expect(applySqls(planOf(copyOf(), { scope: [] }), files).join('\n')).toContain('WHERE 1 = 0 AND');
  });

  test('goes by the row of the book that was seen', () => {
    const none = applySqls(planOf(copyOf()), files)[1];
    expect(none).toContain(`COUNT(*) = 0 THEN`);
    const book = { lineage: 'l', sequence: 6, committedAt: 6, run: 'r0', number: 5 };
    const one = applySqls(planOf(copyOf(), {}, { book }), files)[1];
    expect(one).toMatch(/COUNT\(\*\) = 1 THEN .* AND run = 'r0' AND run_number = 5$/);
    expect(applySqls(planOf(copyOf()), files).at(-2)).toBe(
      `INSERT INTO "public"."_lake_egress" VALUES ('daily', 'usage', 'l', 7, '70', '2026-11-20 13:00:00.005', 'r1', 1, GETDATE())`,
    );
  });

  test('has no UPDATE where all columns are of the key', () => {
    const copy = copyOf({ columns: ['day', 'slug'] });
    expect(words(applySqls(planOf(copy), files))).not.toContain('UPDATE "public"."daily"');
  });

  test('that the Data API would refuse is told before', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`c${at}`, 'int' as const]));
    const wide = copyOf({}, { columns: { ...columns, ...many } });
    expect(() => applySqls(planOf(wide), files)).toThrow('daily lacks too many of the copy');
    expect(applySqls(planOf(wide, {}, { columns: [] }), files).length).toBeLessThan(40);
    const scope = Array.from({ length: 2_000 }, (_, at) =>
      new Date(Date.UTC(2020, 0, 1 + 2 * at)).toISOString().slice(0, 10),
    );
    expect(() => applySqls(planOf(copyOf(), { scope }), files)).toThrow(BatchTooLargeError);
    expect(
      applySqls(planOf(copyOf(), { scope: scope.slice(0, 300) }), files).every((sql) => sql.length < 100_000),
    ).toBe(true);
  });
});

test('UNLOAD writes what COPY reads: Parquet, with timestamps as text, or all as text in lines of JSON', () => {
  const unload = { database: 'lake', snapshot: '70', scope: 'all', location: 's3://x/y/' } as const;
  const parquet = unloadSql(copyOf(), unload);
  expect(parquet).toContain(
    'SELECT "day" AS "day", "slug" AS "slug", "requests" AS "requests", CAST("at" AS varchar) AS "at", json_format(CAST("tags" AS json)) AS "tags"\n',
  );
  expect(parquet).toContain("WITH (format = 'PARQUET', compression = 'SNAPPY')");
  const json = unloadSql(copyOf({ format: 'json' }), unload);
  expect(json).toContain('CAST("requests" AS varchar) AS "requests"');
  expect(json).toContain("WITH (format = 'JSON', compression = 'GZIP')");
});

test('a JSONPaths file has a path for each column in the order of COPY, and lies where COPY reads no rows', () => {
  expect(JSON.parse(jsonPathsOf({ b: 'int', a: 'string' }))).toEqual({ jsonpaths: ["$['b']", "$['a']"] });
  const { location } = planOf(copyOf()).run;
  expect(jsonPathsFileOf(location)).toBe(files.jsonPaths);
  expect(jsonPathsFileOf(location).startsWith(location)).toBe(false);
});

test('a guard is known by its text', () => {
  const sql = guardSql('COUNT(*) = 0', 't', "lake egress: it's not so");
  expect(sql).toBe(
    `SELECT CAST(CASE WHEN COUNT(*) = 0 THEN '0' ELSE 'lake egress: it''s not so' END AS integer) FROM t`,
  );
  expect(sentenceOf(sql)).toBe("lake egress: it's not so");
  expect(sentenceOf("SELECT CASE WHEN a THEN '0' ELSE 'other' END AS integer)")).toBeUndefined();
});

test('no literal begins an escape of Redshift', () => {
  expect(literal("o'b")).toBe("'o''b'");
  expect(() => literal("\\'")).toThrow("No literal of Redshift's");
});

test('statements are named for the lake and the copy', () => {
  expect(statementName('acme-egress-dev', 'usage.redshift')).toBe('acme-egress-dev.usage.redshift');
});
