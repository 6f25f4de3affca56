import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createOpenRaw, createRawCalls } from '@tributary/shared/objects/raw-objects.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { report } from '../../parsing/report.ts';
import { logsEnvironment, wireParseLogs } from '../../parsing/wiring.ts';
import { createParseMessage } from './parse-message.ts';

const environment = readEnvironment(logsEnvironment.extend({ PARSE_QUEUE_URL: z.url() }));
const telemetry = createTelemetry();
// The local cloud's address may not be what it was at the deployment; the client's own always is.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const s3 = new S3Client({});
const parseMessage = createParseMessage({
  open: createOpenRaw(createRawCalls(s3)),
  parseLogs: wireParseLogs(s3, environment),
  send: async (body) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: environment.PARSE_QUEUE_URL, MessageBody: body }));
  },
});

const handleMessages = createMessageHandler(telemetry.logger, async ({ body }, remainingMs) => {
  const startedAt = Date.now();
  report(telemetry, await parseMessage(body, remainingMs), { startedAt, now: Date.now() });
});

export const handler = wire<SQSEvent, Awaited<ReturnType<typeof handleMessages>>>(telemetry, handleMessages);
