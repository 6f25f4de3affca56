import { randomUUID } from 'node:crypto';
import { GetBucketReplicationCommand, type ReplicationConfiguration, type S3Client } from '@aws-sdk/client-s3';
import {
  CreateJobCommand,
  DescribeJobCommand,
  type JobDescriptor,
  type JobProgressSummary,
  type S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { count } from '../terminal/count.ts';
import type { Progress } from '../terminal/progress.ts';
import { exitCodes } from '../usage.ts';

export type Clients = { readonly s3: Pick<S3Client, 'send'>; readonly control: Pick<S3ControlClient, 'send'> };

export type Asked = {
  /** Of the lake, those that may be replicated. */
  readonly buckets: readonly string[];
  /** What was never replicated, too. */
  readonly existing: boolean;
  readonly go: boolean;
  readonly json: boolean;
  readonly progress: Progress;
  readonly isStopped: () => boolean;
  readonly pauseMs?: number;
};

type Told = { readonly code: number; readonly state: string; readonly words: string };

/**
 * Has S3 replicate again what it has given up, by a job of S3 Batch Replication for each bucket, and waits for its end. A job goes on without
 * us: who stops waiting loses nothing. Gives the exit code.
 */
export async function replicateAgain(clients: Clients, asked: Asked): Promise<number> {
  let worst: number = exitCodes.done;
  for (const bucket of asked.buckets) {
    const found = await configurationOf(clients.s3, bucket);
    const { code, state, words } = await replicateBucket(clients, { bucket, found }, asked);
    if (asked.json) process.stdout.write(`${JSON.stringify({ bucket, go: asked.go, state })}\n`);
    else if (code === exitCodes.done) asked.progress.done(`${bucket}: ${words}`);
    else asked.progress.failed(`${bucket}: ${words}`);
    worst = Math.max(worst, code);
  }
  if (!asked.go && !asked.json) process.stdout.write('    Nothing is changed yet: --go does it\n');
  return worst;
}

/** Undefined for a bucket that is not there, or not replicated. */
async function configurationOf(s3: Clients['s3'], Bucket: string): Promise<ReplicationConfiguration | undefined> {
  const answer = await s3.send(new GetBucketReplicationCommand({ Bucket })).catch((error: unknown) => {
    if (error instanceof Error && nothing.has(error.name)) return undefined;
    throw error;
  });
  return answer?.ReplicationConfiguration;
}

const nothing = new Set(['ReplicationConfigurationNotFoundError', 'NoSuchBucket']);

type Case = { readonly bucket: string; readonly found: ReplicationConfiguration | undefined };

async function replicateBucket({ control }: Clients, { bucket, found }: Case, asked: Asked): Promise<Told> {
  if (found === undefined) return done('not replicated', 'is not replicated');
  const what = asked.existing ? 'what failed or was never replicated' : 'what failed';
  const rules = (found.Rules ?? []).map(
    ({ ID = '', Filter, Destination }) =>
      `${ID} (${Filter?.Prefix || 'all'}) to ${(Destination?.Bucket ?? '').replace(/^arn:[\w-]+:s3:::/, '')}`,
  );
  if (!asked.go) return done('dry run', `${rules.join(', ')}: ${what} would be replicated again`);
  const job = await startJob(control, { bucket, role: found.Role ?? '', existing: asked.existing });
  return follow(control, job, asked);
}

type Start = { readonly bucket: string; readonly role: string; readonly existing: boolean };
type Job = { readonly account: string; readonly id: string; readonly bucket: string };

/** In the name of the role that is named beside the one of the replication (services/ingest/replication). */
async function startJob(control: Clients['control'], { bucket, role, existing }: Start): Promise<Job> {
  const [, partition = 'aws', , , account = ''] = role.split(':');
  const { JobId: id = '' } = await control.send(
    new CreateJobCommand({
      AccountId: account,
      ConfirmationRequired: false,
      Operation: { S3ReplicateObject: {} },
      Report: { Enabled: false },
      ClientRequestToken: randomUUID(),
      Priority: 1,
      RoleArn: role.replace('-replication-', '-batch-replication-'),
      Description: `lake replay replication: ${bucket}`,
      ManifestGenerator: {
        S3JobManifestGenerator: {
          ExpectedBucketOwner: account,
          SourceBucket: `arn:${partition}:s3:::${bucket}`,
          EnableManifestOutput: false,
          Filter: {
            EligibleForReplication: true,
            ObjectReplicationStatuses: existing ? ['FAILED', 'NONE'] : ['FAILED'],
          },
        },
      },
    }),
  );
  return { account, id, bucket };
}

async function follow(control: Clients['control'], { account, id, bucket }: Job, asked: Asked): Promise<Told> {
  for (;;) {
    const { Job: job = {} } = await control.send(new DescribeJobCommand({ AccountId: account, JobId: id }));
    const end = endOf(job);
    if (end !== undefined) return end;
    if (asked.isStopped()) return { code: exitCodes.interrupted, state: 'goes on', words: `the job ${id} goes on` };
    const { NumberOfTasksSucceeded = 0, TotalNumberOfTasks = 0 } = job.ProgressSummary ?? {};
    asked.progress.running(`${bucket}: ${NumberOfTasksSucceeded} of ${TotalNumberOfTasks} objects (${job.Status})`);
    await new Promise((resolve) => setTimeout(resolve, asked.pauseMs ?? 2_000));
  }
}

/** What became of a job; undefined while it is under way. One that found nothing has failed, says S3. */
function endOf({ JobId, Status, ProgressSummary, FailureReasons = [] }: JobDescriptor): Told | undefined {
  if (Status === 'Complete') return completed(ProgressSummary);
  if (Status !== 'Failed' && Status !== 'Cancelled') return undefined;
  const reason = FailureReasons.map(({ FailureReason = '' }) => FailureReason).join('; ');
  if (/no keys/i.test(reason)) return done('nothing', 'nothing has to be replicated again');
  return { code: exitCodes.failed, state: 'failed', words: `the job ${JobId} ended: ${Status} ${reason}` };
}

function completed({ NumberOfTasksSucceeded = 0, NumberOfTasksFailed = 0 }: JobProgressSummary = {}): Told {
  const words = `${count(NumberOfTasksSucceeded, 'object')} replicated again, ${NumberOfTasksFailed} failed again`;
  return NumberOfTasksFailed > 0 ? { code: exitCodes.failed, state: 'failed again', words } : done('done', words);
}

function done(state: string, words: string): Told {
  return { code: exitCodes.done, state, words };
}
