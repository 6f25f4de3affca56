import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createObjects } from '@tributary/shared/objects/objects.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { report } from '../../parsing/report.ts';
import { logsEnvironment, wireParseLogs } from '../../parsing/wiring.ts';
import { readRequest } from './request.ts';

const environment = readEnvironment(logsEnvironment.extend({ PARSE_QUEUE_URL: z.url() }));
const telemetry = createTelemetry();
// The local cloud's address may not be what it was at the deployment; the client's own always is.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const s3 = new S3Client({});
const objects = createObjects(s3);
const parseLogs = wireParseLogs(s3, environment);

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
