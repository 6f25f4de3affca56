import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ListObjectVersionsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { objectCreatedMessage } from '@tributary/shared/objects/object-created-message.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createSend } from '@tributary/shared/send-message.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { catalogEnvironment, wireCatalog } from '../../converting/wiring.ts';
import { createReconcile } from '../../reconciling/reconcile.ts';
import { reportKey } from '../../reconciling/report.ts';
import { createSeenFiles } from '../../reconciling/seen-files.ts';
import { createListObjects } from '../../retyping/raw-listing.ts';

const environment = readEnvironment(
  catalogEnvironment.extend({
    RAW_BUCKET: z.string().min(3),
    EVENT_BUS: z.string().min(1),
    CONVERT_QUEUE_URL: z.url(),
    RETYPE_QUEUE_URL: z.url(),
    RECONCILE_QUEUE_URL: z.url(),
    RETYPE_MEGABYTES: z.coerce.number().nonnegative(),
  }),
);
const telemetry = createTelemetry();
const catalog = wireCatalog(environment);
const { s3, lake } = catalog;
const { RAW_BUCKET: rawBucket, RETYPE_MEGABYTES: retypeMegabytes } = environment;
const sendToConvert = createSend(environment.CONVERT_QUEUE_URL);
const sendToRetype = createSend(environment.RETYPE_QUEUE_URL);
const sendToReconcile = createSend(environment.RECONCILE_QUEUE_URL);

const reconcile = createReconcile({
  ...catalog,
  ...catalog.glue,
  database: environment.LAKE_DATABASE,
  lakeBucket: environment.LAKE_BUCKET,
  rawBucket,
  listObjects: createListObjects(s3),
  listVersions: (input) => s3.send(new ListObjectVersionsCommand(input)),
  async listFolders(bucket, prefix) {
    const folders: string[] = [];
    const asked = { Bucket: bucket, Prefix: prefix, Delimiter: '/' };
    for await (const { CommonPrefixes: found = [] } of paginateListObjectsV2({ client: s3 }, asked))
      folders.push(...found.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])));
    return folders;
  },
  seen: createSeenFiles(lake),
  convertLater: (key) => sendToConvert(objectCreatedMessage(rawBucket, key)),
  retypeLater: (table) => sendToRetype(JSON.stringify({ table })),
  next: (folder) => sendToReconcile(JSON.stringify({ reconcile: folder })),
  writeReport: (report) =>
    lake.write(reportKey(report.table), Buffer.from(`${JSON.stringify(report)}\n`), 'application/json'),
  mostFooters: 5000,
  retypeBytes: retypeMegabytes * 2 ** 20,
  now: Date.now,
  log: telemetry.logger,
  count: telemetry.count,
  sendEvents: createSendEvents({ client: new EventBridgeClient({}), bus: environment.EVENT_BUS, service: 'catalog' }),
});

const handleMessages = createMessageHandler(telemetry.logger, ({ body }) => reconcile(body));

export const handler = wire<SQSEvent, Awaited<ReturnType<typeof handleMessages>>>(telemetry, handleMessages);
