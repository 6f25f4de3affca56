import { randomUUID } from 'node:crypto';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createAthena } from '@tributary/shared/athena.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createReadMetadata } from '@tributary/shared/iceberg-metadata.ts';
import { createJobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import { createWake } from '@tributary/shared/jobs/wake.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import * as z from 'zod';
import { readHistory } from './core/history.ts';
import type { LoadOrder } from './core/order.ts';
import { createAdvance } from './functions/egress/advance.ts';
import { createRanWhen } from './functions/egress/ran-when.ts';
import { createPrepare } from './loading/redshift/prepare.ts';
import { createWarehouse } from './loading/redshift/warehouse.ts';
import { createPublish } from './publishing/publish.ts';
import { readCopies } from './read-copies.ts';
import { createCopyStore } from './store/copy-store.ts';

const environmentSchema = z.object({
  JOBS_TABLE: z.string(),
  EGRESS_QUEUE_URL: z.string(),
  LOAD_QUEUE_URL: z.string(),
  LAKE_DATABASE: z.string(),
  LAKE_BUCKET: z.string(),
  OTHER_BUCKET: z.string(),
  RESULTS_BUCKET: z.string(),
  WORK_GROUP: z.string(),
  EVENT_BUS: z.string(),
  STATEMENT_SECONDS: z.coerce.number(),
  LOAD_SECONDS: z.coerce.number(),
  REDSHIFT_ROLE: z.string(),
});

// A message may wait for the loads before it.
const loadsAtOnce = 4;

/** What the function egress is wired from. */
export function createEgressService() {
  const environment = readEnvironment(environmentSchema);
  const { LAKE_DATABASE: database, LAKE_BUCKET: lake, OTHER_BUCKET: other, WORK_GROUP: workGroup } = environment;
  const telemetry = createTelemetry();
  const { logger: log, count, countBy } = telemetry;
  const [sqs, s3, athena] = [new SQSClient({ useQueueUrlAsEndpoint: false }), new S3Client(), new AthenaClient()];
  const store = createCopyStore(createJobsTable(new DynamoDBClient(), environment.JOBS_TABLE));
  const wake = createWake(sqs, environment.EGRESS_QUEUE_URL);
  const readMetadata = createReadMetadata(new GlueClient(), s3);
  const advance = createAdvance({
    ...{ store, wake, log, count, countBy, now: Date.now, newId: randomUUID, chance: Math.random },
    athena: createAthena(athena),
    warehouse: createWarehouse({
      client: new RedshiftDataClient(),
      prepare: createPrepare(s3, environment.REDSHIFT_ROLE),
      workGroup,
    }),
    names: { database, workGroup },
    places: {
      results: `s3://${environment.RESULTS_BUCKET}/egress/`,
      lake: `s3://${lake}/egress/`,
      other: `s3://${other}/`,
    },
    async historyOf(table) {
      const file = await readMetadata(database, table);
      return file && readHistory(file.toString('utf8'));
    },
    publish: createPublish(s3),
    async askToLoad(load, run) {
      const order: LoadOrder = { load, run };
      await sqs.send(
        new SendMessageCommand({ QueueUrl: environment.LOAD_QUEUE_URL, MessageBody: JSON.stringify(order) }),
      );
    },
    sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'query' }),
    maxMs: { unload: environment.STATEMENT_SECONDS * 1_000, load: environment.LOAD_SECONDS * loadsAtOnce * 1_000 },
  });
  const copies = readCopies(import.meta.url);
  return { telemetry, log, copies, store, database, advance, ranWhen: createRanWhen(athena), wake, now: Date.now };
}
