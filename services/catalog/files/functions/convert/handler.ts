import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createSend } from '@tributary/shared/send-message.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createConvertMessage } from '../../converting/convert-message.ts';
import { report } from '../../converting/report.ts';
import { wireFiles } from '../../converting/wire-files.ts';
import { filesEnvironment } from '../../converting/wiring.ts';

const environment = readEnvironment(filesEnvironment.extend({ CONVERT_QUEUE_URL: z.url() }));
const telemetry = createTelemetry();
const convertMessage = createConvertMessage({
  ...wireFiles(environment),
  send: createSend(environment.CONVERT_QUEUE_URL),
});

const handleMessages = createMessageHandler(telemetry.logger, async ({ body }, remainingMs) => {
  const startedAt = Date.now();
  report(telemetry, await convertMessage(body, remainingMs), { startedAt, now: Date.now() });
});

export const handler = wire<SQSEvent, Awaited<ReturnType<typeof handleMessages>>>(telemetry, handleMessages);
