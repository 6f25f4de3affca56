import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createJobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import * as z from 'zod';
import { createHoldStore } from './hold-store.ts';
import { createPublish } from './publish.ts';

const schema = z.object({ JOBS_TABLE: z.string().min(1), ALARMS_TOPIC: z.string().min(1), STAGE: z.string().min(1) });

/** What the functions that tell the topic are wired from. */
export function wireTelling() {
  const { JOBS_TABLE, ALARMS_TOPIC, STAGE: stage } = readEnvironment(schema);
  const table = createJobsTable(new DynamoDBClient(), JOBS_TABLE);
  return {
    telemetry: createTelemetry(),
    table,
    deps: {
      holds: createHoldStore(table, Date.now),
      publish: createPublish(new SNSClient(), ALARMS_TOPIC),
      stage,
      now: Date.now,
    },
  };
}
