import { readFileSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import * as z from 'zod';
import { readDeclarations } from '../../core/facts/declarations.ts';
import { createFacts } from '../../stating/facts.ts';
import { createPayloadOf, createWriteOverflow } from '../../stating/raw-bucket.ts';

const { RAW_BUCKET } = readEnvironment(z.object({ RAW_BUCKET: z.string().min(3) }));
const telemetry = createTelemetry();
const s3 = new S3Client({});

const transform = createFacts({
  declarations: readDeclarations(readFileSync(`${process.env.LAMBDA_TASK_ROOT ?? '.'}/events/facts.yml`, 'utf8')),
  payloadOf: createPayloadOf(s3, RAW_BUCKET),
  writeOverflow: createWriteOverflow(s3, RAW_BUCKET),
  log: telemetry.logger,
});

export const handler = wire<FirehoseTransformationEvent, FirehoseTransformationResult>(telemetry, async (event) => {
  const { result, counts } = await transform(event);
  telemetry.count('Facts', counts.facts);
  telemetry.count('FactsEventsUndeclared', counts.undeclared);
  telemetry.count('FactsRecordsFailed', counts.failed);
  telemetry.count('FactsOverflows', counts.overflows);
  telemetry.count('FactsOverflowBytes', counts.overflowBytes);
  return result;
});
