import { CreateJobCommand, DescribeJobCommand, type JobDescriptor } from '@aws-sdk/client-s3-control';
import { describe, expect, test } from 'vitest';
import { createProgress } from '../terminal/progress.ts';
import { replicateAgain } from './replication.ts';

const role = 'arn:aws:iam::000000000000:role/t-ingest-dev-replication-eu-west-1';
const rules = [{ ID: 'raw', Filter: { Prefix: 'raw/' }, Destination: { Bucket: 'arn:aws:s3:::there' } }];

/** S3 whose first bucket is replicated, the second not, and whose job goes through these states. */
function createClients(...states: readonly JobDescriptor[]) {
  const sent: object[] = [];
  let at = 0;
  const s3 = {
    async send({ input }: { input: { Bucket?: string } }) {
      if (input.Bucket === 'raw') return { ReplicationConfiguration: { Role: role, Rules: rules } };
      throw Object.assign(new Error('no'), { name: input.Bucket === 'denied' ? 'AccessDenied' : 'NoSuchBucket' });
    },
  };
  const control = {
    async send(command: object) {
      sent.push(command);
      if (!(command instanceof DescribeJobCommand)) return { JobId: 'j' };
      return { Job: states[Math.min(at++, states.length - 1)] };
    },
  };
  return { clients: { s3, control }, sent };
}

async function run(states: readonly JobDescriptor[], change: object = {}) {
  const { clients, sent } = createClients(...states);
  let text = '';
  const write = (more: string) => {
    text += more;
    return true;
  };
  const progress = createProgress({ write, isTTY: false, columns: 80 });
  const usual = {
    buckets: ['raw', 'lake'],
    existing: false,
    go: true,
    json: false,
    isStopped: () => false,
    pauseMs: 0,
  };
  const code = await replicateAgain(clients, { ...usual, progress, ...change });
  return { code, text, sent };
}

const complete = (succeeded: number, failed: number): JobDescriptor => ({
  Status: 'Complete',
  ProgressSummary: { TotalNumberOfTasks: 9, NumberOfTasksSucceeded: succeeded, NumberOfTasksFailed: failed },
});

describe('replicateAgain', () => {
  test('has a job replicate what failed, in the name of its own role, and waits for its end', async () => {
    const { code, text, sent } = await run([{ Status: 'Preparing' }, { Status: 'Active' }, complete(2, 0)]);
    expect(code).toBe(0);
    expect(text).toContain('raw: 2 objects replicated again, 0 failed again');
    expect(text).toContain('lake: is not replicated');
    expect(sent.filter((command) => command instanceof CreateJobCommand)).toMatchObject([
      {
        input: {
          AccountId: '000000000000',
          RoleArn: 'arn:aws:iam::000000000000:role/t-ingest-dev-batch-replication-eu-west-1',
          ManifestGenerator: {
            S3JobManifestGenerator: {
              SourceBucket: 'arn:aws:s3:::raw',
              Filter: { ObjectReplicationStatuses: ['FAILED'] },
            },
          },
        },
      },
    ]);
  });

  test('takes what was never replicated only when it is asked to', async () => {
    const { sent } = await run([complete(1, 0)], { existing: true });
    expect(JSON.stringify(sent[0])).toContain('["FAILED","NONE"]');
  });

  test('without --go it begins nothing, and says which rules there are', async () => {
    const { code, text, sent } = await run([], { go: false });
    expect(code).toBe(0);
    expect(text).toContain('raw: raw (raw/) to there: what failed would be replicated again');
    expect(sent).toEqual([]);
  });

  test('a job that found nothing is no failure; one whose objects fail again, or that ends otherwise, is', async () => {
    const failed = (FailureReason: string) => [{ Status: 'Failed' as const, FailureReasons: [{ FailureReason }] }];
    expect(await run(failed('found no keys matching'))).toMatchObject({ code: 0 });
    expect(await run([complete(1, 1)])).toMatchObject({ code: 1 });
    const ended = await run(failed('role'));
    expect(ended).toMatchObject({ code: 1, text: expect.stringContaining('Failed role') });
  });

  test('who stops waiting is told that the job goes on', async () => {
    const { code, text } = await run([{ Status: 'Active' }], { isStopped: () => true });
    expect(code).toBe(130);
    expect(text).toContain('the job j goes on');
  });

  test('a bucket whose replication it may not see is an error', async () => {
    await expect(run([], { buckets: ['denied'] })).rejects.toThrow('no');
  });
});
