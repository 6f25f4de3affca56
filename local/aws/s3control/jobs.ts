import { randomUUID } from 'node:crypto';
import type { CreateJobCommandInput, JobDescriptor } from '@aws-sdk/client-s3-control';
import { z } from 'zod';
import type { Caller } from '../../kernel/caller.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import type { Again, Progress } from '../s3/replication/again.ts';
import { isAllowed } from '../s3/replication/receive.ts';

export type Job = { readonly id: string; readonly created: Date; readonly roleArn: string; progress(): Progress };

type Deps = {
  readonly jobs: Map<string, Job>;
  readonly checkTrust: (roleArn: string) => void;
  readonly replicateAgain: (again: Again) => () => Progress;
};

/** A job that replicates what its manifest generator finds: all that is done here of Batch Operations. */
const replicating = z.object({
  Operation: z.strictObject({ S3ReplicateObject: z.looseObject({}) }),
  Report: z.object({ Enabled: z.literal(false) }),
  ManifestGenerator: z.strictObject({
    S3JobManifestGenerator: z.strictObject({
      ExpectedBucketOwner: z.string().optional(),
      SourceBucket: z.string().regex(/^arn:[\w-]+:s3:::[a-z0-9.-]+$/),
      EnableManifestOutput: z.literal(false),
      Filter: z.strictObject({
        EligibleForReplication: z.literal(true),
        ObjectReplicationStatuses: z.array(z.enum(['COMPLETED', 'FAILED', 'REPLICA', 'NONE'])).optional(),
        KeyNameConstraint: z.strictObject({ MatchAnyPrefix: z.array(z.string()) }).optional(),
      }),
    }),
  }),
});

export const createJob = ({ jobs, checkTrust, replicateAgain }: Deps) =>
  operation('s3-control', 'CreateJob', {
    permissions: ({ RoleArn }) => [
      { action: 's3:CreateJob', resource: '*' },
      {
        action: 'iam:PassRole',
        resource: RoleArn ?? '',
        conditions: { 'iam:PassedToService': 'batchoperations.s3.amazonaws.com' },
      },
    ],
    handle(input, context) {
      const roleArn = input.RoleArn ?? '';
      const { SourceBucket, Filter } = generatorOf(input, context);
      const bucket = SourceBucket.replace(/^arn:[\w-]+:s3:::/, '');
      const caller = checkRole(context, { roleArn, bucket, checkTrust });
      const { authorize } = context.cloud;
      const progress = replicateAgain({
        bucket,
        states: Filter.ObjectReplicationStatuses ?? ['COMPLETED', 'FAILED', 'NONE'],
        prefixes: Filter.KeyNameConstraint?.MatchAnyPrefix ?? [''],
        mayInitiate: (key) =>
          isAllowed(() =>
            authorize(caller, { action: 's3:InitiateReplication', resource: `arn:aws:s3:::${bucket}/${key}` }),
          ),
      });
      const id = randomUUID();
      jobs.set(id, { id, created: new Date(context.cloud.clock.now()), roleArn, progress });
      return { JobId: id };
    },
  });

function generatorOf(input: CreateJobCommandInput, { cloud }: Context) {
  const read = replicating.safeParse(input);
  if (!read.success)
    throw notCovered(`S3 batch jobs but for replication by a manifest generator: ${z.prettifyError(read.error)}`);
  const generator = read.data.ManifestGenerator.S3JobManifestGenerator;
  if (input.AccountId !== cloud.account || (generator.ExpectedBucketOwner ?? cloud.account) !== cloud.account)
    throw new AwsError('AccessDenied', 'Access Denied', 403);
  return generator;
}

type Taken = Pick<Deps, 'checkTrust'> & { readonly roleArn: string; readonly bucket: string };

/** The role as it calls (https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html). */
function checkRole({ cloud }: Context, { roleArn, bucket, checkTrust }: Taken): Caller {
  checkTrust(roleArn);
  const caller: Caller = { kind: 'role', roleArn, sessionName: 's3-batch-operations' };
  const arn = `arn:aws:s3:::${bucket}`;
  for (const action of ['s3:GetReplicationConfiguration', 's3:PutInventoryConfiguration'])
    cloud.authorize(caller, { action, resource: arn });
  return caller;
}

export const describeJob = (jobs: ReadonlyMap<string, Job>) =>
  operation('s3-control', 'DescribeJob', {
    permissions: ({ JobId }, { cloud }) => [
      { action: 's3:DescribeJob', resource: `arn:aws:s3:${cloud.region}:${cloud.account}:job/${JobId}` },
    ],
    handle({ JobId = '' }) {
      const job = jobs.get(JobId);
      if (job === undefined) throw new AwsError('NoSuchJob', 'The specified job does not exist', 404);
      return { Job: describe(job) };
    },
  });

function describe({ id, created, roleArn, progress }: Job): JobDescriptor {
  const { total, succeeded, failed } = progress();
  const common = { JobId: id, CreationTime: created, RoleArn: roleArn };
  if (total === 0)
    return {
      ...common,
      Status: 'Failed',
      FailureReasons: [
        {
          FailureCode: 'NoMatchingObjects',
          FailureReason: 'The manifest generator found no keys matching the filter criteria',
        },
      ],
    };
  return {
    ...common,
    Status: succeeded + failed < total ? 'Active' : 'Complete',
    ProgressSummary: { TotalNumberOfTasks: total, NumberOfTasksSucceeded: succeeded, NumberOfTasksFailed: failed },
  };
}
