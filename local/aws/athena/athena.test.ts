import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { admin, ended, output, role, rows, run, start, submit, withLogs } from './testing/lake.ts';

test('a query reads the partitions it needs, and its result is a quoted CSV file', async () => {
  const lake = await withLogs();
  const whole = await run(lake, 'SELECT id FROM logs');
  const part = await run(lake, "SELECT id, name, nullif(dt, dt) AS none FROM logs WHERE dt = '2026-01-02'");
  expect(whole.Statistics?.DataScannedInBytes).toBe(67);
  expect(part.Statistics?.DataScannedInBytes).toBe(32);
  expect(part.ResultConfiguration?.OutputLocation).toBe(`${output}${part.QueryExecutionId}.csv`);
  const file = lake.files.locate('bucket', `results/${part.QueryExecutionId}.csv`);
  expect(readFileSync(file?.path ?? '', 'utf8')).toBe('"id","name","none"\n"3","a ""b"", c",\n');
});

test('results come in pages, the header row on the first', async () => {
  const lake = await withLogs();
  const { QueryExecutionId } = await run(lake, 'SELECT id FROM logs ORDER BY id');
  const page = (NextToken?: string) =>
    lake.cloud.call(admin, 'athena', 'GetQueryResults', { QueryExecutionId, MaxResults: 2, NextToken });
  const first = await page();
  const second = await page(first.NextToken);
  const values = [first, second].map(({ ResultSet }) => ResultSet?.Rows?.map((row) => row.Data?.[0]?.VarCharValue));
  expect(values).toEqual([
    ['id', '1'],
    ['2', '3'],
  ]);
  expect(second.NextToken).toBeUndefined();
  expect(first.ResultSet?.ResultSetMetadata?.ColumnInfo?.[0]).toMatchObject({ Type: 'integer', Precision: 10 });
});

test('a statement that is no SQL is refused at once, one that cannot be bound fails', async () => {
  const lake = await withLogs();
  await expect(submit(lake, 'SELEC 1')).rejects.toMatchObject({ code: 'InvalidRequestException' });
  const { Status } = await run(lake, 'SELECT nope FROM logs');
  expect(Status?.StateChangeReason).toMatch(/^COLUMN_NOT_FOUND: line 1:8: /);
  expect(Status?.AthenaError).toMatchObject({ ErrorCategory: 2, Retryable: false });
});

test('a client token stands for one execution, and for one request', async () => {
  const lake = await withLogs();
  const request = (QueryString: string) =>
    lake.cloud.call(admin, 'athena', 'StartQueryExecution', {
      QueryString,
      ResultConfiguration: { OutputLocation: output },
      ClientRequestToken: 'a-token-of-at-least-32-characters-1',
    });
  const [first, second] = await Promise.all([request('SELECT 1'), request('SELECT 1')]);
  expect(second.QueryExecutionId).toBe(first.QueryExecutionId);
  await expect(request('SELECT 2')).rejects.toMatchObject({ code: 'InvalidRequestException' });
});

test('each change of state is an event, in order', async () => {
  const lake = await withLogs();
  lake.events.splice(0);
  const { QueryExecutionId } = await run(lake, 'SELECT 1');
  const told = lake.events.map(({ detail }) => [detail.previousState, detail.currentState, detail.sequenceNumber]);
  expect(told).toEqual([
    [undefined, 'QUEUED', '1'],
    ['QUEUED', 'RUNNING', '2'],
    ['RUNNING', 'SUCCEEDED', '3'],
  ]);
  expect(lake.events[0]?.detail).toMatchObject({
    versionId: '0',
    queryExecutionId: QueryExecutionId,
    workgroupName: 'primary',
  });
});

test('a lost event loses nothing else', async () => {
  const lake = await withLogs();
  lake.events.splice(0);
  lake.cloud.faults.add({ at: 'athena:event', kind: 'lose' });
  expect((await run(lake, 'SELECT 1')).Status?.State).toBe('SUCCEEDED');
  expect(lake.events).toEqual([]);
});

test('stopping interrupts what runs and takes what waits out of the queue', async () => {
  const lake = await start({ slots: 1 });
  const endless =
    'SELECT count(*) FROM UNNEST(sequence(1, 9000)) a(x), UNNEST(sequence(1, 9000)) b(y), UNNEST(sequence(1, 9000)) c(z) WHERE (x * y) % (z + 1) = 7';
  const running = await submit(lake, endless);
  const waiting = await submit(lake, 'SELECT 1');
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const QueryExecutionId of [waiting, running])
    await lake.cloud.call(admin, 'athena', 'StopQueryExecution', { QueryExecutionId });
  expect((await ended(lake, running)).Status?.State).toBe('CANCELLED');
  expect((await ended(lake, waiting)).Status?.State).toBe('CANCELLED');
});

test.each(['glue:GetTable', 's3:GetObject', 's3:PutObject'])(
  'without %s a query fails as its caller',
  async (action) => {
    const lake = await withLogs({ denied: (permission) => permission.action === action });
    const { Status } = await run(lake, 'SELECT id FROM logs', role);
    expect(Status?.State).toBe('FAILED');
    expect(Status?.StateChangeReason).toContain(action);
  },
);

test("a caller that may not look for Glue's database default is refused, whatever it asks", async () => {
  const lake = await withLogs({ denied: ({ resource }) => resource.endsWith(':database/default') });
  for (const sql of ['SELECT 1', 'SHOW TABLES IN lake']) {
    const { Status } = await run(lake, sql, role);
    expect(Status?.StateChangeReason).toMatch(/Insufficient permissions to execute the query.*glue:GetDatabase/);
  }
  expect((await run(lake, 'SELECT 1')).Status?.State).toBe('SUCCEEDED');
});

