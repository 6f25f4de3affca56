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
import { createFindPartitions } from './catalog/partitions.ts';
import { createUnregistered } from './catalog/unregistered.ts';
import { compiled } from './core/enrichment.ts';
import { type EnrichmentSettings, enrichmentTarget } from './core/enrichment-target.ts';
import { createObjects } from './objects.ts';

const number = z.coerce.number().nonnegative();
const environmentSchema = z.object({
  JOBS_TABLE: z.string(),
  PLAN_QUEUE_URL: z.string(),
  LAKE_BUCKET: z.string(),
  LAKE_DATABASE: z.string(),
  CRM_CATALOG: z.string(),
  CRM_DATABASE: z.string(),
  WORK_GROUP: z.string(),
  EVENT_BUS: z.string(),
  GATHER_SECONDS: number,
  STATEMENT_SECONDS: number,
  SNAPSHOT_SECONDS: number,
  OPTIMIZE_SECONDS: number,
  VACUUM_SECONDS: number,
});

const metadataFiles = 50;

/** What the handlers of this service are wired from: environment, what was compiled, clients. */
export function createService() {
  const environment = readEnvironment(environmentSchema);
  const { enrichments } = readCompiled(import.meta.url, compiled);
  const { LAKE_DATABASE: database, LAKE_BUCKET: lakeBucket, WORK_GROUP: workGroup } = environment;
  const telemetry = createTelemetry();
  const glue = new GlueClient();
  const s3 = new S3Client();
  const { hasObjects, readJson } = createObjects(s3);
  const unregistered = createUnregistered(createFindPartitions(glue, database), (prefix) =>
    hasObjects(lakeBucket, prefix),
  );
  const store = createJobStore(new DynamoDBClient(), environment.JOBS_TABLE);
  const now = () => Date.now();
  const jobs = createJobs({
    targets: enrichments.map((each) => enrichmentTarget(each, { ...settingsOf(environment), unregistered })),
    jobs: store,
    athena: createAthena(new AthenaClient()),
    tableExists: createTableExists(glue),
    names: { database, workGroup },
    wake: createWake(new SQSClient({ useQueueUrlAsEndpoint: false }), environment.PLAN_QUEUE_URL),
    sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'enrich' }),
    measure: createMeasure({
      readMetadata: createReadMetadata(glue, s3),
      database,
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
  return { telemetry, enrichments, readJson, store, jobs, now, log: telemetry.logger };
}

function settingsOf(environment: z.infer<typeof environmentSchema>): Omit<EnrichmentSettings, 'unregistered'> {
  return {
    names: {
      lakeDatabase: environment.LAKE_DATABASE,
      crmCatalog: environment.CRM_CATALOG,
      crmDatabase: environment.CRM_DATABASE,
    },
    lakeBucket: environment.LAKE_BUCKET,
    gatherSeconds: environment.GATHER_SECONDS,
    keep: { snapshotSeconds: environment.SNAPSHOT_SECONDS, metadataFiles },
    optimizeAfterMs: environment.OPTIMIZE_SECONDS * 1_000,
    vacuumAfterMs: environment.VACUUM_SECONDS * 1_000,
  };
}
