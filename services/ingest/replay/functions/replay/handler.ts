import { readFileSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import * as z from 'zod';
import { readDeclarations } from '../../../events/core/facts/declarations.ts';
import { createEventPorts, eventEnvironment } from '../../../events/delivery/event-ports.ts';
import { createFacts } from '../../../events/stating/facts.ts';
import { createPayloadOf, createWriteOverflow } from '../../../events/stating/raw-bucket.ts';
import { type ReplayAnswer, request } from '../../core/request.ts';
import { createBuckets } from './buckets.ts';
import { createDeliverEvents, createDeliverLogs } from './deliver.ts';
import { createFactsOfRecords } from './facts-of-records.ts';
import { createLedger } from './ledger.ts';
import { createReplay } from './replay.ts';
import { createSendMessages } from './send-messages.ts';
import { createUnitsOf } from './units-of.ts';

const environment = readEnvironment(
  eventEnvironment.extend({
    PARSE_QUEUE_URL: z.url(),
    CHANGES_QUEUE_URL: z.url(),
    STEP_SECONDS: z.coerce.number().positive(),
  }),
);
const telemetry = createTelemetry();
const s3 = new S3Client({});
// The local cloud's address may not be what it was at the deployment; the client's own always is.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const buckets = createBuckets(s3, { raw: environment.RAW_BUCKET, lake: environment.LAKE_BUCKET });
const declarations = readDeclarations(readFileSync(`${environment.LAMBDA_TASK_ROOT}/events/facts.yml`, 'utf8'));
const factsOfRecords = createFactsOfRecords({
  transformFacts: createFacts({
    declarations,
    payloadOf: createPayloadOf(s3, environment.RAW_BUCKET),
    writeOverflow: createWriteOverflow(s3, environment.RAW_BUCKET),
    log: telemetry.logger,
  }),
  writeRaw: buckets.writeRaw,
});

const replay = createReplay({
  unitsOf: createUnitsOf({
    buckets,
    factsOfRecords,
    declaredTypes: [...declarations.keys()],
    sendToParse: createSendMessages(sqs, environment.PARSE_QUEUE_URL),
    sendToLand: createSendMessages(sqs, environment.CHANGES_QUEUE_URL),
    ports: () => createEventPorts(environment),
    rejectedPrefix: environment.REJECTED_PREFIX,
    deliver: {
      events: createDeliverEvents(buckets.writeRaw),
      facts: factsOfRecords,
      logs: createDeliverLogs(buckets.writeNewRaw),
    },
  }),
  ledger: createLedger(buckets),
  now: () => new Date(),
  stepMs: environment.STEP_SECONDS * 1000,
});

export const handler = wire<unknown, ReplayAnswer>(telemetry, async (event) => {
  const asked = request.parse(event);
  const answer = await replay(asked);
  telemetry.logger.info('A step of a replay', { asked, answer });
  if (asked.go) telemetry.count('ObjectsReplayed', answer.counts.objects);
  return answer;
});
