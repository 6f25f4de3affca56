import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { streamLimits } from '../core/kinesis/limits.ts';
import { createIntake } from '../core/messages/intake.ts';
import { hashes, readRoutes } from '../core/routes/read-routes.ts';
import { createRoute } from '../core/routes/route.ts';
import type { DeliveryPorts } from './delivery.ts';
import { createKinesisClient, createPutRecords, isTransient } from './kinesis.ts';
import { createObjectPorts } from './objects.ts';
import { readSecret, saltSecret } from './secret.ts';

/** What bridge and drain both read from their environment. */
export const eventEnvironment = z.object({
  EVENT_STREAM: z.string().min(1),
  RAW_BUCKET: z.string().min(3),
  LAKE_BUCKET: z.string().min(3),
  REJECTED_PREFIX: z.string().endsWith('/'),
  BROKER_SECRET: z.string().min(1),
  LAMBDA_TASK_ROOT: z.string().default('.'),
});
export type EventEnvironment = z.infer<typeof eventEnvironment>;

/** The ports of both functions on AWS; routes.yml lies beside the bundle. The secret is read only where a route hashes. */
export async function createEventPorts(
  environment: EventEnvironment,
  secrets: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient({}),
): Promise<DeliveryPorts> {
  const routes = readRoutes(readFileSync(`${environment.LAMBDA_TASK_ROOT}/events/routes.yml`, 'utf8'));
  const salt = hashes(routes) ? (await readSecret(secrets, environment.BROKER_SECRET, saltSecret)).salt : '';
  return {
    take: createIntake({
      route: createRoute(routes, () => salt),
      maxLineBytes: streamLimits.maxBytesPerRecord,
      parkedBucket: environment.RAW_BUCKET,
    }),
    putRecords: createPutRecords(createKinesisClient(), environment.EVENT_STREAM),
    isTransient,
    ...createObjectPorts(new S3Client({}), {
      rawBucket: environment.RAW_BUCKET,
      lakeBucket: environment.LAKE_BUCKET,
      rejectedPrefix: environment.REJECTED_PREFIX,
    }),
    limits: streamLimits,
    now: Date.now,
    random: Math.random,
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
  };
}
