import { describe, expect, it } from 'vitest';
import type { Metadata, Plan, QueryPlan, Relation, Scan } from './plan.ts';
import { isTrinoStatement, planStatement } from './plan-statement.ts';
import type { TrinoType } from './type.ts';

const varchar: TrinoType = { kind: 'varchar' };
const bigint: TrinoType = { kind: 'bigint' };

function table(name: string, format: 'hive' | 'iceberg', columns: Readonly<Record<string, TrinoType>>): Relation {
  return {
    kind: 'table',
    name: { catalog: 'awsdatacatalog', database: 'db', table: name },
    format,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    partitionColumns: [],
  };
}

const relations: Readonly<Record<string, Relation>> = {
  requests: table('requests', 'hive', { id: bigint, path: varchar, status: { kind: 'integer' }, day: varchar }),
  plans: table('plans', 'iceberg', { id: bigint, name: varchar, at: { kind: 'timestamp', precision: 6 } }),
  recent: {
    kind: 'view',
    name: { catalog: 'awsdatacatalog', database: 'db', table: 'recent' },
    columns: [
      { name: 'path', type: varchar },
      { name: 'day', type: varchar },
    ],
    sql: "SELECT path, day FROM requests WHERE day > '2026-10-01'",
    catalog: 'awsdatacatalog',
    database: 'db',
  },
};

const metadata: Metadata = { relation: async (name) => relations[name.table] };

async function plan(sql: string, parameters: readonly string[] = []): Promise<Plan> {
  return planStatement(sql, { catalog: 'awsdatacatalog', database: 'db', now: 0, parameters }, metadata);
}

async function query(sql: string, parameters: readonly string[] = []): Promise<QueryPlan> {
  const bound = await plan(sql, parameters);
  if ('query' in bound) return bound.query;
  throw new Error(`${bound.kind} has no query`);
}

function pruned(scan: Scan | undefined): readonly string[] {
  return (scan?.constraints ?? []).map(({ column, operator, values }) => `${column} ${operator} ${values.join()}`);
}

describe('scans', () => {
  it('read the columns that are used, through subqueries, named queries and views', async () => {
    expect((await query('WITH r AS (SELECT * FROM requests) SELECT path FROM r')).scans[0]?.columns).toEqual(['path']);
    expect((await query('SELECT path FROM recent')).scans[0]?.columns.toSorted()).toEqual(['day', 'path']);
    expect((await query('SELECT count(*) FROM (SELECT path, id FROM requests)')).scans[0]?.columns).toEqual(['id']);
  });

  it('get the constants that WHERE compares their columns with', async () => {
    const { scans } = await query(
      "SELECT id FROM requests WHERE day = '2026-10-31' AND status BETWEEN 500 AND 599 AND 7 < id",
    );
    expect(pruned(scans[0])).toEqual(['day = 2026-10-31', 'status >= 500', 'status <= 599', 'id > 7']);
  });

  it('get them through views, named queries and parameters', async () => {
    expect(pruned((await query("SELECT path FROM recent WHERE day = '2026-10-31'")).scans[0])).toEqual([
      'day > 2026-10-01',
      'day = 2026-10-31',
    ]);
    const named = 'WITH r AS (SELECT * FROM requests) SELECT path FROM r WHERE day IN (?, ?)';
    expect(pruned((await query(named, ["'a'", "'b'"])).scans[0])).toEqual(['day in a,b']);
  });

  it('get none from a named query that others read whole, nor from the outer side of a join', async () => {
    const twice =
      "WITH r AS (SELECT * FROM requests) SELECT (SELECT count(*) FROM r WHERE day = 'a'), (SELECT count(*) FROM r)";
    expect(pruned((await query(twice)).scans[0])).toEqual([]);
    const outer = await query("SELECT r.id FROM requests r LEFT JOIN plans p ON r.day = 'a' AND p.name = 'b'");
    expect(outer.scans.map(pruned)).toEqual([[], ['name = b']]);
  });

  it('of a MERGE target get the literals of ON', async () => {
    const merge = await query(
      "MERGE INTO plans t USING requests s ON t.id = s.id AND t.at >= TIMESTAMP '2026-10-31 00:00:00' WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
    );
    expect(pruned(merge.scans.find((scan) => scan.table.table === 'plans'))).toEqual(['at >= 2026-10-31 00:00:00']);
    expect(merge.output.map((column) => column.name)).toEqual([
      '$operation',
      '$path',
      '$file_position',
      'id',
      'name',
      'at',
    ]);
  });
});

