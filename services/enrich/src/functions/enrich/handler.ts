import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { createAthena } from '@tributary/shared/athena.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createBatchHandler } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import { readEnrichment } from '../../core/enrichment.ts';
import { createEnrich } from './enrich.ts';
import { createMergeBatch } from './merge-batch.ts';
import { createFindPartitions } from './partitions.ts';
import { createRunQuery } from './run-query.ts';

const environment = readEnvironment(
  z.object({
    LAKE_BUCKET: z.string(),
    LAKE_DATABASE: z.string(),
    CRM_CATALOG: z.string(),
    CRM_DATABASE: z.string(),
    WORK_GROUP: z.string(),
    EVENT_BUS: z.string(),
  }),
);
const folder = new URL('../../../enrichments/', import.meta.url);
const telemetry = createTelemetry();
const athena = createAthena(new AthenaClient());

const pause = (milliseconds: number): Promise<void> => sleep(milliseconds);

const enrich = createEnrich({
  enrichments: readdirSync(folder).map((file) => readEnrichment(file, readFileSync(new URL(file, folder), 'utf8'))),
  mergeBatch: createMergeBatch({
    names: {
      lakeBucket: environment.LAKE_BUCKET,
      lakeDatabase: environment.LAKE_DATABASE,
      crmCatalog: environment.CRM_CATALOG,
      crmDatabase: environment.CRM_DATABASE,
      workGroup: environment.WORK_GROUP,
    },
    runQuery: createRunQuery({ athena, sleep: pause }),
    getUpdateCount: athena.getUpdateCount,
    sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'enrich' }),
    sleep: pause,
    log: telemetry.logger,
    count: telemetry.count,
  }),
  findPartitions: createFindPartitions(new GlueClient(), environment.LAKE_DATABASE),
  sleep: pause,
  log: telemetry.logger,
  count: telemetry.count,
});

export const handler = wire(telemetry, createBatchHandler(telemetry.logger, enrich));
