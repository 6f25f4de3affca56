import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { putLines } from '@tributary/cli/log-lines.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { lake } from './lake.ts';

const billSchema = z.object({
  day: z.string(),
  prices: z.object({ region: z.literal('eu-west-1'), date: z.string() }),
  total: z.object({ now: z.number(), times10: z.number(), times100: z.number() }),
  ways: z.array(
    z.object({
      way: z.string(),
      share: z.number(),
      cost: z.object({ now: z.number() }),
      items: z.array(z.object({ what: z.string(), meter: z.string(), quantity: z.number() })),
    }),
  ),
  missing: z.array(z.string()),
});

const line = (at: number) =>
  `192.0.2.7:41000 [20/Nov/2026:13:00:${10 + (at % 50)}.851] www app/a1 0/0/1/2/3 200 120 - - ---- 1/1/0/0/0 0/0 "GET /${at} HTTP/1.1"`;

describe('lake cost', () => {
  let cloud: TestLake;
  beforeAll(async () => {
    cloud = await startLake();
  });
  afterAll(() => cloud?.dispose());
  const at = (...args: readonly string[]) => lake(args, { env: { AWS_ENDPOINT_URL: cloud.endpoint } });

  test('of lines that came through the log group: their bytes, what parsed them, and the statements after them', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => line(index));
    const stream = { logGroupName: cloud.names.haproxyLogGroup, logStreamName: 'cost' };
    await putLines(
      new CloudWatchLogsClient(cloud.client),
      stream,
      (async function* () {
        yield* lines;
      })(),
    );
    const bytes = lines.reduce((sum, each) => sum + Buffer.byteLength(each) + 26, 0);
    const bill = await eventually(
      async () => billSchema.parse(JSON.parse((await at('cost', '--json')).stdout)),
      ({ ways }) =>
        ways.some(({ way }) => way === 'integration_requests') &&
        ways.some(({ items }) => items.some(({ what }) => what.startsWith('Firehose'))),
      120_000,
    );
    const haproxy = bill.ways.find(({ way }) => way === "HAProxy's logs");
    const incoming = haproxy?.items.find(({ what }) => what === `CloudWatch Logs ${cloud.names.haproxyLogGroup}`);
    expect(incoming).toMatchObject({ meter: 'logBytes', quantity: bytes });
    expect(haproxy?.items.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Lambda time .*-parse-logs$/),
        expect.stringMatching(/^Firehose .*haproxy/),
      ]),
    );
    expect(bill.ways.map(({ way }) => way)).toEqual(expect.arrayContaining(['integration_requests', 'watching']));
    expect(bill.ways.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(bill.missing).toEqual([expect.stringContaining('AWS/Athena, AWS/AppFlow')]);
  });

  test('for people: the largest first, and what the prices are worth', async () => {
    const { code, stdout, stderr } = await at('cost');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/│ all +│ +\$[\d.]+ │ +100 % │/);
    expect(stdout).toMatch(
      /Prices of eu-west-1 on \d{4}-\d\d-\d\d, in USD, on demand; \d+ of \d+ are from memory and unverified/,
    );
  });

  test('a day without metrics is said to be one, a day to come is refused', async () => {
    const before = await at('cost', '--day', '2020-01-01');
    expect(before.code).toBe(0);
    expect(before.stdout).toContain('No metrics of that day');
    expect(await at('cost', '--day', '2999-01-01')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--day 2999-01-01 is to come'),
    });
  });
});
