import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { objectCreatedMessage } from '@tributary/shared/objects/object-created-message.ts';
import { createSend } from '@tributary/shared/send-message.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { wireFiles } from '../../converting/wire-files.ts';
import { filesEnvironment } from '../../converting/wiring.ts';
import { createListObjects } from '../../retyping/raw-listing.ts';
import { createRetype } from '../../retyping/retype.ts';
import { createStates } from '../../retyping/state.ts';

const environment = readEnvironment(
  filesEnvironment.extend({
    RAW_BUCKET: z.string().min(3),
    CONVERT_QUEUE_URL: z.url(),
    RETYPE_QUEUE_URL: z.url(),
    KEEP_MINUTES: z.coerce.number().nonnegative(),
  }),
);
const telemetry = createTelemetry();
const files = wireFiles(environment);
const { RAW_BUCKET: rawBucket, LAKE_BUCKET: lakeBucket, KEEP_MINUTES: keepMinutes } = environment;
const send = createSend(environment.RETYPE_QUEUE_URL);
const sendToConvert = createSend(environment.CONVERT_QUEUE_URL);

const retype = createRetype({
  ...files,
  ...files.glue,
  database: environment.LAKE_DATABASE,
  rawBucket,
  lakeBucket,
  rejectedPrefix: environment.REJECTED_PREFIX,
  states: createStates(files.lake),
  listObjects: createListObjects(files.s3),
  async removeObjects(bucket, keys) {
    const { Errors: [failed] = [] } = await files.s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true } }),
    );
    if (failed !== undefined) throw new Error(`${failed.Key} was not removed: ${failed.Code} ${failed.Message}`);
  },
  next: (step, delaySeconds) => send(JSON.stringify(step), delaySeconds),
  convertLater: (key) => sendToConvert(objectCreatedMessage(rawBucket, key)),
  keepMs: keepMinutes * 60_000,
  now: Date.now,
  log: telemetry.logger,
});

const handleMessages = createMessageHandler(telemetry.logger, ({ body }, remainingMs) => retype(body, remainingMs));

export const handler = wire<SQSEvent, Awaited<ReturnType<typeof handleMessages>>>(telemetry, handleMessages);
