import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { createAsk } from '@tributary/cli/athena.ts';
import { deploy } from '@tributary/cli/deploy.ts';
import { putLines } from '@tributary/cli/log-lines.ts';
import type { ServiceName } from '@tributary/cli/service-names.ts';
import { localClient, localRegion } from '@tributary/cli/target.ts';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { readNames } from '@tributary/shared/names.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { lake as command } from '../cli/lake.ts';
import { eventually } from '../harness/eventually.ts';
import { requestLines } from './request-lines.ts';

const [landing, reading] = ['000000000000', '111111111111'];
const [here, there] = [landing, reading].map((account) => readNames({ stage: 'local', account }));
const customers = (rows: number) => ['id,plan', ...Array.from({ length: rows }, (_, at) => `${at},pro`)].join('\n');
const order = (id: string) => `${JSON.stringify({ event_id: id, type: 'order_paid', payload: { total: 5 } })}\n`;
const statements = z.object({ Statement: z.array(z.looseObject({ Sid: z.string() })) });

describe('ingest in one account; catalog, enrich and query in another', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'two-accounts-'));
  let source: RunningCloud;
  let receiver: RunningCloud;
  let query: (sql: string) => Promise<readonly (readonly unknown[])[]>;

  const deployTo = (running: RunningCloud, service: ServiceName, parameters: Readonly<Record<string, string>> = {}) =>
    deploy(service, { endpoint: running.endpoint, region: localRegion, logDir: join(stateDir, 'deploy'), parameters });

  beforeAll(async () => {
    if (here === undefined || there === undefined) throw new Error('unreachable');
    receiver = await startCloud({ stateDir: join(stateDir, 'receiver'), port: 0, account: reading });
    source = await startCloud({
      stateDir: join(stateDir, 'source'),
      port: 0,
      account: landing,
      peers: [receiver.endpoint],
    });
    await Promise.all([
      deployTo(receiver, 'catalog', { sourceAccount: landing }).then(() =>
        deployTo(source, 'ingest', { replicaAccount: reading, lakeBucket: 'ingest' }),
      ),
      deployTo(receiver, 'enrich'),
      deployTo(receiver, 'query'),
    ]);
    const ask = createAsk(new AthenaClient(localClient(receiver.endpoint)));
    const { lakeDatabase: database, workGroup } = there;
    query = async (sql) => (await ask({ sql, database, workGroup })).rows;
  }, 1_200_000);
  afterAll(async () => {
    await Promise.all([source?.stop(), receiver?.stop()]);
    rmSync(stateDir, { recursive: true, force: true });
  });

  const send = async (lines: readonly string[], logStreamName: string) => {
    const logs = new CloudWatchLogsClient(localClient(source.endpoint));
    const all = async function* () {
      yield* lines;
    };
    await putLines(logs, { logGroupName: here?.haproxyLogGroup ?? '', logStreamName }, all(), () => undefined);
  };
  const land = (Key: string, Body: string) =>
    source.cloud.call(admin, 's3', 'PutObject', { Bucket: here?.rawBucket ?? '', Key, Body });
  const one = (sql: string, expected: readonly string[]) =>
    eventually(
      () => query(sql).catch((error: unknown) => [[String(error)]]),
      (rows) => JSON.stringify(rows[0]) === JSON.stringify(expected),
      240_000,
    );

  /** Every row once, in the tables that come from the lake bucket and in those made of replicas of raw. */
  const expectRows = async (requests: number, rows: number, events: number) => {
    const twice = [String(requests), String(requests)];
    await one('SELECT count(*), count(DISTINCT record_id) FROM haproxy_requests', twice);
    await one('SELECT count(*), count(DISTINCT record_id) FROM integration_requests', twice);
    const [[matched] = []] = await query('SELECT count(integration_id) FROM integration_requests');
    expect(Number(matched)).toBeGreaterThan(0);
    const usage =
      'SELECT sum(requests), sum(requests) FILTER (WHERE integration_slug IS NOT NULL) FROM integration_usage';
    await one(usage, [String(requests), String(matched)]);
    await one('SELECT count(*), count(DISTINCT id) FROM shop_customers', [String(rows), String(rows)]);
    await one(`SELECT count(*) FROM ${there?.rawDatabase}.events_order_paid`, [String(events)]);
  };

  test('the tables and the dataset hold what landed, once', async () => {
    const lines = await requestLines(200);
    await send(lines, 'first');
    await land('raw/files/shop/customers/2026-11-20.csv', customers(20));
    await land('raw/events/order_paid/year=2026/month=11/day=20/hour=13/a.json', order('a'));
    await expectRows(200, 20, 1);
  }, 900_000);

  test('while replicas are not let in nothing is lost, and all of it arrives when they are and the page is followed', async () => {
    const policies = await Promise.all(
      [there?.rawBucket ?? '', there?.lakeBucket ?? ''].map(async (Bucket) => {
        const { Policy = '' } = await receiver.cloud.call(admin, 's3', 'GetBucketPolicy', { Bucket });
        const { Statement } = statements.parse(JSON.parse(Policy));
        const without = { Version: '2012-10-17', Statement: Statement.filter(({ Sid }) => Sid !== 'Replicas') };
        expect(without.Statement).toHaveLength(Statement.length - 1);
        await receiver.cloud.call(admin, 's3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(without) });
        return { Bucket, Policy };
      }),
    );
    const lines = await requestLines(300);
    await send(lines.slice(200), 'second');
    await land(
      'raw/files/shop/customers/2026-11-21.csv',
      customers(30).replace(/\n(\d+),/g, (_, id) => `\n${Number(id) + 20},`),
    );
    await land('raw/events/order_paid/year=2026/month=11/day=20/hour=14/b.json', order('b'));
    const failed = async () => {
      const { Contents = [] } = await source.cloud.call(admin, 's3', 'ListObjectsV2', {
        Bucket: here?.lakeBucket ?? '',
        Prefix: 'receipts/',
      });
      const states = await Promise.all(
        Contents.map(async ({ Key = '' }) => {
          const head = { Bucket: here?.lakeBucket ?? '', Key };
          return (await source.cloud.call(admin, 's3', 'HeadObject', head)).ReplicationStatus;
        }),
      );
      return states.filter((state) => state === 'FAILED').length;
    };
    await eventually(failed, (count) => count > 0, 240_000);
    const alarmed = async () => {
      const AlarmNamePrefix = 'tributary-ingest-local-replication-failed';
      const { MetricAlarms = [] } = await source.cloud.call(admin, 'monitoring', 'DescribeAlarms', { AlarmNamePrefix });
      return MetricAlarms.filter(({ StateValue }) => StateValue === 'ALARM').map(({ AlarmName }) => AlarmName);
    };
    await eventually(alarmed, (names) => names.length > 1, 120_000);
    expect(await query('SELECT count(*) FROM shop_customers')).toEqual([['20']]);

    for (const policy of policies) await receiver.cloud.call(admin, 's3', 'PutBucketPolicy', policy);
    const env = { AWS_ENDPOINT_URL: source.endpoint };
    const told = await command(['replay', 'replication', '--go'], { env });
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(/raw-local-000000000000: [2-9]\d* objects replicated again, 0 failed again/);
    await expectRows(300, 50, 2);
    expect((await command(['replay', 'replication', '--go'], { env })).stdout).toContain(
      'nothing has to be replicated again',
    );
  }, 900_000);
});
