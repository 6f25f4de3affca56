import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createWriteTo } from '@tributary/shared/objects/objects.ts';
import * as z from 'zod';
import { report } from '../../parsing/report.ts';
import { logsEnvironment, wireParseLogs } from '../../parsing/wiring.ts';
import { createParseDirect } from './parse-direct.ts';

const environment = readEnvironment(logsEnvironment.extend({ RAW_BUCKET: z.string().min(3) }));
const telemetry = createTelemetry();
const s3 = new S3Client({});

const parseDirect = createParseDirect({
  parseLogs: wireParseLogs(s3, environment),
  writeRaw: createWriteTo(s3, environment.RAW_BUCKET),
  rawBucket: environment.RAW_BUCKET,
  now: Date.now,
});

export const handler = wire<unknown, void>(telemetry, async (event, context) => {
  const startedAt = Date.now();
  const parsed = await parseDirect(event, () => context.getRemainingTimeInMillis());
  report(telemetry, parsed, { startedAt, now: Date.now() });
});