describe('what Trino refuses', () => {
  it.each([
    ['SELECT nope FROM requests', 'COLUMN_NOT_FOUND', 'line 1:8'],
    ['SELECT * FROM nope', 'TABLE_NOT_FOUND', 'line 1:15'],
    ['SELECT a.id FROM requests a JOIN plans b USING (id)', 'COLUMN_NOT_FOUND', "'a.id'"],
    ['SELECT id FROM requests, plans', 'AMBIGUOUS_NAME', "'id'"],
    ['SELECT path, count(*) FROM requests', 'EXPRESSION_NOT_AGGREGATE', "'path'"],
    ['SELECT status / 100 AS c FROM requests GROUP BY c', 'COLUMN_NOT_FOUND', "'c'"],
    ['SELECT status AS s, s + 1 FROM requests', 'COLUMN_NOT_FOUND', "'s'"],
    ["SELECT id FROM requests WHERE status = '500'", 'TYPE_MISMATCH', 'integer = varchar(3)'],
    ['SELECT id FROM requests WHERE status', 'TYPE_MISMATCH', 'WHERE clause'],
    ['SELECT string_agg(path) FROM requests', 'FUNCTION_NOT_FOUND', 'string_agg'],
    ['SELECT read_csv(path) FROM requests', 'FUNCTION_NOT_FOUND', 'read_csv'],
    ['SELECT max(count(*)) FROM requests', 'NESTED_AGGREGATION', 'max'],
    ['SELECT id FROM requests WHERE count(*) > 1', 'EXPRESSION_NOT_SCALAR', 'WHERE clause'],
    ['SELECT DISTINCT path FROM requests ORDER BY id', 'EXPRESSION_NOT_IN_DISTINCT', ''],
    ['SELECT path FROM requests ORDER BY 2', 'INVALID_COLUMN_REFERENCE', 'position 2'],
    ['SELECT row_number() FROM requests', 'MISSING_OVER', 'row_number'],
    ['SELECT path, count(*) FROM requests GROUP BY ROLLUP(1)', 'INVALID_COLUMN_REFERENCE', 'column reference'],
    ['SELECT id + 1, count(*) FROM requests GROUP BY CUBE(id + 1)', 'INVALID_COLUMN_REFERENCE', 'column reference'],
    ['SELECT 1 FROM requests NATURAL JOIN plans', 'NOT_SUPPORTED', 'Natural join'],
    ['SELECT u FROM UNNEST(ARRAY[ROW(1, 2)]) AS t(u, v)', 'MISMATCHED_COLUMN_ALIASES', '1 column'],
    ['SELECT path AS p, grouping(p) FROM requests GROUP BY 1', 'INVALID_COLUMN_REFERENCE', 'GROUPING()'],
    ['SELECT 1 UNION SELECT 1, 2', 'TYPE_MISMATCH', 'different number'],
    ['SELECT EXTRACT(epoch FROM at) FROM plans', 'SYNTAX_ERROR', 'epoch'],
    ["SELECT DATE '2026-02-30'", 'INVALID_LITERAL', '2026-02-30'],
    ['DELETE FROM requests WHERE id = 1', 'NOT_SUPPORTED', 'transactional'],
    ['INSERT INTO plans (id, nope) VALUES (1, 2)', 'COLUMN_NOT_FOUND', 'nope'],
    ["INSERT INTO plans (id) VALUES ('1')", 'TYPE_MISMATCH', 'mismatched column types'],
    ['CREATE TABLE t AS SELECT count(*) FROM requests', 'MISSING_COLUMN_NAME', 'position 1'],
    ['CREATE TABLE plans AS SELECT 1 AS x', 'TABLE_ALREADY_EXISTS', 'plans'],
  ])('%s', async (sql, name, message) => {
    await expect(plan(sql)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});

describe('isTrinoStatement', () => {
  it.each([
    'SELECT 1',
    '(SELECT 1)',
    '-- a\nWITH x AS (SELECT 1) TABLE x',
    'CREATE OR REPLACE VIEW v AS SELECT 1',
    "CREATE TABLE t WITH (format = 'ORC') AS SELECT 1",
    "UNLOAD (SELECT 1) TO 's3://b/'",
    'MERGE INTO t USING s ON true',
  ])('takes %s', (sql) => expect(isTrinoStatement(sql)).toBe(true));

  it.each([
    'CREATE EXTERNAL TABLE t (a int)',
    'MSCK REPAIR TABLE t',
    'SHOW TABLES',
    'DROP TABLE t',
    "CREATE TABLE t (a int) COMMENT 'AS SELECT' LOCATION 's3://b/'",
  ])('leaves %s', (sql) => expect(isTrinoStatement(sql)).toBe(false));
});
