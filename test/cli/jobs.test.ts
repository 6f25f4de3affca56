import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { putLines } from '@tributary/cli/log-lines.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { lake } from './lake.ts';

const sample = new URL('../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url);
/** A day that no line is of, and the day of all of them. */
const emptyDay = '2026-11-19';
const day = '2026-11-20';

describe('lake jobs, run and retry', () => {
  let cloud: TestLake;
  beforeAll(async () => {
    cloud = await startLake();
  });
  afterAll(() => cloud?.dispose());
  const at = (...args: readonly string[]) => lake(args, { env: { AWS_ENDPOINT_URL: cloud.endpoint } });

  async function land(): Promise<void> {
    const lines = gunzipSync(readFileSync(sample)).toString('utf8').split('\n').slice(0, 400);
    const stream = { logGroupName: cloud.names.haproxyLogGroup, logStreamName: 'jobs' };
    await putLines(
      new CloudWatchLogsClient(cloud.client),
      stream,
      (async function* () {
        yield* lines;
      })(),
    );
  }

  test('before anything has run that is said, without a table', async () => {
    const { code, stdout } = await at('jobs');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Nothing has run or waits yet for: .*integration_requests, integration_usage/);
  });

  test('a day whose source is not there is set aside, with the reason and when it is tried again', async () => {
    const waited = await at('run', 'integration_usage', '--day', emptyDay, '--wait');
    expect(waited).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`1 day of integration_usage is set aside: ${emptyDay}`),
    });
    expect(waited.stdout).toContain('integration_requests');
    const told = await at('jobs');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(/│ integration_usage +│ +│ +│ 1 day +│ FAILED /);
    expect(told.stdout).toMatch(/tried again by itself at .* or at once by: lake retry integration_usage\n/);
    expect(await at('run', 'integration_usage', '--wait')).toMatchObject({ code: 1 });
  });

  test('once the source is there, retry is all it takes', async () => {
    await land();
    await eventually(
      () => cloud.query('SELECT sum(requests) FROM integration_usage').catch(() => []),
      ([row]) => Number(row?.[0]) > 0,
      120_000,
    );
    const again = await at('retry', 'integration_usage');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining(`and goes again: ${emptyDay}`) });
    await eventually(
      () => at('retry', 'integration_usage'),
      ({ stdout }) => stdout === 'Nothing of integration_usage is set aside.\n',
    );
    expect(await at('run', 'integration_usage', '--wait')).toMatchObject({ code: 0 });
  });

  test('a day is computed anew, and its statement is in the log', async () => {
    const ran = await at('run', 'integration_usage', '--day', day, '--wait');
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('integration_usage is computed anew') });
    const { stdout } = await at('jobs', 'integration_usage', '--json', '--most', '1');
    const { target, log, running, setAside } = JSON.parse(stdout);
    expect({ target, running, setAside }).toEqual({ target: 'integration_usage', running: null, setAside: [] });
    expect(log).toMatchObject([{ lane: 'write', units: 1, examples: [day], state: 'SUCCEEDED' }]);
    expect((await at('jobs', 'integration_usage')).stdout).toContain(`1 day: ${day}`);
    const hours = await at('run', 'integration_requests', '--from', day, '--to', '2026-11-21', '--wait');
    expect(hours).toMatchObject({ code: 0, stdout: expect.stringContaining('integration_requests is computed anew') });
  });

  test('a lake without its services is told as that', async () => {
    const env = { AWS_ENDPOINT_URL: cloud.endpoint, LAKE_PREFIX: 'acme' };
    const usage = 'integration_usage';
    for (const args of [['jobs'], ['jobs', usage], ['run', usage], ['retry', usage]]) {
      const { code, stdout, stderr } = await lake(args, { env });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('services/query is not deployed to the stage local');
    }
  });
});

test('wrong words are told with what to write instead, before anything is asked', async () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  for (const [args, said] of [
    [['jobs', 'integration_usgae'], 'Did you mean integration_usage?'],
    [['retry', 'integration_usgae'], 'Did you mean integration_usage?'],
    [['run', 'integration_trend', '--day', day], 'integration_trend is a view'],
    [['run', 'integration_usage', '--day', '2026-02-31'], 'takes a day (UTC)'],
  ] as const) {
    const { code, stderr } = await lake(args, { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
  }
});
