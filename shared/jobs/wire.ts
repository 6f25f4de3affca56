import { randomUUID } from 'node:crypto';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { createAthena } from '../athena.ts';
import { createReadFile, createReadMetadata } from '../iceberg-metadata.ts';
import type { Log, Telemetry } from '../lambda.ts';
import { createSendEvents } from '../send-events.ts';
import { createTableExists } from '../table-exists.ts';
import { createJobStore } from './dynamo/job-store.ts';
import { createJobs } from './jobs.ts';
import { createLinkOf } from './link-of.ts';
import { createMeasure } from './measure.ts';
import type { Target } from './target.ts';
import { createLook } from './upkeep/look.ts';
import { createWake } from './wake.ts';

const seconds = z.coerce.number().nonnegative();

/** What each function of a service that has jobs reads from its environment. */
export const jobsEnvironment = z.object({
  JOBS_TABLE: z.string(),
  PLAN_QUEUE_URL: z.string(),
  LAKE_BUCKET: z.string(),
  LAKE_DATABASE: z.string(),
  WORK_GROUP: z.string(),
  EVENT_BUS: z.string(),
  STATEMENT_SECONDS: seconds,
  SNAPSHOT_SECONDS: seconds,
  OPTIMIZE_SECONDS: seconds,
  VACUUM_SECONDS: seconds,
  STATEMENTS_AT_ONCE: z.coerce.number().int().positive(),
  JOB_LOG_DAYS: z.coerce.number().int().positive(),
  SMALL_FILES: z.coerce.number().int().positive(),
  SMALL_MEGABYTES: z.coerce.number().positive(),
  OLD_SNAPSHOTS: z.coerce.number().int().positive(),
  OLD_SNAPSHOT_SECONDS: seconds,
});
export type JobsEnvironment = z.infer<typeof jobsEnvironment>;

const metadataFiles = 50;

type Clients = { readonly glue: Pick<GlueClient, 'send'>; readonly s3: Pick<S3Client, 'send'> } & {
  readonly log: Pick<Log, 'warn'>;
};

/** How long what a service's tables were is kept, when they are looked at, and when their files are worth being joined and cleaned up. */
export function upkeepSettings(environment: JobsEnvironment, { glue, s3, log }: Clients) {
  const look = createLook({ readMetadata: createReadMetadata(glue, s3), readObject: createReadFile(s3), log });
  const thresholds = {
    smallFiles: environment.SMALL_FILES,
    smallBytes: environment.SMALL_MEGABYTES * 1_000_000,
    oldSnapshots: environment.OLD_SNAPSHOTS,
    oldSnapshotMs: environment.OLD_SNAPSHOT_SECONDS * 1_000,
  };
  return {
    keep: { snapshotSeconds: environment.SNAPSHOT_SECONDS, metadataFiles },
    optimizeAfterMs: environment.OPTIMIZE_SECONDS * 1_000,
    vacuumAfterMs: environment.VACUUM_SECONDS * 1_000,
    worth: { look, thresholds },
  };
}

export type Wiring = {
  readonly environment: JobsEnvironment;
  /** The sending service of events: `query`. */
  readonly service: string;
  readonly targets: readonly Target[];
  readonly telemetry: Telemetry;
  readonly glue: Pick<GlueClient, 'send'>;
  readonly s3: Pick<S3Client, 'send'>;
};

/** The jobs of a service on AWS. */
export function wireJobs({ environment, service, targets, telemetry, glue, s3 }: Wiring) {
  const { LAKE_DATABASE: database, WORK_GROUP: workGroup, EVENT_BUS: bus } = environment;
  const { logger: log, count, countBy } = telemetry;
  const store = createJobStore(new DynamoDBClient(), environment.JOBS_TABLE, environment.JOB_LOG_DAYS);
  const wake = createWake(new SQSClient({ useQueueUrlAsEndpoint: false }), environment.PLAN_QUEUE_URL);
  const tableExists = createTableExists(glue);
  const now = () => Date.now();
  const jobs = createJobs({
    targets,
    jobs: store,
    athena: createAthena(new AthenaClient()),
    tableExists,
    names: { database, workGroup },
    wake,
    sendEvents: createSendEvents({ client: new EventBridgeClient(), bus, service }),
    measure: createMeasure({ readMetadata: createReadMetadata(glue, s3), database, now, count, log }),
    maxMs: environment.STATEMENT_SECONDS * 1_000,
    statementsAtOnce: environment.STATEMENTS_AT_ONCE,
    linkOf: createLinkOf(process.env.AWS_REGION),
    now,
    newId: randomUUID,
    chance: Math.random,
    log,
    count,
    countBy,
  });
  return { jobs, store, wake, tableExists, now, log };
}
