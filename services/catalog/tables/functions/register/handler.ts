import { readFileSync } from 'node:fs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import { createGluePartitions } from '../../../glue/glue-partitions.ts';
import { createGlueTables } from '../../../glue/glue-tables.ts';
import { createReadFooter } from '../../../glue/parquet-footer.ts';
import { readTables } from '../../core/tables-file.ts';
import { createReadJson } from './json-object.ts';
import { createRegister } from './register.ts';

const environment = readEnvironment(
  z.object({ STAGE: z.string(), RAW_DATABASE: z.string(), LAKE_DATABASE: z.string(), EVENT_BUS: z.string() }),
);
const tablesText = readFileSync(new URL('../../../tables.yml', import.meta.url), 'utf8');
const telemetry = createTelemetry();
const s3 = new S3Client();
const glue = new GlueClient();

const register = createRegister({
  databases: { raw: environment.RAW_DATABASE, lake: environment.LAKE_DATABASE },
  declared: readTables(tablesText, environment.STAGE),
  readFooter: createReadFooter(s3),
  readJson: createReadJson(s3),
  ...createGlueTables(glue),
  ...createGluePartitions(glue),
  sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'catalog' }),
  log: telemetry.logger,
  count: telemetry.count,
  countBy: telemetry.countBy,
  now: Date.now,
});

export const handler = wire(telemetry, createMessageHandler(telemetry.logger, register));
