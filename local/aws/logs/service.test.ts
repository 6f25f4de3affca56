import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Service } from '../../kernel/service.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { createMonitoring } from '../monitoring/service.ts';
import { createLogs } from './service.ts';

let testing: ReturnType<typeof createTestCloud>;
let logs: Service;
const logGroupName = '/haproxy';
const logStreamName = 'edge-1';
const now = Date.now();

beforeEach(async () => {
  testing = createTestCloud();
  logs = createLogs(testing.cloud, { deliverAfterMs: 10, retryMs: 10 });
  testing.add(logs);
  await testing.cloud.call(admin, 'logs', 'CreateLogGroup', { logGroupName });
  await testing.cloud.call(admin, 'logs', 'CreateLogStream', { logGroupName, logStreamName });
});
afterEach(() => testing.end());

function put(messages: readonly string[], at = now) {
  const logEvents = messages.map((message, index) => ({ message, timestamp: at + index }));
  return testing.cloud.call(admin, 'logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents });
}

async function filtered(filterPattern: string) {
  const { events = [] } = await testing.cloud.call(admin, 'logs', 'FilterLogEvents', { logGroupName, filterPattern });
  return events.map((event) => event.message);
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 10) await new Promise((go) => setTimeout(go, 10));
  expect(condition()).toBe(true);
}

type Envelope = {
  readonly messageType: string;
  readonly owner: string;
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
};

function record(input: unknown): Envelope {
  const data = Object(input).Record.Data;
  return JSON.parse(gunzipSync(data).toString('utf8'));
}

function subscribe(filterPattern = '', filterName = 'to-lake') {
  return testing.cloud.call(admin, 'logs', 'PutSubscriptionFilter', {
    logGroupName,
    filterName,
    filterPattern,
    destinationArn: 'arn:aws:firehose:eu-west-1:000000000000:deliverystream/logs',
    roleArn: 'arn:aws:iam::000000000000:role/to-firehose',
  });
}

