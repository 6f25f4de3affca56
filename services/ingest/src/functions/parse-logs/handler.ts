import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createParseLine } from '../../core/haproxy/parse-line.ts';
import { createObjects } from './objects.ts';
import { createParseLogs } from './parse-logs.ts';
import { createRemoveStale } from './replace.ts';
import { report } from './report.ts';
import { readRequest } from './request.ts';
import { createSalvage } from './salvage.ts';
import { loadSettings } from './settings-file.ts';

const environment = readEnvironment(
  z.object({
    LAKE_BUCKET: z.string().min(3),
    EVENT_BUS: z.string().min(1),
    REJECTED_PREFIX: z.string().endsWith('/'),
    PARSE_QUEUE_URL: z.url(),
  }),
);
const telemetry = createTelemetry();
// The local cloud's address may not be what it was at the deployment; the client's own always is.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const s3 = new S3Client({});
const objects = createObjects(s3);

const parseLogs = createParseLogs({
  parseLine: createParseLine(loadSettings()),
  salvage: createSalvage(),
  write: objects.writeTo(environment.LAKE_BUCKET),
  removeStale: createRemoveStale(s3, environment.LAKE_BUCKET, [
    'lake/haproxy_requests/',
    'lake/haproxy_events/',
    environment.REJECTED_PREFIX,
  ]),
  sendEvents: createSendEvents({ client: new EventBridgeClient({}), bus: environment.EVENT_BUS, service: 'ingest' }),
  lakeBucket: environment.LAKE_BUCKET,
  rejectedPrefix: environment.REJECTED_PREFIX,
});

const handleMessages = createMessageHandler(telemetry.logger, async ({ body }, remainingMs) => {
  const { source, from, restMessage } = readRequest(body);
  const result = await parseLogs({ source, from, readRange: objects.readRangeOf(source), remainingMs });
  if (result.rest !== undefined) {
    const message = { QueueUrl: environment.PARSE_QUEUE_URL, MessageBody: restMessage(result.rest) };
    await sqs.send(new SendMessageCommand(message));
  }
  report(telemetry, result, Date.now());
});

export const handler = wire<SQSEvent, Awaited<ReturnType<typeof handleMessages>>>(telemetry, handleMessages);
