import { readFileSync } from 'node:fs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createLakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import { objectCreatedMessage } from '@tributary/shared/objects/object-created-message.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createSend } from '@tributary/shared/send-message.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import { createGluePartitionLists } from '../../../glue/glue-partition-lists.ts';
import { createGluePartitions } from '../../../glue/glue-partitions.ts';
import { createGlueTables } from '../../../glue/glue-tables.ts';
import { createReadFooter } from '../../../glue/parquet-footer.ts';
import { readTables } from '../../core/tables-file.ts';
import { createFolders } from '../../relisting/folders.ts';
import { createRelist } from '../../relisting/relist.ts';
import { relisting, relistKey } from '../../relisting/relisting.ts';
import { createReadJson } from './json-object.ts';
import { createRegister } from './register.ts';

const environment = readEnvironment(
  z.object({
    STAGE: z.string(),
    RAW_DATABASE: z.string(),
    LAKE_DATABASE: z.string(),
    RAW_BUCKET: z.string().min(3),
    LAKE_BUCKET: z.string().min(3),
    EVENT_BUS: z.string(),
    REGISTER_QUEUE_URL: z.url(),
  }),
);
const tablesText = readFileSync(new URL('../../../tables.yml', import.meta.url), 'utf8');
const databases = { raw: environment.RAW_DATABASE, lake: environment.LAKE_DATABASE };
const declared = readTables(tablesText, environment.STAGE);
const telemetry = createTelemetry();
const s3 = new S3Client();
const glue = new GlueClient();

const lake = createLakeObjects(s3, environment.LAKE_BUCKET);
const send = createSend(environment.REGISTER_QUEUE_URL);
const tables = createGlueTables(glue);

const register = createRegister({
  databases,
  declared,
  readFooter: createReadFooter(s3),
  readJson: createReadJson(s3),
  ...tables,
  ...createGluePartitions(glue),
  sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'catalog' }),
  log: telemetry.logger,
  count: telemetry.count,
  countBy: telemetry.countBy,
  now: Date.now,
});

const relist = createRelist({
  ...createFolders(s3),
  databases,
  declared,
  buckets: { raw: environment.RAW_BUCKET, lake: environment.LAKE_BUCKET },
  findTable: tables.findTable,
  partitions: createGluePartitionLists(glue),
  register: (bucket, { key, size }) => register({ body: JSON.parse(objectCreatedMessage(bucket, key, size)) }),
  next: (rest) => send(JSON.stringify(rest)),
  report: (done) => lake.write(relistKey, Buffer.from(`${JSON.stringify(done)}\n`), 'application/json'),
  most: 100,
  now: Date.now,
  log: telemetry.logger,
});

export const handler = wire(
  telemetry,
  createMessageHandler(telemetry.logger, (message) => {
    const told = relisting.safeParse(message.body);
    return told.success ? relist(told.data) : register(message);
  }),
);
