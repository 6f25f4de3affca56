import { beforeEach, describe, expect, test } from 'vitest';
import { admin, rows, run } from '../athena/testing/lake.ts';
import { type BoundLake, startBound } from './testing/bound-lake.ts';

let bound: BoundLake;
beforeEach(async () => {
  bound = await startBound();
  await bound.tagColumns('customers', ['email']);
});

const asAnalyst = (sql: string) => run(bound.lake, sql, bound.analyst);
const reasonOf = async (sql: string) => (await asAnalyst(sql)).Status?.StateChangeReason;

async function seen(sql: string): Promise<(string | null)[][]> {
  const execution = await asAnalyst(sql);
  if (execution.Status?.State !== 'SUCCEEDED') throw new Error(execution.Status?.StateChangeReason);
  const { ResultSet } = await bound.call(bound.analyst, 'athena', 'GetQueryResults', {
    QueryExecutionId: execution.QueryExecutionId,
  });
  return (ResultSet?.Rows ?? []).map((row) => (row.Data ?? []).map((datum) => datum.VarCharValue ?? null));
}

describe('an analyst', () => {
  test('reads tables without the columns that the grant leaves out, and others read all', async () => {
    expect(await seen('SELECT * FROM customers')).toEqual([
      ['id', 'name'],
      ['1', 'Ada'],
    ]);
    expect(await seen('SELECT name, total FROM customers c JOIN orders o ON c.id = o.customer')).toEqual([
      ['name', 'total'],
      ['Ada', '12.5'],
    ]);
    expect(await seen('SELECT count(*) FROM customers')).toEqual([['_col0'], ['1']]);
    expect(await rows(bound.lake, 'SELECT * FROM customers')).toEqual([
      ['id', 'name', 'email'],
      ['1', 'Ada', 'ada@example.com'],
    ]);
  });

  test('finds no such column by its name', async () => {
    expect(await reasonOf('SELECT email FROM customers')).toBe(
      "COLUMN_NOT_FOUND: line 1:8: Column 'email' cannot be resolved or requester is not authorized to access requested resources",
    );
    expect(await reasonOf("SELECT id FROM customers WHERE email LIKE 'a%'")).toMatch(/^COLUMN_NOT_FOUND/);
  });

  test('is not told of it', async () => {
    expect(JSON.stringify(await seen('DESCRIBE customers'))).not.toContain('email');
    expect(await seen('SHOW COLUMNS IN customers')).toEqual([['id                  '], ['name                ']]);
    expect(
      await seen("SELECT column_name FROM information_schema.columns WHERE table_name = 'customers' ORDER BY 1"),
    ).toEqual([['column_name'], ['id'], ['name']]);
    expect(JSON.stringify(await seen('SHOW CREATE TABLE customers'))).not.toContain('email');
    const { TableMetadata } = await bound.call(bound.analyst, 'athena', 'GetTableMetadata', {
      CatalogName: 'AwsDataCatalog',
      DatabaseName: 'lake',
      TableName: 'customers',
    });
    expect(TableMetadata?.Columns?.map(({ Name }) => Name)).toEqual(['id', 'name']);
  });

  test('unloads what a SELECT has, and no more', async () => {
    expect(
      await reasonOf(
        "UNLOAD (SELECT * FROM customers) TO 's3://bucket/unloaded/a/' WITH (format = 'JSON', compression = 'NONE')",
      ),
    ).toBeUndefined();
    const { Contents: [file] = [] } = await bound.call(admin, 's3', 'ListObjectsV2', {
      Bucket: 'bucket',
      Prefix: 'unloaded/',
    });
    const { Body } = await bound.call(admin, 's3', 'GetObject', { Bucket: 'bucket', Key: file?.Key });
    expect(await Body?.transformToString()).toBe('{"id":1,"name":"Ada"}\n');
  });

  test('reads through a view what the tables below it leave, and a view of a hidden column not at all', async () => {
    await run(bound.lake, 'CREATE VIEW names AS SELECT id, name FROM customers');
    await run(bound.lake, 'CREATE VIEW mails AS SELECT id, email AS mail FROM customers');
    expect(await seen('SELECT * FROM names')).toEqual([
      ['id', 'name'],
      ['1', 'Ada'],
    ]);
    expect(await reasonOf('SELECT * FROM mails')).toContain("'email' cannot be resolved");
  });

  test.each([
    ["INSERT INTO customers SELECT 2, 'Bob'", 'Insert on customers'],
    ["INSERT INTO orders SELECT 2, 3.5E0, '02'", 'Insert on orders'],
    ['ALTER TABLE customers ADD COLUMNS (phone string)', 'Alter on customers'],
    ['DROP TABLE customers', 'Drop on customers'],
    ['CREATE VIEW mine AS SELECT 1 AS one', 'Create Table on lake'],
  ])('may not write: %s', async (sql, required) => {
    expect(await reasonOf(sql)).toContain(`Insufficient Lake Formation permission(s): Required ${required}`);
    expect(await rows(bound.lake, 'SELECT count(*) FROM customers')).toEqual([['_col0'], ['1']]);
  });
});

