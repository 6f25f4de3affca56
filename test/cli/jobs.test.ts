import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { putLines } from '@tributary/cli/log-lines.ts';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
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

  test('what waits for tables is said, with what makes them come, and asking for it computes nothing', async () => {
    const { code, stdout } = await at('jobs');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Waits for tables that are not there.*\n {2}integration_usage\n {4}lake\.integration_requests, an enrichment of/s,
    );
    expect(await at('jobs', 'integration_usage')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/waits for +lake\.integration_requests, an enrichment/),
    });
    const { nodes } = JSON.parse((await at('graph', '--json')).stdout);
    expect(nodes).toContainEqual(expect.objectContaining({ name: 'raw.events_order_placed', state: 'missing' }));
    expect(nodes).toContainEqual(
      expect.objectContaining({ name: 'account_events', missing: ['raw.events_order_placed'] }),
    );
    expect(await at('run', 'integration_usage', '--day', emptyDay, '--wait')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('integration_usage reads lake.integration_requests, an enrichment'),
    });
    const rows = await eventually(
      () => cloud.query('SELECT count(*) FROM account_health').catch(() => []),
      (found) => found.length > 0,
      120_000,
    );
    expect(rows, 'it has its table').toEqual([['0']]);
  });

  test('a day that was set aside is told, with the reason and when it is tried again', async () => {
    const store = createJobStore(new DynamoDBClient(cloud.client), `${cloud.names.prefix}-query-jobs-local`);
    const day = { id: emptyDay, partition: emptyDay, lane: 'write', stamp: 's', dueAt: Date.now() };
    await store.addUnits('integration_usage', [day]);
    const units = (await store.units('integration_usage')).filter(({ id }) => id === emptyDay);
    const began = Date.now();
    // As the service would have it, of its present SQL: it is not tried again at once.
    const digest = await eventually(
      async () => (await store.state('integration_usage')).digest,
      (seen) => seen !== undefined,
    );
    await store.putAside('integration_usage', units, {
      ...{ digest: digest ?? '', reason: 'no such column', at: began, againAt: began, retryAt: began + 3_600_000 },
    });
    const told = await at('jobs');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toContain('no such column');
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
    expect(log).toMatchObject([{ lane: 'write', units: 1, examples: [day], state: 'SUCCEEDED', why: ['by hand'] }]);
    expect((await at('jobs', 'integration_usage')).stdout).toContain(`1 day: ${day}`);
    const hours = await at('run', 'integration_requests', '--from', day, '--to', '2026-11-21', '--wait');
    expect(hours).toMatchObject({ code: 0, stdout: expect.stringContaining('integration_requests is computed anew') });
  });

  test('why it ran, what it hangs on and what on it are told, of tables that are only read too', async () => {
    const { why } = await eventually(
      async () => JSON.parse((await at('jobs', 'integration_usage', '--why', '--json')).stdout),
      (told) => told.why.readBy.length > 0,
      120_000,
    );
    expect(why.reads).toContainEqual(
      expect.objectContaining({ name: 'integration_requests', isDirect: true, state: 'SUCCEEDED' }),
    );
    expect(why.readBy).toEqual([{ target: 'integration_trend', distance: 1 }]);
    const told = await at('jobs', 'integration_usage', '--why');
    expect(told.stdout).toMatch(/│ because +│/);
    expect(told.stdout).toContain('Table Updated of lake.integration_requests');
    expect((await at('jobs', '--why')).stdout).toMatch(/│ because +│/);
    // Each service notes what its targets read by itself, within the minute.
    const { why: ofRequests } = await eventually(
      async () => JSON.parse((await at('jobs', 'haproxy_requests', '--why', '--json')).stdout),
      ({ why: seen }) =>
        seen.readBy.some(({ target }: { readonly target: string }) => target === 'integration_requests'),
      120_000,
    );
    expect(ofRequests.readBy).toContainEqual({ target: 'integration_requests', distance: 1 });
    expect(ofRequests.madeRun).toContainEqual(
      expect.objectContaining({ target: 'integration_requests', state: 'SUCCEEDED' }),
    );
  });

  test('the graph shows how each table stands, as text and as a picture', async () => {
    const { nodes } = JSON.parse((await at('graph', 'integration_usage', '--json')).stdout);
    const states = nodes.map(({ name, state }: { readonly name: string; readonly state: string }) => [name, state]);
    expect(states).toContainEqual(['haproxy_requests', 'read']);
    expect(states).toContainEqual(['integration_usage', 'fresh']);
    const told = await at('graph');
    expect(told).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/● .*integration_usage +fresh, /),
    });
    const file = join(mkdtempSync(join(tmpdir(), 'tributary-graph-')), 'graph.svg');
    expect(await at('graph', '--svg', file)).toMatchObject({ code: 0, stdout: expect.stringContaining(file) });
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg .*integration_usage.*<\/svg>\n$/s);
    rmSync(dirname(file), { recursive: true });
  });

  test('a backfill says first what it takes, is done while nothing else is, and is not done twice', async () => {
    const days = ['backfill', 'integration_usage', '--from', '2026-11-18', '--to', '2026-11-21'];
    const dry = await at(...days);
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('to do      3: 2026-11-18 to 2026-11-20 (3)'),
    });
    expect(dry.stdout).toMatch(/scans +about .* on AWS at \$5 per TB: .* a day, as its last/);
    const went = await at(...days, '--go');
    expect(went).toMatchObject({ code: 0, stdout: expect.stringContaining('3 days of integration_usage made anew.') });
    const again = await at(...days, '--go');
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('All of it is done. --again begins anew.'),
    });
    const [entry] = JSON.parse((await at('jobs', 'integration_usage', '--json', '--most', '1')).stdout).log;
    expect(entry).toMatchObject({ lane: 'backfill', partitionCount: 3, why: ['by hand'] });
    const { versions } = JSON.parse((await at('jobs', 'integration_usage', '--versions', '--json')).stdout);
    expect(versions).toMatchObject([{ isPresent: true, partitions: expect.arrayContaining(['2026-11-18', day]) }]);
  });

  test('datasets that people ask are told from those that nobody does', async () => {
    const { code, stdout } = await at('jobs', '--unused', '--json');
    const uses = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(uses.find(({ dataset }) => dataset === 'integration_usage')).toMatchObject({ askedAt: expect.any(String) });
    expect((await at('jobs', '--unused')).stdout).toContain("Athena's history of ");
    expect((await at('jobs', '--failed')).stdout).toContain('Nothing is set aside');
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
    [['run', 'integration_usage', '--hour', '2026-11-20T13'], 'has days, no hours'],
    [['graph', 'integration_usgae'], 'Did you mean integration_usage?'],
    [['backfill', 'integration_usage'], 'Say from which day on'],
    [['backfill', 'integration_requests', '--from', day], 'is no dataset: lake run'],
    [['jobs', '--versions'], 'Say of which dataset'],
    [['jobs', 'integration_trend', '--versions'], 'is no dataset'],
  ] as const) {
    const { code, stderr } = await lake(args, { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
  }
});
