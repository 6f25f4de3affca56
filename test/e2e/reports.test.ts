import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { deploy } from '@tributary/cli/deploy.ts';
import { feedSample } from '@tributary/cli/sample/feed.ts';
import { localRegion } from '@tributary/cli/target.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lake as runLake } from '../cli/lake.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

let lake: TestLake;
const time = '2026-11-30T06:00:00Z';
const key = 'reports/integrations/2026-11-30T06-00.html';

beforeAll(async () => {
  lake = await startLake();
  await feedSample(new CloudWatchLogsClient(lake.client), lake.names.haproxyLogGroup, () => undefined);
  await deploy('query', {
    ...{ endpoint: lake.endpoint, region: localRegion, logDir: join(lake.stateDir, 'deploy') },
    parameters: {
      reportSchedule: 'cron(0 6 * * ? *)',
      reportMailFrom: 'lake@example.com',
      reportMailTo: 'ada@example.com,grace@example.com',
    },
  });
  const numbers = 'SELECT (SELECT count(*) FROM integration_requests), (SELECT sum(requests) FROM integration_usage)';
  const views = 'SELECT count(*) FROM integration_trend';
  await eventually(
    () =>
      Promise.all([lake.query(numbers), lake.query(views), lake.query('SELECT count(*) FROM haproxy_requests')]).catch(
        () => [],
      ),
    ([usage, , requests]) =>
      usage !== undefined && usage[0]?.[0] === usage[0]?.[1] && requests?.[0]?.[0] === usage[0]?.[0],
    180_000,
  );
}, 600_000);
afterAll(() => lake?.dispose());

/** What EventBridge sends when the schedule's time has come. */
async function schedule(): Promise<void> {
  const { QueueUrl } = await lake.cloud.call(admin, 'sqs', 'GetQueueUrl', {
    QueueName: 'tributary-query-local-report',
  });
  const event = { id: crypto.randomUUID(), source: 'aws.events', 'detail-type': 'Scheduled Event', time, detail: {} };
  await lake.cloud.call(admin, 'sqs', 'SendMessage', { QueueUrl, MessageBody: JSON.stringify(event) });
}

const mails = () => {
  try {
    return readdirSync(join(lake.stateDir, 'outbox'));
  } catch {
    return [];
  }
};

async function pages(): Promise<readonly string[]> {
  const { Contents = [] } = await new S3Client(lake.client).send(
    new ListObjectsV2Command({ Bucket: lake.names.lakeBucket, Prefix: 'reports/' }),
  );
  return Contents.flatMap(({ Key }) => Key ?? []);
}

async function page(): Promise<string> {
  const { Body } = await new S3Client(lake.client).send(
    new GetObjectCommand({ Bucket: lake.names.lakeBucket, Key: key }),
  );
  return (await Body?.transformToString()) ?? '';
}

const phase = async () => {
  const { Item } = await lake.cloud.call(admin, 'dynamodb', 'GetItem', {
    TableName: 'tributary-query-jobs-local',
    Key: { pk: { S: 'report#integrations' }, sk: { S: time } },
  });
  return /"phase":"(\w+)"/.exec(Item?.state?.S ?? '')?.[1];
};

/** All but when it was made. */
const undated = (html: string) => html.replace(/Made [\d :-]+ UTC/, '');

describe('a report', () => {
  test('comes by schedule as a page in S3 and as a mail, as lake render makes it', async () => {
    await schedule();
    await schedule();
    await eventually(phase, (seen) => seen === 'done', 120_000);
    expect(await pages()).toEqual([key]);
    const html = await page();
    expect(html).not.toContain('class="failure"');
    expect(html).not.toContain('No rows.');
    expect(html.match(/<svg /g)).toHaveLength(8);
    const out = join(lake.stateDir, 'rendered.html');
    const rendered = await runLake(['render', 'integrations', '--out', out], {
      env: { AWS_ENDPOINT_URL: lake.endpoint },
    });
    expect(rendered.stdout).toContain('15 charts');
    expect(undated(html)).toBe(undated(readFileSync(out, 'utf8')));

    const [file = ''] = mails();
    const mail = readFileSync(join(lake.stateDir, 'outbox', file), 'utf8');
    expect(mail).toMatch(/^To: ada@example\.com, grace@example\.com\r$/m);
    const attached = /filename=integrations-2026-11-30T06-00\.html[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(
      mail,
    )?.[1];
    expect(Buffer.from(attached ?? '', 'base64').toString('utf8')).toBe(html);
    const [, requests] = /<p class="number">([\d,]+) /.exec(html) ?? [];
    expect(mail).toContain(`Requests: ${requests}`);
  });

  test('of a time is mailed once, however often its schedule is told', async () => {
    await schedule();
    await eventually(
      async () => (await lake.cloud.call(admin, 'sqs', 'GetQueueAttributes', await queue())).Attributes ?? {},
      (seen) => Object.values(seen).every((count) => count === '0'),
    );
    expect(mails()).toHaveLength(1);
    expect(await phase()).toBe('done');
  });
});

async function queue() {
  const { QueueUrl } = await lake.cloud.call(admin, 'sqs', 'GetQueueUrl', {
    QueueName: 'tributary-query-local-report',
  });
  const AttributeNames = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  return { QueueUrl, AttributeNames: [...AttributeNames] };
}
