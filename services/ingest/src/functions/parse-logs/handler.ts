import { readFileSync } from 'node:fs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { objectCreated } from '@tributary/shared/events.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import { parse } from 'yaml';
import * as z from 'zod';
import { createParseLine } from '../../core/haproxy/parse-line.ts';
import { readSettings } from '../../core/haproxy/settings.ts';
import { createParseLogs } from './parse-logs.ts';
import { createSalvage } from './salvage.ts';

const environment = readEnvironment(
  z.object({ LAKE_BUCKET: z.string().min(3), EVENT_BUS: z.string().min(1), REJECTED_PREFIX: z.string().endsWith('/') }),
);
const telemetry = createTelemetry();
const s3 = new S3Client({});
const settings = readSettings(parse(readFileSync(`${process.env.LAMBDA_TASK_ROOT ?? '.'}/haproxy.yml`, 'utf8')));

const parseLogs = createParseLogs({
  parseLine: createParseLine(settings),
  salvage: createSalvage(),
  readSource: async ({ bucket, key, versionId }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    if (Body === undefined) throw new Error(`s3://${bucket}/${key} came without a body`);
    return Buffer.from(await Body.transformToByteArray());
  },
  write: async (key, body, contentType) => {
    await s3.send(
      new PutObjectCommand({ Bucket: environment.LAKE_BUCKET, Key: key, Body: body, ContentType: contentType }),
    );
  },
  sendEvents: createSendEvents({ client: new EventBridgeClient({}), bus: environment.EVENT_BUS, service: 'ingest' }),
  lakeBucket: environment.LAKE_BUCKET,
  rejectedPrefix: environment.REJECTED_PREFIX,
});

const handleMessages = createMessageHandler(telemetry.logger, async ({ body }) => {
  const { bucket, object } = objectCreated.parse(body).detail;
  const version = object['version-id'];
  const receipt = await parseLogs({
    bucket: bucket.name,
    key: object.key,
    ...(version === undefined ? {} : { versionId: version }),
  });
  telemetry.logger.info('Parsed an object', { receipt });
  telemetry.count('Requests', receipt.requests);
  telemetry.count('Events', receipt.events);
  telemetry.count('RecordsRejected', receipt.records_rejected + receipt.ranges_rejected);
  telemetry.count('Truncated', receipt.truncated);
  telemetry.count('ControlMessages', receipt.control_messages);
  telemetry.count('ReadBytes', receipt.bytes_in);
});

export const handler = wire<SQSEvent, Awaited<ReturnType<typeof handleMessages>>>(telemetry, handleMessages);
