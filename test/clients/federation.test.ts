import { readFileSync } from 'node:fs';
import { postgresqlProgram, startPostgresql } from '@tributary/local/aws/athena/federated/postgresql-server.ts';
import { startMariadb } from '@tributary/local/aws/athena/federated/servers.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startLake, type TestLake } from '../harness/lake.ts';
import { describeWith } from '../harness/servers.ts';

const password = 'p@ss "word"';

type Server = { readonly port: number; stop(): Promise<void> };

type Kind = {
  readonly name: string;
  readonly program: string;
  readonly connectionType: string;
  /** What the connector calls the database in its properties, and the schema the tables are in. */
  readonly database: string;
  readonly schema: string;
  start(statements: readonly string[]): Promise<Server>;
};

const accountColumns =
  'account_id bigint PRIMARY KEY, domain varchar(100), company varchar(100), plan varchar(20), region varchar(20), mrr_cents integer, created_at timestamp NULL';
const integrationColumns =
  'integration_id integer PRIMARY KEY, slug varchar(40), name varchar(40), vendor varchar(40), is_internal boolean, user_agent_prefix varchar(40)';

/** CREATE and INSERT statements of the sample's CRM, in SQL that both servers know. */
function crm(): readonly string[] {
  return [...load('accounts', accountColumns), ...load('integrations', integrationColumns)];
}

function load(table: string, columns: string): readonly string[] {
  const file = readFileSync(new URL(`../../samples/crm/${table}.csv`, import.meta.url));
  const [header = [], ...rows] = z.array(z.array(z.string())).parse(parse(file));
  const flag = header.indexOf('is_internal');
  const literal = (value: string, at: number) => {
    if (at === flag) return String(value === '1');
    return value === '' ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  };
  const tuples = rows.map((row) => `(${row.map(literal).join(', ')})`);
  return [`CREATE TABLE crm.${table} (${columns})`, `INSERT INTO crm.${table} VALUES ${tuples.join(', ')}`];
}

const kinds: readonly Kind[] = [
  {
    name: 'MariaDB',
    program: 'mariadbd',
    connectionType: 'MYSQL',
    database: 'crm',
    schema: 'crm',
    start: (statements) =>
      startMariadb([
        'CREATE DATABASE crm CHARACTER SET utf8mb4',
        ...statements,
        `CREATE USER lake@'127.0.0.1' IDENTIFIED BY '${password}'`,
        "GRANT SELECT ON crm.* TO lake@'127.0.0.1'",
      ]),
  },
  {
    name: 'PostgreSQL',
    program: postgresqlProgram('postgres'),
    connectionType: 'POSTGRESQL',
    database: 'postgres',
    schema: 'crm',
    start: (statements) => startPostgresql(password, ['CREATE SCHEMA crm', ...statements]),
  },
];

for (const kind of kinds) {
  describeWith([{ name: kind.name, check: [kind.program, '--version'] }], `a federated catalog on ${kind.name}`, () => {
    let lake: TestLake;
    let server: Server | undefined;
    const catalog = `crm_${kind.connectionType.toLowerCase()}`;

    beforeAll(async () => {
      server = await kind.start(crm());
      lake = await startLake();
      await connect(lake, kind, catalog, { port: server.port, password });
      await agents(lake);
    });
    afterAll(async () => {
      await lake?.dispose();
      await server?.stop();
    });

    test('a join with a table of the lake gives what it gives on the files that stand in', async () => {
      const join = (from: string) => `
        SELECT a.agent, i.slug, lower(CAST(i.is_internal AS varchar)) IN ('1', 'true') AS internal, count(c.account_id), sum(c.mrr_cents)
        FROM agents AS a
        JOIN ${from}.integrations AS i ON starts_with(a.agent, i.user_agent_prefix) AND i.user_agent_prefix <> ''
        LEFT JOIN ${from}.accounts AS c ON c.domain LIKE '%eu.%' AND c.created_at >= TIMESTAMP '2016-01-01 00:00:00'
        GROUP BY 1, 2, 3 ORDER BY 1, 2`;
      const rows = await lake.query(join(`${catalog}.${kind.schema}`));
      expect(rows.length).toBeGreaterThan(2);
      expect(rows).toEqual(await lake.query(join('crm.crm')));
    });

    test('every value arrives as the file has it', async () => {
      const all = (from: string) =>
        `SELECT account_id, domain, company, plan, region, mrr_cents, CAST(created_at AS timestamp(3)) FROM ${from}.accounts ORDER BY account_id`;
      expect(await lake.query(all(`${catalog}.${kind.schema}`))).toEqual(await lake.query(all('crm.crm')));
    });

    test('its databases, tables and columns can be listed', async () => {
      const { DatabaseList = [] } = await lake.cloud.call(admin, 'athena', 'ListDatabases', { CatalogName: catalog });
      expect(DatabaseList.map(({ Name }) => Name)).toContain(kind.schema);
      const names = { CatalogName: catalog, DatabaseName: kind.schema };
      const { TableMetadataList = [] } = await lake.cloud.call(admin, 'athena', 'ListTableMetadata', names);
      expect(TableMetadataList.map(({ Name }) => Name)).toEqual(['accounts', 'integrations']);
    });

    test('a wrong password, an unknown table and a stopped server are told as they are', async () => {
      const port = server?.port ?? 0;
      await connect(lake, kind, `${catalog}_wrong`, { port, password: 'wrong' });
      const count = (from: string) => lake.query(`SELECT count(*) FROM ${from}`);
      await expect(count(`${catalog}_wrong.${kind.schema}.accounts`)).rejects.toThrow(
        new RegExp(`data source '${catalog}_wrong'.*(Access denied|password authentication failed)`, 's'),
      );
      await expect(count(`${catalog}.${kind.schema}.nothing`)).rejects.toThrow(/TABLE_NOT_FOUND.*nothing/);
      await server?.stop();
      server = undefined;
      await expect(count(`${catalog}.${kind.schema}.accounts`)).rejects.toThrow(
        new RegExp(`data source '${catalog}'.*ECONNREFUSED 127\\.0\\.0\\.1:${port}`, 's'),
      );
    });
  });
}

/** A catalog over the server, as `aws athena create-data-catalog` would make it, its password in a secret. */
async function connect(
  { cloud, names }: TestLake,
  { connectionType, database }: Kind,
  name: string,
  server: { readonly port: number; readonly password: string },
): Promise<void> {
  const SecretString = JSON.stringify({ username: 'lake', password: server.password });
  const { ARN } = await cloud.call(admin, 'secretsmanager', 'CreateSecret', { Name: `${name}-secret`, SecretString });
  const properties = {
    host: '127.0.0.1',
    port: String(server.port),
    database,
    SecretArn: ARN,
    SubnetId: 'subnet-0123456789abcdef0',
    SecurityGroupIdList: ['sg-0123456789abcdef0'],
    spill_bucket: names.athenaBucket,
  };
  await cloud.call(admin, 'athena', 'CreateDataCatalog', {
    Name: name,
    Type: 'FEDERATED',
    Parameters: { 'connection-type': connectionType, 'connection-properties': JSON.stringify(properties) },
  });
}

/** A Hive table of the lake's to join with. */
async function agents({ names, query }: TestLake): Promise<void> {
  await query(`CREATE TABLE agents WITH (format = 'PARQUET', external_location = 's3://${names.athenaBucket}/agents/') AS
    SELECT agent FROM (VALUES 'Zapier', 'Slackbot 1.0', 'HubSpot Connect 2.0', 'curl/8') AS t (agent)`);
}
