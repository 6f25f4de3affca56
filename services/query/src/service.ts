import { randomUUID } from 'node:crypto';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createAthena } from '@tributary/shared/athena.ts';
import { readCompiled } from '@tributary/shared/compiled.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createReadMetadata } from '@tributary/shared/iceberg-metadata.ts';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import { createJobs } from '@tributary/shared/jobs/jobs.ts';
import { createMeasure } from '@tributary/shared/jobs/measure.ts';
import { createWake } from '@tributary/shared/jobs/wake.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createTableExists } from '@tributary/shared/table-exists.ts';
import * as z from 'zod';
import { compiled } from './core/compiled.ts';
import { datasetTarget } from './core/dataset-target.ts';
import { viewTarget } from './core/view-target.ts';

const number = z.coerce.number().nonnegative();
const environmentSchema = z.object({
  JOBS_TABLE: z.string(),
  PLAN_QUEUE_URL: z.string(),
  LAKE_BUCKET: z.string(),
  LAKE_DATABASE: z.string(),
  RAW_DATABASE: z.string(),
  WORK_GROUP: z.string(),
  EVENT_BUS: z.string(),
  EVERY_SECONDS: number,
  STATEMENT_SECONDS: number,
  SNAPSHOT_SECONDS: number,
  OPTIMIZE_SECONDS: number,
  VACUUM_SECONDS: number,
});

const metadataFiles = 50;

/** What the handlers of this service are wired from: environment, what was compiled, clients. */
export function createService() {
  const environment = readEnvironment(environmentSchema);
  const { datasets, views } = readCompiled(import.meta.url, compiled);
  const databases = { lake: environment.LAKE_DATABASE, raw: environment.RAW_DATABASE };
  const telemetry = createTelemetry();
  const store = createJobStore(new DynamoDBClient(), environment.JOBS_TABLE);
  const glue = new GlueClient();
  const tableExists = createTableExists(glue);
  const viewTargets = views.map((view) => viewTarget(view, databases));
  const targets = [...datasets.map((dataset) => datasetTarget(dataset, settingsOf(environment))), ...viewTargets];
  const now = () => Date.now();
  const wake = createWake(new SQSClient({ useQueueUrlAsEndpoint: false }), environment.PLAN_QUEUE_URL);
  const jobs = createJobs({
    targets,
    jobs: store,
    athena: createAthena(new AthenaClient()),
    tableExists,
    names: { database: databases.lake, workGroup: environment.WORK_GROUP },
    wake,
    sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'query' }),
    measure: createMeasure({
      readMetadata: createReadMetadata(glue, new S3Client()),
      database: databases.lake,
      now,
      count: telemetry.count,
      log: telemetry.logger,
    }),
    maxMs: environment.STATEMENT_SECONDS * 1_000,
    now,
    newId: randomUUID,
    chance: Math.random,
    log: telemetry.logger,
    count: telemetry.count,
  });
  return {
    telemetry,
    databases,
    datasets,
    views,
    viewTargets,
    jobs,
    wake,
    store,
    tableExists,
    now,
    log: telemetry.logger,
  };
}

function settingsOf(environment: z.infer<typeof environmentSchema>) {
  return {
    databases: { lake: environment.LAKE_DATABASE, raw: environment.RAW_DATABASE },
    lakeBucket: environment.LAKE_BUCKET,
    everySeconds: environment.EVERY_SECONDS,
    keep: { snapshotSeconds: environment.SNAPSHOT_SECONDS, metadataFiles },
    optimizeAfterMs: environment.OPTIMIZE_SECONDS * 1_000,
    vacuumAfterMs: environment.VACUUM_SECONDS * 1_000,
  };
}
