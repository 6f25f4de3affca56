import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { DatasetState, Run } from '../core/run.ts';

/** What an execution was started for. */
export type Job =
  | { readonly kind: 'dataset'; readonly dataset: string; readonly run: Run }
  | { readonly kind: 'view'; readonly view: string; readonly sql: string };

export type JobEnd = { readonly state: string; readonly scannedBytes: number; readonly message?: string };

/** The log of what ran and the state of what runs. Changes of a run say which run they mean, and do nothing to another. */
export type JobLog = {
  readonly addPending: (dataset: string, days: readonly string[]) => Promise<void>;
  readonly getState: (dataset: string) => Promise<DatasetState>;
  /** Takes the days for a new run; false when another run is there. */
  readonly claim: (dataset: string, run: Run) => Promise<boolean>;
  readonly recordStart: (job: Job, executionId: string, at: Date) => Promise<void>;
  /** The run goes on with another statement. */
  readonly continueRun: (dataset: string, executionId: string, run: Run) => Promise<void>;
  /** The run is over; days that it gave up are kept. */
  readonly endRun: (dataset: string, executionId: string, failedDays: readonly string[]) => Promise<void>;
  readonly getJob: (executionId: string) => Promise<Job | undefined>;
  readonly recordEnd: (executionId: string, end: JobEnd, at: Date) => Promise<void>;
  /** The text of a view's statement as it was last run to success. */
  readonly getViewSql: (view: string) => Promise<string | undefined>;
  readonly putViewSql: (view: string, sql: string) => Promise<void>;
};

const runSchema = z.object({
  id: z.string(),
  step: z.enum(['create', 'replace']),
  days: z.array(z.string()),
  attempt: z.number(),
  notBefore: z.number(),
});
const jobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dataset'), dataset: z.string(), run: runSchema }),
  z.object({ kind: z.literal('view'), view: z.string(), sql: z.string() }),
]);

export function createJobLog(client: Pick<DynamoDBClient, 'send'>, table: string): JobLog {
  const get = async (pk: string) => {
    const answer = await client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: pk } }, ConsistentRead: true }),
    );
    return answer.Item;
  };
  const update = async (pk: string, change: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>): Promise<boolean> => {
    try {
      await client.send(new UpdateItemCommand({ TableName: table, Key: { pk: { S: pk } }, ...change }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    async addPending(dataset, days) {
      await update(datasetKey(dataset), {
        UpdateExpression: 'ADD pending :days',
        ExpressionAttributeValues: { ':days': { SS: [...days] } },
      });
    },
    async getState(dataset) {
      return readState(await get(datasetKey(dataset)));
    },
    claim: (dataset, run) =>
      update(datasetKey(dataset), {
        UpdateExpression: 'SET currentRun = :run DELETE pending :days, failed :days',
        ConditionExpression: 'attribute_not_exists(currentRun)',
        ExpressionAttributeValues: { ':run': { S: JSON.stringify(run) }, ':days': { SS: [...run.days] } },
      }),
    async recordStart(job, executionId, at) {
      // Started twice with one token it is one execution, which may have ended already.
      await update(executionKey(executionId), {
        UpdateExpression: 'SET job = :job, startedAt = :at, #state = :state',
        ConditionExpression: 'attribute_not_exists(pk)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':job': { S: JSON.stringify(job) },
          ':at': { S: at.toISOString() },
          ':state': { S: 'STARTED' },
        },
      });
      if (job.kind !== 'dataset') return;
      await update(datasetKey(job.dataset), {
        UpdateExpression: 'SET executionId = :id',
        ConditionExpression: 'currentRun = :run',
        ExpressionAttributeValues: { ':id': { S: executionId }, ':run': { S: JSON.stringify(job.run) } },
      });
    },
    async continueRun(dataset, executionId, run) {
      await update(datasetKey(dataset), {
        UpdateExpression: 'SET currentRun = :run REMOVE executionId',
        ConditionExpression: 'executionId = :id',
        ExpressionAttributeValues: { ':id': { S: executionId }, ':run': { S: JSON.stringify(run) } },
      });
    },
    async endRun(dataset, executionId, failedDays) {
      await update(datasetKey(dataset), {
        UpdateExpression: `REMOVE currentRun, executionId${failedDays.length > 0 ? ' ADD failed :days' : ''}`,
        ConditionExpression: 'executionId = :id',
        ExpressionAttributeValues: {
          ':id': { S: executionId },
          ...(failedDays.length > 0 ? { ':days': { SS: [...failedDays] } } : {}),
        },
      });
    },
    async getJob(executionId) {
      const item = await get(executionKey(executionId));
      return item?.job?.S === undefined ? undefined : jobSchema.parse(JSON.parse(item.job.S));
    },
    async recordEnd(executionId, { state, scannedBytes, message = '' }, at) {
      await update(executionKey(executionId), {
        UpdateExpression: 'SET #state = :state, scannedBytes = :bytes, message = :message, endedAt = :at',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':state': { S: state },
          ':bytes': { N: String(scannedBytes) },
          ':message': { S: message },
          ':at': { S: at.toISOString() },
        },
      });
    },
    async getViewSql(view) {
      return (await get(`view#${view}`))?.statement?.S;
    },
    async putViewSql(view, sql) {
      await client.send(
        new PutItemCommand({ TableName: table, Item: { pk: { S: `view#${view}` }, statement: { S: sql } } }),
      );
    },
  };
}

const datasetKey = (dataset: string) => `dataset#${dataset}`;
const executionKey = (executionId: string) => `execution#${executionId}`;

function readState(item: Readonly<Record<string, AttributeValue>> = {}): DatasetState {
  const { pending, failed, currentRun, executionId } = item;
  return {
    pending: pending?.SS ?? [],
    failed: failed?.SS ?? [],
    ...(currentRun?.S === undefined ? {} : { run: runSchema.parse(JSON.parse(currentRun.S)) }),
    ...(executionId?.S === undefined ? {} : { executionId: executionId.S }),
  };
}
