import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { createJobStore } from '../dynamo/job-store.ts';
import { dependencyIndex } from '../dynamo/table.ts';
import type { End, JobStore } from '../job-store.ts';
import type { Run } from '../run.ts';
import type { NewUnit, Taken } from '../unit.ts';
import { createMemoryStore } from './memory-store.ts';

const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');
const server = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;

/** The store in DynamoDB, once tests run. */
export const dynamoStore = (): JobStore => createJobStore(client, 'jobs');

async function start(): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const of = (name: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType });
  await client.send(
    new CreateTableCommand({
      TableName: 'jobs',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'dependency', 'dependencyOrder'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [of('pk', 'HASH'), of('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        {
          IndexName: dependencyIndex,
          KeySchema: [of('dependency', 'HASH'), of('dependencyOrder', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
}

async function stop(): Promise<void> {
  client.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

export const unit = (id: string, stamp = 's1', dueAt = 100): NewUnit => ({
  id,
  lane: 'write',
  stamp,
  dueAt,
  partition: id,
});
export const runOf = (units: readonly Taken[], id = 'r1'): Run => ({
  id,
  lane: 'write',
  digest: 'd1',
  units: units.map(({ version, partition, times, since, why, id: name }) => ({
    ...{ id: name, version, partition, times },
    ...{ since, why },
  })),
  attempt: 1,
  notBefore: 0,
});

/** A statement that succeeded 5 ms after it began. */
export const endAt = (at: number, executionId: string, step?: string): End => ({
  start: { executionId, at, step },
  state: 'SUCCEEDED',
  scannedBytes: 0,
  message: '',
  at: at + 5,
});

let targets = 0;

/** A target of its own with these units, in a store. */
async function setUp(create: () => JobStore, units: readonly NewUnit[]) {
  targets += 1;
  const target = `target_${targets}`;
  const jobs = create();
  await jobs.addUnits(target, units);
  const waiting = async () => await jobs.waiting(target, 1_000, 100);
  const claim = async (run: Run) => await jobs.claim(target, run, { statement: 'MERGE', at: 200, isNew: true });
  return { jobs, target, waiting, claim, execution: `execution_${targets}` };
}

export type Stored = {
  readonly setUp: (...units: readonly NewUnit[]) => ReturnType<typeof setUp>;
  /** `memory`, `dynamo` */
  readonly store: string;
};

/** What each store of jobs must do, on both. */
export function describeStores(subject: string, tests: (stored: Stored) => void): void {
  beforeAll(start);
  afterAll(stop);
  describe.each([
    ['memory', createMemoryStore],
    ['dynamo', dynamoStore],
  ] as const)(`${subject} in %s`, (store, create) => tests({ store, setUp: (...units) => setUp(create, units) }));
}
