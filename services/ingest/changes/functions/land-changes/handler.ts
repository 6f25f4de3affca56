import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createLakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import { createOpenVersion, createRawCalls } from '@tributary/shared/objects/raw-objects.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createFindArrival } from '../../landing/arrivals.ts';
import { loadChanges } from '../../landing/changes-file.ts';
import { createLandFile } from '../../landing/land-file.ts';
import { createLandMessage } from '../../landing/land-message.ts';
import { report } from '../../landing/report.ts';
import { createTellUndeclared } from '../../landing/tell-undeclared.ts';

const environment = readEnvironment(
  z.object({
    LAKE_BUCKET: z.string().min(3),
    EVENT_BUS: z.string().min(1),
    REJECTED_PREFIX: z.string().endsWith('/'),
    CHANGES_QUEUE_URL: z.url(),
  }),
);
const telemetry = createTelemetry();
// The local cloud's address may not be what it was at the deployment; the client's own always is.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const s3 = new S3Client({});
const calls = createRawCalls(s3);
const { LAKE_BUCKET: lakeBucket, EVENT_BUS: bus, REJECTED_PREFIX: rejectedPrefix } = environment;
const sendEvents = createSendEvents({ client: new EventBridgeClient({}), bus, service: 'ingest' });

const landMessage = createLandMessage({
  changes: loadChanges(),
  findArrival: createFindArrival({ list: calls.list, openVersion: createOpenVersion(calls) }),
  landFile: createLandFile({
    salvage: createSalvage(),
    lake: createLakeObjects(s3, lakeBucket),
    sendEvents,
    lakeBucket,
    rejectedPrefix,
  }),
  tellUndeclared: createTellUndeclared({ sendEvents, log: telemetry.logger }),
  send: async (body) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: environment.CHANGES_QUEUE_URL, MessageBody: body }));
  },
});

const handleMessages = createMessageHandler(telemetry.logger, async ({ body }, remainingMs) => {
  const startedAt = Date.now();
  report(telemetry, await landMessage(body, remainingMs), { startedAt, now: Date.now() });
});

export const handler = wire<SQSEvent, Awaited<ReturnType<typeof handleMessages>>>(telemetry, handleMessages);