test('executions are still known after a restart, and an unfinished one has failed', async () => {
  const lake = await withLogs();
  const { QueryExecutionId: id = '' } = await run(lake, 'SELECT id FROM logs');
  await lake.close();
  const again = await start({ folder: lake.stateDir });
  expect((await ended(again, id)).Status?.State).toBe('SUCCEEDED');
});

test('INSERT adds files and partitions; more than 100 partitions are refused', async () => {
  const lake = await withLogs();
  await run(
    lake,
    `CREATE EXTERNAL TABLE out (id int) PARTITIONED BY (k string) STORED AS PARQUET LOCATION 's3://bucket/out/'`,
  );
  await run(lake, 'INSERT INTO out SELECT id, dt FROM logs');
  expect(await rows(lake, 'SHOW PARTITIONS out')).toEqual([['k=2026-01-01'], ['k=2026-01-02']]);
  const many = await run(lake, 'INSERT INTO out SELECT x, cast(x AS varchar) FROM UNNEST(sequence(1, 101)) t(x)');
  expect(many.Status?.StateChangeReason).toMatch(/^HIVE_TOO_MANY_OPEN_PARTITIONS/);
  expect((await rows(lake, 'SELECT count(*) FROM out'))[1]).toEqual(['3']);
});

test('CREATE TABLE AS wants an empty location', async () => {
  const lake = await withLogs();
  const sql = "CREATE TABLE copy WITH (external_location = 's3://bucket/logs/') AS SELECT 1 AS x";
  expect((await run(lake, sql)).Status?.StateChangeReason).toMatch(/^HIVE_PATH_ALREADY_EXISTS/);
});

test("CREATE TABLE AS that names no location lies beside its results, wherever its database's tables do", async () => {
  const lake = await withLogs();
  await run(lake, "CREATE DATABASE placed LOCATION 's3://bucket/placed/'");
  const made = await run(lake, 'CREATE TABLE placed.copy AS SELECT id FROM logs');
  const ddl = await rows(lake, 'SHOW CREATE TABLE placed.copy');
  expect(ddl.flat()).toContainEqual(expect.stringContaining(`'s3://bucket/results/tables/${made.QueryExecutionId}/'`));
  expect((await rows(lake, 'SELECT count(*) FROM placed.copy'))[1]).toEqual(['3']);
});

test('a partition projection needs no partitions in Glue', async () => {
  const lake = await withLogs();
  await run(
    lake,
    `CREATE EXTERNAL TABLE projected (id int) PARTITIONED BY (dt string)
     ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/logs/'
     TBLPROPERTIES ('projection.enabled'='true', 'projection.dt.type'='date', 'projection.dt.format'='yyyy-MM-dd',
       'projection.dt.range'='2026-01-01,2026-01-31', 'storage.location.template'='s3://bucket/logs/dt=\${dt}/')`,
  );
  const found = await rows(lake, "SELECT dt, count(*) FROM projected WHERE dt > '2025' GROUP BY 1 ORDER BY 1");
  expect(found.slice(1)).toEqual([
    ['2026-01-01', '2'],
    ['2026-01-02', '1'],
  ]);
});

const connectionProperties = {
  host: 'crm.example',
  port: '3306',
  database: 'crm',
  SecretArn: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:crm-AbC123',
  SubnetId: 'subnet-01234567',
  SecurityGroupIdList: ['sg-01234567'],
  spill_bucket: 'bucket',
};

test('a federated catalog with a reserved host is read from CSV files, and joins', async () => {
  const lake = await withLogs({ denied: ({ action }) => action === 'glue:GetConnection' });
  await lake.cloud.call(admin, 'athena', 'CreateDataCatalog', {
    Name: 'crm',
    Type: 'FEDERATED',
    Parameters: {
      'connection-type': 'MYSQL',
      'connection-properties': JSON.stringify(connectionProperties),
    },
  });
  const found = await rows(
    lake,
    'SELECT i.name FROM logs l JOIN crm.crm.integrations i ON i.integration_id = l.id ORDER BY l.id LIMIT 2',
  );
  expect(found.slice(1)).toEqual([['Zapier'], ['Slack']]);
  const refused = await run(lake, 'SELECT name FROM crm.crm.integrations', role);
  expect(refused.Status?.StateChangeReason).toContain('glue:GetConnection');
});

test('an enforced work group decides where results go', async () => {
  const lake = await withLogs();
  await lake.cloud.call(admin, 'athena', 'CreateWorkGroup', {
    Name: 'team',
    Configuration: { ResultConfiguration: { OutputLocation: 's3://bucket/team/' } },
  });
  const { QueryExecutionId = '' } = await lake.cloud.call(admin, 'athena', 'StartQueryExecution', {
    QueryString: 'SELECT 1',
    WorkGroup: 'team',
    ResultConfiguration: { OutputLocation: output },
  });
  const execution = await ended(lake, QueryExecutionId);
  expect(execution.ResultConfiguration?.OutputLocation).toBe(`s3://bucket/team/${QueryExecutionId}.csv`);
});

test('a prepared statement is executed with its values', async () => {
  const lake = await withLogs();
  await lake.cloud.call(admin, 'athena', 'CreatePreparedStatement', {
    StatementName: 'by_id',
    WorkGroup: 'primary',
    QueryStatement: 'SELECT name FROM logs WHERE id = ?',
  });
  expect((await rows(lake, 'EXECUTE by_id USING 1'))[1]).toEqual(['one']);
});
