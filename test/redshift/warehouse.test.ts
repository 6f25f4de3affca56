import { gzipSync } from 'node:zlib';
import { postgresqlProgram, startPostgresql } from '@tributary/local/aws/athena/federated/postgresql-server.ts';
import { openWarehouse, type Warehouse, warehouseFolder } from '@tributary/local/aws/redshiftdata/testing/warehouse.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { duckDbFile } from '@tributary/shared/parquet/testing/duckdb-file.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../harness/servers.ts';

describe('over PGlite', () => contract(async () => ({ url: '', stop: async () => undefined })));

describeWith([{ name: 'postgresql', check: [postgresqlProgram('postgres'), '--version'] }], 'over a PostgreSQL', () =>
  contract(async () => {
    const server = await startPostgresql('secret', [
      'CREATE DATABASE dev',
      "ALTER DATABASE dev SET TimeZone = 'Asia/Tokyo'",
    ]);
    return { url: `postgres://lake:secret@127.0.0.1:${server.port}`, stop: () => server.stop() };
  }),
);

/** What both engines must pass: a warehouse per engine, tables of their own per test. */
function contract(start: () => Promise<{ readonly url: string; readonly stop: () => Promise<void> }>): void {
  const folder = warehouseFolder();
  let engine: Awaited<ReturnType<typeof start>>;
  let house: Warehouse;
  beforeAll(async () => {
    engine = await start();
    house = openWarehouse({
      databases: engine.url,
      stateDir: folder.stateDir,
      checkTrust: (iam, roleArn) =>
        iam.checkTrust({ caller: { kind: 'service', principal: 'redshift.amazonaws.com' }, roleArn, sessionName: 's' }),
    });
    await house.run('SELECT 1');
  });
  afterAll(async () => {
    await house?.close();
    await engine?.stop();
    folder.remove();
  });

  const copy = (table: string, key: string, rest: string) =>
    house.run(`COPY ${table} FROM 's3://lake/${key}' IAM_ROLE default ${rest}`);
  const put = (key: string, body: string | Uint8Array) => house.put('lake', key, body);
  const putParquet = async (key: string, sql: string) => put(key, (await duckDbFile(sql)).bytes);

  test('values are typed fields', async () => {
    expect(
      await house.run(
        "SELECT 1, CAST(2 AS BIGINT), true, 1.5::float8, 2.50::numeric(10,2), DATE '2026-11-20', TIMESTAMP '2026-11-20 13:00:00.5', JSON_PARSE('[1]'), NULL, 'x'",
      ),
    ).toEqual([[1, 2, true, 1.5, '2.50', '2026-11-20', '2026-11-20 13:00:00.5', '[1]', null, 'x']]);
  });

  test('Redshift’s words mean what they mean there', async () => {
    await house.run(
      'CREATE TABLE words (id BIGINT ENCODE az64 DISTKEY, "Doc" SUPER, v VARCHAR(MAX)) DISTSTYLE KEY SORTKEY (id)',
    );
    await house.run(String.raw`INSERT INTO words VALUES (:id, JSON_PARSE(:doc), 'a\\b\'c')`, {
      Parameters: [
        { name: 'id', value: '9007199254740991' },
        { name: 'doc', value: '{"a": "o\'b"}' },
      ],
    });
    expect(await house.run('SELECT id, NVL(NULL, v), JSON_SERIALIZE(doc), JSON_PARSE(v || NULL) FROM words')).toEqual([
      [9_007_199_254_740_991, "a\\b'c", '{"a": "o\'b"}', null],
    ]);
    expect(await house.run("SELECT GETDATE() <= SYSDATE, GETDATE() > SYSDATE - INTERVAL '1 hour'")).toEqual([
      [true, true],
    ]);
    await expect(house.run('SELECT LISTAGG(v) FROM words')).rejects.toThrow(
      /listagg.*does not exist\n.*Hint: PostgreSQL/s,
    );
  });

  test('times are those of UTC', async () => {
    expect(await house.run("SELECT TIMESTAMPTZ '2026-11-20 13:00:00+02'")).toEqual([['2026-11-20 11:00:00+00']]);
  });

  test('a batch is done as a whole or not at all; temporary tables end with it', async () => {
    await house.run('CREATE TABLE account (id INT, total INT)');
    const first = [
      'LOCK account',
      'INSERT INTO account VALUES (1, 10), (2, 20)',
      'CREATE TEMP TABLE stage (LIKE account)',
    ];
    expect(await house.batch(...first)).toMatchObject({ Status: 'FINISHED' });
    await expect(house.run('SELECT * FROM stage')).rejects.toThrow('relation "stage" does not exist');
    const guard =
      "SELECT CAST(CASE WHEN COUNT(*) = 5 THEN '0' ELSE 'lake egress: it has changed' END AS integer) FROM account";
    const failed = await house.batch('DELETE FROM account WHERE id = 1', guard, 'DELETE FROM account');
    expect(failed).toMatchObject({ Status: 'FAILED', Error: expect.stringContaining('lake egress: it has changed') });
    expect(failed.SubStatements?.map(({ Status }) => Status)).toEqual(['FINISHED', 'FAILED', 'ABORTED']);
    expect(await house.run('SELECT * FROM account ORDER BY id')).toEqual([
      [1, 10],
      [2, 20],
    ]);
    const refused = await house.batch('DELETE FROM account', 'TRUNCATE account');
    expect(refused.Error).toContain('TRUNCATE commits');
    await house.run('VACUUM');
    await house.run('TRUNCATE account');
    expect(await house.run('SELECT count(*) FROM account')).toEqual([[0]]);
  });

  test('batches that read before they write do not lose each other’s writes', async () => {
    await house.run('CREATE TABLE counter (n INT)');
    await house.run('INSERT INTO counter VALUES (0)');
    const step = () =>
      house.batch(
        'LOCK counter',
        'CREATE TEMP TABLE seen AS SELECT n + 1 AS n FROM counter',
        'DELETE FROM counter',
        'INSERT INTO counter SELECT n FROM seen',
      );
    await Promise.all([step(), step(), step(), step()]);
    expect(await house.run('SELECT n FROM counter')).toEqual([[4]]);
  });

  test('what is cancelled while it runs has changed nothing', async () => {
    await house.run('CREATE TABLE slow (n INT)');
    await house.run('INSERT INTO slow VALUES (1)');
    const sqls = [
      'DELETE FROM slow',
      'SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d, pg_class e',
    ];
    const { Id } = await house.local.call(admin, 'redshift-data', 'BatchExecuteStatement', {
      WorkgroupName: 'lake',
      Database: 'dev',
      Sqls: sqls,
    });
    await expect
      .poll(
        async () =>
          (await house.local.call(admin, 'redshift-data', 'DescribeStatement', { Id })).SubStatements?.[1]?.Status,
      )
      .toBe('STARTED');
    expect(await house.local.call(admin, 'redshift-data', 'CancelStatement', { Id })).toEqual({ Status: true });
    expect(await house.ended(Id)).toMatchObject({ Status: 'ABORTED' });
    expect(await house.run('SELECT n FROM slow')).toEqual([[1]]);
  });

  test('COPY of Parquet goes by position, over all files of a prefix', async () => {
    await house.run(
      'CREATE TABLE usage (slug VARCHAR(64), day DATE, requests BIGINT, ratio FLOAT8, total DECIMAL(12,2), at TIMESTAMP, ok BOOLEAN, small INT)',
    );
    const rows = (
      from: number,
      to: number,
    ) => `SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE 'ünï ''' || i END AS other_name, DATE '2026-11-20' + (i % 5)::INTEGER AS day, 9007199254740993 + i AS big,
      0.1::DOUBLE AS ratio, (i * 1.25)::DECIMAL(12,2) AS total, TIMESTAMP '2026-11-20 13:00:00.123456' AS at, i % 2 = 0 AS ok, i::INTEGER AS small FROM range(${from}, ${to}) t(i)`;
    await putParquet('usage/1.parquet', rows(0, 1500));
    await putParquet('usage/2.parquet', rows(1500, 3000));
    const id = await house.submit("COPY usage FROM 's3://lake/usage/' IAM_ROLE default FORMAT PARQUET");
    expect(await house.ended(id)).toMatchObject({ Status: 'FINISHED', ResultRows: 3000, HasResultSet: false });
    expect(
      await house.run(
        'SELECT count(*), count(slug), CAST(sum(requests) AS VARCHAR), sum(total), max(at), min(day), sum(small) FROM usage',
      ),
    ).toEqual([
      [3000, 2571, '27021597764227477500', '5623125.00', '2026-11-20 13:00:00.123456', '2026-11-20', 4_498_500],
    ]);
    expect(await house.run('SELECT slug, ok, ratio FROM usage WHERE small = 1')).toEqual([["ünï '1", false, 0.1]]);
  });

  test('COPY passes over columns that are gone, and names the row of a Parquet file that does not fit', async () => {
    await house.run('CREATE TABLE narrow (gone INT, v VARCHAR(3))');
    await house.run('ALTER TABLE narrow DROP COLUMN gone');
    await putParquet('narrow/1', "SELECT CASE WHEN i = 2500 THEN 'long' ELSE 'abc' END AS v FROM range(3000) t(i)");
    await expect(copy('narrow', 'narrow/1', 'FORMAT PARQUET')).rejects.toThrow(
      "file s3://lake/narrow/1, line 2501, column v character varying(3): String length exceeds DDL length, value 'long'",
    );
    await put('narrow/2', '{"v": "abc"}');
    await copy('narrow', 'narrow/2', 'FORMAT JSON');
    expect(await house.run('SELECT * FROM narrow')).toEqual([['abc']]);
  });

  test('a null of JSON is NULL, in SUPER too', async () => {
    await house.run('CREATE TABLE nulls (id INT, doc SUPER)');
    await put('nulls', '{"id": 1, "doc": null}\n{"id": null}');
    await copy('nulls', 'nulls', 'FORMAT JSON');
    expect(await house.run('SELECT id, doc IS NULL FROM nulls ORDER BY id')).toEqual([
      [1, true],
      [null, true],
    ]);
  });

  test('COPY of nested Parquet into SUPER', async () => {
    await putParquet(
      'nested/1.parquet',
      `SELECT 1::BIGINT AS id, [1, 2] AS list, {'a': 'x', 'b': NULL} AS doc, 'plain' AS text`,
    );
    await house.run('CREATE TABLE nested (id BIGINT, list SUPER, doc SUPER, text SUPER)');
    await copy('nested', 'nested/', 'FORMAT PARQUET SERIALIZETOJSON');
    expect(await house.run('SELECT * FROM nested')).toEqual([[1, '[1, 2]', '{"a": "x", "b": null}', '"plain"']]);
    await expect(copy('nested', 'nested/', 'FORMAT PARQUET')).rejects.toThrow('SERIALIZETOJSON loads it');
  });

  test.each([
    ['1::BIGINT AS v', 'INT', 'Column type: INTEGER, Parquet schema: optional int64 v'],
    ['1::INTEGER AS v', 'BIGINT', 'Column type: BIGINT, Parquet schema: optional int32 v'],
    ["'x' AS v", 'INT', 'Column type: INTEGER, Parquet schema: optional byte_array v'],
    ['1.5::DECIMAL(10,1) AS v', 'DECIMAL(10,2)', 'Column type: NUMERIC(10,2)'],
    ["DATE '2026-01-01' AS v", 'TIMESTAMP', 'Column type: TIMESTAMP WITHOUT TIME ZONE'],
    [
      "1 AS v, 'x' AS w",
      'INT',
      'Unmatched number of columns between table and file. Table columns: 1, Data columns: 2',
    ],
  ])('COPY of Parquet %s into %s converts nothing', async (values, type, message) => {
    const key = `types/${Buffer.from(values).toString('base64url')}`;
    await putParquet(key, `SELECT ${values}`);
    await house.run(`CREATE TABLE one_column (v ${type})`);
    await expect(copy('one_column', key, 'FORMAT PARQUET')).rejects.toThrow(message);
    await house.run('DROP TABLE one_column');
  });

  test('COPY of JSON by the names of columns, or by JSONPaths', async () => {
    const line = (id: number) =>
      `{"id": "${id}", "name": ${id === 2 ? 'null' : '"n\\n\\u00fc"'}, "at": "2026-11-20 13:00:00.5", "n": 12345678901234567890.10, "doc": {"b": 1.0, "a": [1]}}`;
    await put('json/1.json.gz', gzipSync(`${line(1)}\n${line(2)}\n\n`));
    await put('json/2.json.gz', gzipSync(line(3)));
    await house.run(
      'CREATE TABLE by_name (id BIGINT, name VARCHAR(10), at TIMESTAMP, n DECIMAL(30,2), doc SUPER, missing INT)',
    );
    await copy('by_name', 'json/', "FORMAT JSON 'auto' GZIP TIMEFORMAT 'auto'");
    expect(await house.run('SELECT * FROM by_name ORDER BY id')).toEqual(
      [1, 2, 3].map((id) => [
        id,
        id === 2 ? null : 'n\nü',
        '2026-11-20 13:00:00.5',
        '12345678901234567890.10',
        '{"a": [1], "b": 1.0}',
        null,
      ]),
    );
    await put('paths.json', `{"jsonpaths": ["$['doc']['a'][0]", "$.id", "$['doc']"]}`);
    await house.run('CREATE TABLE by_path (unused INT, id BIGINT, a INT, doc VARCHAR(100))');
    await copy('by_path (a, id, doc)', 'json/', "FORMAT JSON 's3://lake/paths.json' GZIP");
    expect(await house.run('SELECT * FROM by_path ORDER BY id')).toEqual(
      [1, 2, 3].map((id) => [null, id, 1, '{"b": 1.0, "a": [1]}']),
    );
    await expect(copy('by_path', 'json/', "FORMAT JSON 's3://lake/paths.json' GZIP")).rejects.toThrow(
      'JSONPath size: 3, Number of columns in table or column list: 4',
    );
    await put('bad-paths.json', `{"jsonpaths": ["$..id", "$.b", "$.c"]}`);
    await expect(copy('by_path (a, id, doc)', 'json/', "FORMAT JSON 's3://lake/bad-paths.json' GZIP")).rejects.toThrow(
      'Invalid JSONPath format: $..id',
    );
    await expect(copy('by_name', 'json/', 'FORMAT JSON')).rejects.toThrow('add GZIP');
  });

  test('a row that does not fit fails the COPY whole, which names file, line and column', async () => {
    await house.run('CREATE TABLE strict (id INT NOT NULL, name VARCHAR(3))');
    const failing = async (key: string, lines: string) => {
      await put(key, lines);
      return copy('strict', key, "FORMAT JSON 'auto'").then(
        () => '',
        (error: Error) => error.message,
      );
    };
    const good = '{"id": 1, "name": "abc"}\n'.repeat(1200);
    expect(await failing('s/long', `${good}{"id": 2, "name": "üüa"}`)).toBe(
      "ERROR: Load into table 'strict' failed.  Check 'stl_load_errors' system table for details.\n  Detail: file s3://lake/s/long, line 1201, column name character varying(3): String length exceeds DDL length, value 'üüa'",
    );
    expect(await failing('s/type', '{"id": 1}\n\n{"id": "x"}')).toContain(
      'line 3, column id integer: invalid input syntax for type integer: "x"',
    );
    expect(await failing('s/null', '{"name": "a"}')).toContain('line 1: null value in column "id"');
    expect(await failing('s/json', '{"id": 1}\n{"id": ')).toContain(
      'file s3://lake/s/json, line 2: Invalid JSON format',
    );
    expect(await failing('s/list', '1')).toContain('line 1: Invalid JSON format');
    await put('s/torn.gz', gzipSync(good).subarray(0, 60));
    await expect(copy('strict', 's/torn.gz', 'FORMAT JSON GZIP')).rejects.toThrow('s3://lake/s/torn.gz is damaged');
    await put('s/none.parquet', 'none');
    await expect(copy('strict', 's/none.parquet', 'FORMAT PARQUET')).rejects.toThrow('Spectrum Scan Error');
    expect(await house.run('SELECT count(*) FROM strict')).toEqual([[0]]);
    expect(await failing('s/fits', '{"id": 1, "name": "üa"}')).toBe('');
  });

  test('COPY into a table, of a prefix or a column that is not there says so', async () => {
    await house.run('CREATE TABLE there (id INT)');
    await put('there', '{"id": 1}');
    await expect(copy('nowhere', 'there', 'FORMAT JSON')).rejects.toThrow(
      'ERROR: Cannot COPY into nonexistent table nowhere',
    );
    await expect(copy('there', 'none/', 'FORMAT JSON')).rejects.toThrow(
      "The specified S3 prefix 'none/' does not exist",
    );
    await expect(copy('there (other)', 'there', 'FORMAT JSON')).rejects.toThrow(
      'column "other" of relation "there" does not exist',
    );
    await expect(house.run("COPY there FROM 's3://nobucket/x' IAM_ROLE default FORMAT JSON")).rejects.toThrow(
      'NoSuchBucket',
    );
    await expect(copy('there', 'there', "FORMAT JSON 's3://lake/no-paths'")).rejects.toThrow('NoSuchKey');
  });

  test('COPY reads as the role that it names, where that is one of this cloud', async () => {
    await put('roles/1', '{"id": 1}');
    await house.run('CREATE TABLE by_role (id INT)');
    const document = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
    const trusting = (Service: string) =>
      document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } });
    const role = (RoleName: string, service: string) =>
      house.local.call(admin, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: trusting(service) });
    const permit = (...statements: readonly object[]) =>
      house.local.call(admin, 'iam', 'PutRolePolicy', {
        RoleName: 'loader',
        PolicyName: 'p',
        PolicyDocument: document(...statements),
      });
    const load = (name: string) =>
      house.run(`COPY by_role FROM 's3://lake/roles/' IAM_ROLE 'arn:aws:iam::000000000000:role/${name}' FORMAT JSON`);
    await role('loader', 'redshift.amazonaws.com');
    await role('stranger', 'lambda.amazonaws.com');
    await expect(load('stranger')).rejects.toThrow(
      'Not authorized to get credentials of role arn:aws:iam::000000000000:role/stranger',
    );
    await expect(load('loader')).rejects.toThrow(/S3ServiceException:AccessDenied,Status 403[\s\S]*s3:ListBucket/);
    const list = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::lake' };
    await permit(list);
    await expect(load('loader')).rejects.toThrow(/AccessDenied[\s\S]*s3:GetObject/);
    await permit(list, { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/roles/*' });
    await load('loader');
    await load('of-another-account');
    expect(await house.run('SELECT count(*) FROM by_role')).toEqual([[2]]);
  });

  test('a database and what is in it survive a restart', async () => {
    await house.run('CREATE TABLE kept (id INT)');
    await house.run('INSERT INTO kept VALUES (7)');
    await house.close();
    house = openWarehouse({ databases: engine.url, stateDir: folder.stateDir });
    expect(await house.run('SELECT id FROM kept')).toEqual([[7]]);
  });
}