test('a table that comes later is covered, and its sensitive columns are hidden once they are tagged', async () => {
  await bound.lake.put('lake/later/a.json', '{"id": 7, "iban": "DE00"}\n');
  await run(
    bound.lake,
    "CREATE EXTERNAL TABLE later (id int, iban string) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/lake/later/'",
  );
  await bound.tagColumns('later', ['iban']);
  expect(await seen('SELECT * FROM later')).toEqual([['id'], ['7']]);
});

test('of an Iceberg table too, whose metadata tables would tell of them', async () => {
  await run(
    bound.lake,
    "CREATE TABLE people (id int, phone string) LOCATION 's3://bucket/lake/people/' TBLPROPERTIES ('table_type' = 'ICEBERG')",
  );
  await run(bound.lake, "INSERT INTO people VALUES (1, '+44')");
  await bound.tagColumns('people', ['phone']);
  expect(await seen('SELECT * FROM people')).toEqual([['id'], ['1']]);
  expect(await reasonOf('SELECT phone FROM people')).toMatch(/^COLUMN_NOT_FOUND/);
  expect(await reasonOf('SELECT * FROM "people$partitions"')).toMatch(/^NOT_SUPPORTED/);
  expect(await reasonOf('DELETE FROM people WHERE id = 1')).toContain('Required Insert on people');
  expect(await rows(bound.lake, 'SELECT count(*) FROM "people$partitions"')).toEqual([['_col0'], ['1']]);
});

test('without a grant a table is refused, in lists it is not there, and with all columns hidden it has none', async () => {
  await bound.call(admin, 'lakeformation', 'AddLFTagsToResource', {
    Resource: { Table: { DatabaseName: 'lake', Name: 'orders' } },
    LFTags: [{ TagKey: 'sensitive', TagValues: ['yes'] }],
  });
  expect(await reasonOf('SELECT * FROM orders')).toBe(
    'PERMISSION_DENIED: Insufficient permissions to execute the query. Insufficient Lake Formation permission(s): Required Describe on orders',
  );
  expect(await seen('SHOW TABLES')).toEqual([['customers']]);
  await bound.tagColumns('customers', ['id', 'name']);
  expect(await reasonOf('SELECT * FROM customers')).toBe('COLUMN_NOT_FOUND: Relation contains no accessible columns');
});

test('objects of a registered location are read by its role, with IAM leave to ask for it; nobody else is bound', async () => {
  const without = await startBound([{ Effect: 'Allow', Action: ['athena:*', 'glue:*', 's3:*'], Resource: '*' }]);
  const { Status } = await run(without.lake, 'SELECT id FROM customers', without.analyst);
  expect(Status?.StateChangeReason).toContain('lakeformation:GetDataAccess');
  await expect(
    bound.call(bound.analyst, 's3', 'GetObject', { Bucket: 'bucket', Key: 'lake/customers/a.json' }),
  ).rejects.toMatchObject({ code: 'AccessDenied' });
});
