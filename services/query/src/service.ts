import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { EntityNotFoundException, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createAthena } from '@tributary/shared/athena.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import * as z from 'zod';
import { readDataset } from './core/dataset.ts';
import { readView } from './core/view.ts';
import { createAdvance } from './jobs/advance.ts';
import { createJobLog } from './jobs/job-log.ts';
import { createSettleExecution } from './jobs/settle-execution.ts';

/** What the handlers of this service are wired from: environment, files, clients. */
export function createService() {
  const environment = readEnvironment(
    z.object({
      JOBS_TABLE: z.string(),
      PLAN_QUEUE_URL: z.string(),
      LAKE_BUCKET: z.string(),
      LAKE_DATABASE: z.string(),
      WORK_GROUP: z.string(),
      EVENT_BUS: z.string(),
    }),
  );
  const names = {
    lakeBucket: environment.LAKE_BUCKET,
    lakeDatabase: environment.LAKE_DATABASE,
    workGroup: environment.WORK_GROUP,
  };
  const telemetry = createTelemetry();
  const datasets = readFolder('datasets').map(({ file, content }) => readDataset(file, content));
  const views = readFolder('views').map(({ file, content }) => readView(file, content));
  const athena = createAthena(new AthenaClient());
  const jobs = createJobLog(new DynamoDBClient(), environment.JOBS_TABLE);
  const tableExists = createTableExists(new GlueClient());
  const sqs = new SQSClient();
  const now = () => new Date();
  const log = telemetry.logger;
  const { startQuery } = athena;
  const advance = createAdvance({ jobs, startQuery, tableExists, names, now, newId: randomUUID, log });
  const settleExecution = createSettleExecution({
    datasets,
    jobs,
    athena,
    advance,
    tryAgainLater: async (dataset, DelaySeconds) => {
      const MessageBody = JSON.stringify({ tryAgain: dataset });
      await sqs.send(new SendMessageCommand({ QueueUrl: environment.PLAN_QUEUE_URL, MessageBody, DelaySeconds }));
    },
    sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'query' }),
    lakeDatabase: names.lakeDatabase,
    now,
    chance: Math.random,
    log,
    count: telemetry.count,
  });
  return { telemetry, names, datasets, views, jobs, startQuery, tableExists, advance, settleExecution, now, log };
}

function readFolder(name: string): readonly { readonly file: string; readonly content: string }[] {
  const folder = new URL(`../${name}/`, sourceRoot);
  return readdirSync(folder).map((file) => ({ file, content: readFileSync(new URL(file, folder), 'utf8') }));
}

// Source and bundle lie in src/, but not equally deep.
const sourceRoot = new URL(/^.*\/src\//.exec(import.meta.url)?.[0] ?? import.meta.url);

function createTableExists(client: Pick<GlueClient, 'send'>) {
  return async function tableExists(database: string, table: string): Promise<boolean> {
    try {
      await client.send(new GetTableCommand({ DatabaseName: database, Name: table }));
      return true;
    } catch (error) {
      if (error instanceof EntityNotFoundException) return false;
      throw error;
    }
  };
}
