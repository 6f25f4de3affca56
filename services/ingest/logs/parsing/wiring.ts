import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import { createLakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import * as z from 'zod';
import { createLineReaders } from '../core/haproxy/line-readers.ts';
import { createParseLogs } from './parse-logs.ts';
import { loadSettings } from './settings-file.ts';

/** What parse-logs and parse-direct both read from their environment. */
export const logsEnvironment = z.object({
  LAKE_BUCKET: z.string().min(3),
  EVENT_BUS: z.string().min(1),
  REJECTED_PREFIX: z.string().endsWith('/'),
});

/** The parser of both functions on AWS; haproxy.yml lies beside the bundle. */
export function wireParseLogs(s3: S3Client, environment: z.infer<typeof logsEnvironment>) {
  const { LAKE_BUCKET: lakeBucket, EVENT_BUS: bus, REJECTED_PREFIX: rejectedPrefix } = environment;
  return createParseLogs({
    readers: createLineReaders(loadSettings()),
    salvage: createSalvage(),
    lake: createLakeObjects(s3, lakeBucket),
    sendEvents: createSendEvents({ client: new EventBridgeClient({}), bus, service: 'ingest' }),
    lakeBucket,
    rejectedPrefix,
  });
}
