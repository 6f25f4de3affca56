import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import * as z from 'zod';
import { createParseLine } from '../../core/haproxy/parse-line.ts';
import { createObjects } from '../parse-logs/objects.ts';
import { createParseLogs } from '../parse-logs/parse-logs.ts';
import { createRemoveStale } from '../parse-logs/replace.ts';
import { report } from '../parse-logs/report.ts';
import { createSalvage } from '../parse-logs/salvage.ts';
import { loadSettings } from '../parse-logs/settings-file.ts';
import { createParseDirect } from './parse-direct.ts';

const environment = readEnvironment(
  z.object({
    RAW_BUCKET: z.string().min(3),
    LAKE_BUCKET: z.string().min(3),
    EVENT_BUS: z.string().min(1),
    REJECTED_PREFIX: z.string().endsWith('/'),
  }),
);
const telemetry = createTelemetry();
const s3 = new S3Client({});
const objects = createObjects(s3);

const parseDirect = createParseDirect({
  parseLogs: createParseLogs({
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
  }),
  writeRaw: objects.writeTo(environment.RAW_BUCKET),
  rawBucket: environment.RAW_BUCKET,
  now: Date.now,
});

export const handler = wire<unknown, void>(telemetry, async (event, context) => {
  report(telemetry, await parseDirect(event, () => context.getRemainingTimeInMillis()), Date.now());
});
