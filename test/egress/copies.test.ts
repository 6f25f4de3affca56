import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { startPostgresql } from '@tributary/local/aws/athena/federated/postgresql-server.ts';
import { mariadbMissing, startMariadb, type TestServer } from '@tributary/local/aws/athena/federated/servers.ts';
import type { Copied } from '@tributary/query/egress/core/copy.ts';
import { egress } from '@tributary/query/egress/core/egress.ts';
import { manifest } from '@tributary/query/egress/core/manifest.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openers } from './destinations.ts';
import { bucket, startEgress } from './living.ts';

const columns: Copied['columns'] = {
  ...({ day: 'date', slug: 'string', is_internal: 'boolean', requests: 'bigint', few: 'int' } as const),
  ...({ ratio: 'double', price: 'decimal(20,4)', at: 'timestamp' } as const),
};

const usage: Copied = {
  table: 'usage',
  columns,
  key: ['day', 'slug'],
  partition: { column: 'day', grain: 'day' },
  egress: egress.parse([
    { to: 'mysql', table: 'daily_usage', secret: 'reporting/mysql' },
    { to: 'postgresql', table: 'daily_usage', secret: 'reporting/postgresql' },
    { to: 'postgresql', name: 'whole', mode: 'swap', table: 'usage_whole', secret: 'reporting/postgresql' },
    { to: 's3', prefix: 'usage', of: 'partitions' },
    { to: 's3', name: 'lines', prefix: 'lines', format: 'csv', delimiter: '|', columns: ['day', 'requests'] },
  ]),
};

const create = `CREATE TABLE usage (day date, slug string, is_internal boolean, requests bigint, few int, ratio double, price decimal(20,4), at timestamp)
PARTITIONED BY (day) LOCATION 's3://${bucket}/iceberg/usage/' TBLPROPERTIES ('table_type' = 'ICEBERG')`;

const first = `INSERT INTO usage VALUES
(DATE '2026-11-19', 'shop', true, 9223372036854775807, -1, 0.1, DECIMAL '1234567890123456.7891', TIMESTAMP '2026-11-19 23:59:59.123456'),
(DATE '2026-11-20', NULL, false, NULL, NULL, NULL, NULL, NULL),
(DATE '2026-11-20', 'a "b" \\ é
c', NULL, -9223372036854775808, 0, 1e300, DECIMAL '-0.0001', TIMESTAMP '1970-01-01 00:00:00')`;

type Servers = { readonly mysql: TestServer; readonly postgresql: TestServer };
let servers: Servers;
let lake: Awaited<ReturnType<typeof startEgress>>;

const access = {
  mysql: () => ({ host: '127.0.0.1', port: servers.mysql.port, user: 'root', password: '', database: 'reporting' }),
  postgresql: () => ({
    host: 'localhost',
    port: servers.postgresql.port,
    user: 'lake',
    password: 'secret',
    database: 'postgres',
  }),
};

beforeAll(async () => {
  if (mariadbMissing()) return;
  servers = {
    mysql: await startMariadb(['CREATE DATABASE reporting']),
    postgresql: await startPostgresql('secret', []),
  };
  const { user: username, database: dbname, ...rest } = access.postgresql();
  lake = await startEgress(usage, {
    'reporting/mysql': access.mysql(),
    'reporting/postgresql': { username, dbname, ...rest },
  });
  await lake.run('CREATE DATABASE lake');
  await lake.run(create);
}, 120_000);

afterAll(async () => {
  await lake?.stop();
  await servers?.mysql.stop();
  await servers?.postgresql.stop();
});

/** All rows of a table, each value as the database writes it as text. */
async function rowsIn(to: 'mysql' | 'postgresql', table: string): Promise<readonly string[]> {
  const session = await openers[to](access[to](), undefined);
  try {
    const type = to === 'mysql' ? 'CHAR' : 'text';
    const texts = Object.keys(columns).map((name) => `CAST(${name} AS ${type}) AS ${name}`);
    const rows = await session.run(`SELECT ${texts.join(', ')} FROM ${table}`);
    return rows.map((row) => JSON.stringify(Object.values(Object(row)))).toSorted();
  } finally {
    await session.close();
  }
}