describe('putting events', () => {
  test('keeps them in order, pages both ways, and survives a restart', async () => {
    await put(['a', 'b', 'c']);
    await put(['earlier'], now - 1_000);
    testing.add(createLogs(testing.cloud));
    const stream = { logGroupName, logStreamName };
    const head = await testing.cloud.call(admin, 'logs', 'GetLogEvents', { ...stream, startFromHead: true, limit: 3 });
    expect(head.events?.map((event) => event.message)).toEqual(['earlier', 'a', 'b']);
    const rest = await testing.cloud.call(admin, 'logs', 'GetLogEvents', {
      ...stream,
      nextToken: head.nextForwardToken,
    });
    expect(rest.events?.map((event) => event.message)).toEqual(['c']);
    const end = await testing.cloud.call(admin, 'logs', 'GetLogEvents', {
      ...stream,
      nextToken: rest.nextForwardToken,
    });
    expect(end.nextForwardToken).toBe(rest.nextForwardToken);
    const tail = await testing.cloud.call(admin, 'logs', 'GetLogEvents', { ...stream, limit: 2 });
    expect(tail.events?.map((event) => event.message)).toEqual(['b', 'c']);
  });

  test('refuses what AWS refuses and says which events were too old or too new', async () => {
    await expect(put([])).rejects.toThrow('length greater than or equal to 1');
    await expect(put(['x'.repeat(1_048_576)])).rejects.toThrow('Upload too large');
    const events = [
      { timestamp: 1, message: 'b' },
      { timestamp: 0, message: 'a' },
    ];
    const stream = { logGroupName, logStreamName };
    await expect(testing.cloud.call(admin, 'logs', 'PutLogEvents', { ...stream, logEvents: events })).rejects.toThrow(
      'chronological',
    );
    await expect(put(['old'], now - 15 * 86_400_000)).resolves.toMatchObject({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    });
    await expect(put(['new'], now + 3 * 3_600_000)).resolves.toMatchObject({
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 },
    });
    expect(await filtered('')).toEqual([]);
  });

  test('goes on after a line that a killed process left torn', async () => {
    await put(['whole']);
    const folder = join(testing.cloud.stateDir, 'logs', 'events');
    const [file = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.jsonl'),
    );
    appendFileSync(join(folder, file), '["torn');
    testing.add(createLogs(testing.cloud));
    await testing.cloud.call(admin, 'logs', 'DescribeLogStreams', { logGroupName });
    await put(['next']);
    expect(await filtered('')).toEqual(['whole', 'next']);
  });

  test('takes 20,000 lines in a few seconds', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `${index} ${'x'.repeat(150)}`);
    const began = performance.now();
    for (let batch = 0; batch < 4; batch += 1) await put(lines, now + batch);
    expect(await filtered('"4999 "')).toHaveLength(4);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('filter patterns', () => {
  const messages = [
    'ERROR disk full',
    'WARN disk slow',
    '{"level":"info","status":200,"user":{"name":"ann"},"tags":["a","b"],"gone":null}',
    '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /x HTTP/1.0" 404 2326',
  ];
  beforeEach(() => put(messages));

  test.each([
    ['disk', [0, 1]],
    ['disk -slow', [0]],
    ['?full ?slow', [0, 1]],
    ['"disk full"', [0]],
    ['%disk (full|slow)%', [0, 1]],
    ['{ $.status = 200 }', [2]],
    ['{ $.status >= 201 || $.user.name = "a*" }', [2]],
    ['{ ($.status = 200) && ($.level != "info") }', []],
    ['{ $.tags[1] = "b" && $.gone IS NULL && $.missing NOT EXISTS }', [2]],
    ['[ip, id, user, time, request, status = 4*, bytes > 2000]', [3]],
    ['[ip, ..., status = 200, bytes]', []],
    ['[ip, ..., status = 404, bytes]', [3]],
  ])('%s', async (pattern, expected) => {
    expect(await filtered(pattern)).toEqual(expected.map((index) => messages[index]));
  });

  test('that cannot be read are refused', async () => {
    await expect(filtered('{ status = 1 }')).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(filtered('{ $.status ~ 1 }')).rejects.toMatchObject({ code: 'InvalidParameterException' });
  });
});

describe('a subscription', () => {
  const got: Envelope[] = [];
  beforeEach(() => {
    got.length = 0;
    testing.answer('firehose', 'PutRecord', (input, caller) => {
      expect(caller).toMatchObject({ kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/to-firehose' });
      got.push(record(input));
      return { RecordId: '1' };
    });
  });
  const messages = () => got.flatMap((one) => one.logEvents.map((event) => event.message));

  test('begins with a control message and sends what matches from then on', async () => {
    await put(['GET before']);
    await subscribe('GET');
    expect(got[0]).toMatchObject({ messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logEvents: [{ id: '' }] });
    await put(['GET 1', 'POST 2', 'GET 3']);
    await until(() => got.length === 2);
    expect(got[1]).toMatchObject({
      messageType: 'DATA_MESSAGE',
      owner: '000000000000',
      logGroup: logGroupName,
      logStream: logStreamName,
      subscriptionFilters: ['to-lake'],
    });
    expect(got[1]?.logEvents.map((event) => event.message)).toEqual(['GET 1', 'GET 3']);
    expect(got[1]?.logEvents[0]?.id).toMatch(/^\d{56}$/);
  });

  test('is refused when its destination cannot be reached, and beyond two', async () => {
    testing.answer('firehose', 'PutRecord', () => {
      throw new AwsError('AccessDeniedException', 'no');
    });
    await expect(subscribe()).rejects.toThrow('Could not deliver test message to specified Firehose stream');
    testing.answer('firehose', 'PutRecord', () => ({ RecordId: '1' }));
    await subscribe('', 'one');
    await subscribe('', 'two');
    await expect(subscribe('', 'three')).rejects.toMatchObject({ code: 'LimitExceededException' });
  });

  test('tries again until it is heard, and goes on after a restart', async () => {
    await subscribe();
    let down = true;
    testing.answer('firehose', 'PutRecord', (input) => {
      if (down) throw new AwsError('ServiceUnavailableException', 'slow down', 503);
      got.push(record(input));
      return { RecordId: '1' };
    });
    await put(['kept']);
    await until(() => testing.logged.some((line) => line.includes('will try again')));
    await logs.stop?.();
    logs = createLogs(testing.cloud, { deliverAfterMs: 10, retryMs: 10 });
    testing.add(logs);
    down = false;
    logs.start?.();
    await until(() => messages().includes('kept'));
  });

  test('bounds its records, and loses or repeats them when a fault says so', async () => {
    await subscribe();
    const line = 'y'.repeat(100_000);
    for (let batch = 0; batch < 3; batch += 1) await put(Array.from({ length: 9 }, () => line));
    await until(() => messages().filter((message) => message === line).length === 27);
    expect(got.length).toBeGreaterThan(3);
    got.length = 0;
    testing.cloud.faults.add({ at: 'logs:deliver', kind: 'duplicate', times: 1 });
    await put(['twice']);
    await until(() => messages().filter((message) => message === 'twice').length === 2);
    testing.cloud.faults.add({ at: 'logs:deliver', kind: 'lose', times: 1 });
    await put(['never']);
    await until(() => testing.cloud.faults.strike('none').length === 0);
    await new Promise((go) => setTimeout(go, 60));
    await put(['after']);
    await until(() => messages().includes('after'));
    expect(messages()).not.toContain('never');
  });
});

test('what comes into a group is measured as AWS/Logs, after some seconds', async () => {
  const monitoring = createMonitoring(testing.cloud);
  testing.add(monitoring);
  await put(['four', 'caf\u00e9']);
  await put(['six...']);
  let sums: readonly (number | undefined)[] = [];
  await until(() => {
    void measured().then((found) => {
      sums = found;
    });
    return sums[1] === 3;
  });
  // 4 + 5 + 6 bytes of UTF-8 in 3 events.
  expect(sums).toEqual([15, 3]);

  async function measured() {
    const { MetricDataResults = [] } = await testing.cloud.call(admin, 'monitoring', 'GetMetricData', {
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 3_600_000),
      MetricDataQueries: ['IncomingBytes', 'IncomingLogEvents'].map((MetricName) => ({
        Id: MetricName.toLowerCase(),
        MetricStat: {
          Metric: { Namespace: 'AWS/Logs', MetricName, Dimensions: [{ Name: 'LogGroupName', Value: logGroupName }] },
          Period: 86_400,
          Stat: 'Sum',
        },
      })),
    });
    return MetricDataResults.map(({ Values = [] }) => Values.reduce((sum, value) => sum + value, 0));
  }
});
