import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../src/core/run.ts';
import { createJobLog, type JobLog } from '../src/jobs/job-log.ts';
import { createMemoryJobs } from './memory-jobs.ts';

const run: Run = { id: 'r1', step: 'replace', days: ['2026-11-20'], attempt: 1, notBefore: 0 };
const at = new Date('2026-11-20T12:00:00Z');
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');
const server = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'jobs',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const implementations: readonly (readonly [string, () => JobLog])[] = [
  ['in memory', createMemoryJobs],
  ['in DynamoDB', () => createJobLog(client, 'jobs')],
];

let datasets = 0;

describe.each(implementations)('the job log %s', (_, create) => {
  const setUp = async (days: readonly string[] = []) => {
    datasets += 1;
    const dataset = `dataset_${datasets}`;
    const jobs = create();
    if (days.length > 0) await jobs.addPending(dataset, days);
    return { jobs, dataset, id: `execution_${datasets}`, job: { kind: 'dataset', dataset, run } as const };
  };

  test('keeps pending days, each once', async () => {
    const { jobs, dataset } = await setUp(['2026-11-20', '2026-11-21']);
    await jobs.addPending(dataset, ['2026-11-21']);
    const { pending, failed, ...rest } = await jobs.getState(dataset);
    expect([pending.toSorted(), failed, rest]).toEqual([['2026-11-20', '2026-11-21'], [], {}]);
  });

  test('lets one run claim days, and days that come again meanwhile wait', async () => {
    const { jobs, dataset } = await setUp(['2026-11-20', '2026-11-21']);
    expect(await jobs.claim(dataset, run)).toBe(true);
    expect(await jobs.claim(dataset, { ...run, id: 'r2' })).toBe(false);
    expect(await jobs.getState(dataset)).toEqual({ pending: ['2026-11-21'], failed: [], run });
    await jobs.addPending(dataset, ['2026-11-20']);
    expect((await jobs.getState(dataset)).pending.toSorted()).toEqual(['2026-11-20', '2026-11-21']);
  });

  test('writes the execution of a run down, but not of another run', async () => {
    const { jobs, dataset, id, job } = await setUp(['2026-11-20']);
    await jobs.claim(dataset, run);
    await jobs.recordStart({ ...job, run: { ...run, attempt: 2 } }, `${id}_other`, at);
    expect((await jobs.getState(dataset)).executionId).toBeUndefined();
    await jobs.recordStart(job, id, at);
    await jobs.recordStart(job, id, at);
    expect((await jobs.getState(dataset)).executionId).toBe(id);
    expect(await jobs.getJob(id)).toEqual(job);
    expect(await jobs.getJob('unknown')).toBeUndefined();
  });

  test('continues and ends the run that is meant, and no other', async () => {
    const { jobs, dataset, id, job } = await setUp(['2026-11-20']);
    await jobs.claim(dataset, run);
    await jobs.recordStart(job, id, at);
    await jobs.continueRun(dataset, 'another', { ...run, attempt: 9 });
    await jobs.endRun(dataset, 'another', []);
    expect(await jobs.getState(dataset)).toEqual({ pending: [], failed: [], run, executionId: id });
    const second = { ...run, attempt: 2 };
    await jobs.continueRun(dataset, id, second);
    expect(await jobs.getState(dataset)).toEqual({ pending: [], failed: [], run: second });
    await jobs.recordStart({ ...job, run: second }, `${id}_2`, at);
    await jobs.recordEnd(`${id}_2`, { state: 'FAILED', scannedBytes: 5, message: 'why' }, at);
    await jobs.endRun(dataset, `${id}_2`, second.days);
    expect(await jobs.getState(dataset)).toEqual({ pending: [], failed: ['2026-11-20'] });
  });

  test("keeps a view's statement", async () => {
    const { jobs, dataset } = await setUp();
    expect(await jobs.getViewSql(dataset)).toBeUndefined();
    await jobs.putViewSql(dataset, 'SELECT 1');
    expect(await jobs.getViewSql(dataset)).toBe('SELECT 1');
  });
});