async function manifestOf(prefix: string) {
  const { Body } = await lake.s3.send(new GetObjectCommand({ Bucket: bucket, Key: `egress/${prefix}/current.json` }));
  return manifest.parse(JSON.parse((await Body?.transformToString()) ?? ''));
}

async function foldersOf(prefix: string): Promise<readonly string[]> {
  const { Contents = [] } = await lake.s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: `egress/${prefix}/version=` }),
  );
  return [...new Set(Contents.map(({ Key = '' }) => Key.split('/').at(-2) ?? ''))].toSorted();
}

const shop = ['2026-11-19', 'shop'];

describe.skipIf(mariadbMissing())('a dataset with destinations of every kind', () => {
  test('is in each as it was published, value by value', async () => {
    await lake.publish(first, ['2026-11-19', '2026-11-20']);
    expect(lake.sent).toEqual([]);
    const odd = 'a "b" \\ é\nc';
    expect(await rowsIn('postgresql', 'daily_usage')).toEqual(
      [
        [...shop, 'true', '9223372036854775807', '-1', '0.1', '1234567890123456.7891', '2026-11-19 23:59:59.123456'],
        ['2026-11-20', null, 'false', null, null, null, null, null],
        ['2026-11-20', odd, null, '-9223372036854775808', '0', '1e+300', '-0.0001', '1970-01-01 00:00:00'],
      ]
        .map((row) => JSON.stringify(row))
        .toSorted(),
    );
    expect(await rowsIn('postgresql', 'usage_whole')).toEqual(await rowsIn('postgresql', 'daily_usage'));
    expect(await rowsIn('mysql', 'daily_usage')).toEqual(
      [
        [...shop, '1', '9223372036854775807', '-1', '0.1', '1234567890123456.7891', '2026-11-19 23:59:59.123456'],
        ['2026-11-20', null, '0', null, null, null, null, null],
        ['2026-11-20', odd, null, '-9223372036854775808', '0', '1e300', '-0.0001', '1970-01-01 00:00:00.000000'],
      ]
        .map((row) => JSON.stringify(row))
        .toSorted(),
    );
  }, 120_000);

  test('follows it, partition by partition, and a manifest says what a copy in S3 consists of', async () => {
    const whole = await manifestOf('usage');
    expect(whole).toMatchObject({ dataset: 'usage', format: 'parquet', layers: [{ partitions: 'all' }] });
    await lake.publish("DELETE FROM usage WHERE day = DATE '2026-11-20' AND slug IS NULL", ['2026-11-20']);
    for (const table of ['daily_usage', 'usage_whole']) expect(await rowsIn('postgresql', table)).toHaveLength(2);
    expect(await rowsIn('mysql', 'daily_usage')).toHaveLength(2);
    const next = await manifestOf('usage');
    expect(next.layers).toEqual([...whole.layers, { folder: expect.any(String), partitions: ['2026-11-20'] }]);
    expect(await foldersOf('usage')).toEqual(next.layers.map(({ folder }) => folder.replace('/', '')).toSorted());
    const lines = await manifestOf('lines');
    await lake.publish("UPDATE usage SET few = 5 WHERE day = DATE '2026-11-20'", ['2026-11-20']);
    // Those who have read the manifest before still find its files.
    expect(await foldersOf('lines')).toContain(lines.layers[0]?.folder.replace('/', ''));
    expect(await foldersOf('lines')).toHaveLength(2);
  }, 120_000);

  test('says itself in each database which version it has', async () => {
    for (const to of ['mysql', 'postgresql'] as const) {
      const session = await openers[to](access[to](), undefined);
      const [row] = await session.run("SELECT dataset, version FROM _lake_egress WHERE table_name = 'daily_usage'");
      await session.close();
      expect(JSON.stringify(row)).toMatch(/"dataset":"usage","version":"?3"?/);
    }
  });
});
