import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createJobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Notice } from '../core/notice.ts';
import type { Told } from '../core/notice-text.ts';
import { createHoldStore, type HoldStore } from './hold-store.ts';
import { type TellDeps, tell, tellHeld } from './tell.ts';

const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');
const server = dynalite({ createTableMs: 0 });
const hour = 3_600_000;

let client: DynamoDBClient;
let holds: HoldStore;
let now: number;
let told: Told[];
let fails: boolean;
let deps: TellDeps;
let made = 0;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = address(server.address());
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(() => {
  client.destroy();
  server.close();
});

beforeEach(async () => {
  made += 1;
  const TableName = `jobs${made}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  now = Date.parse('2026-11-20T13:00:00Z');
  told = [];
  fails = false;
  holds = createHoldStore(createJobsTable(client, TableName), () => now);
  deps = {
    holds,
    stage: 'dev',
    now: () => now,
    async publish(message) {
      if (fails) throw new Error('SNS is down');
      told.push(message);
    },
  };
});

function address(of: AddressInfo | string | null): AddressInfo {
  if (of === null || typeof of === 'string') throw new Error('no port');
  return of;
}

const notice = (count = 1, key = 'rejected#t#cut'): Notice => ({
  ...{ key, page: 'records-rejected', title: 't: cut', subject: 't', wrong: 'W.', means: 'M.', begin: 'lake status' },
  ...{ since: new Date(now).toISOString(), count, unit: 'records', events: 1 },
});

describe('a notice', () => {
  test('is told at once, and what comes of the same within the hour is counted and told with the next', async () => {
    expect(await tell(deps, notice())).toBe('told');
    now += 60_000;
    expect(await tell(deps, notice(2))).toBe('held');
    now += 60_000;
    expect(await tell(deps, notice(3))).toBe('held');
    expect(await tell(deps, notice(1, 'another'))).toBe('told');
    now += hour;
    expect(await tell(deps, notice(4))).toBe('told');
    expect(told).toHaveLength(3);
    expect(told[2]?.message).toContain(
      'Since: 2026-11-20T13:01:00.000Z\nHow many: 4 records\nHeld back: 5 records in 2 events',
    );
    now += 2 * hour;
    await tell(deps, notice(1));
    expect(told[3]?.message).not.toContain('Held back');
  });

  test('that could not be told is not held back when it comes again', async () => {
    fails = true;
    await expect(tell(deps, notice())).rejects.toThrow('SNS is down');
    fails = false;
    expect(await tell(deps, notice())).toBe('told');
  });

  test('of which another worker is just telling is held back', async () => {
    await holds.claim('rejected#t#cut', now, now + 60_000);
    expect(await tell(deps, notice())).toBe('held');
  });

  test('whose teller was killed before it told is told when its messages come again', async () => {
    await holds.claim('rejected#t#cut', now, now + 60_000);
    now += 380_000;
    expect(await tell(deps, notice())).toBe('told');
  });
});

describe('what was held back, and of which no more comes', () => {
  test('is told when the hour is over, once', async () => {
    await tell(deps, notice());
    now += 60_000;
    await tell(deps, notice(1000));
    await tell(deps, notice(7, 'fresh'));
    expect(await tellHeld(deps)).toBe(0);
    now += hour;
    expect(await tellHeld(deps)).toBe(1);
    expect(told.at(-1)?.message).toContain('Since: 2026-11-20T13:01:00.000Z\nHow many: 1000 records\nMeans');
    now += 2 * hour;
    expect(await tellHeld(deps)).toBe(0);
    expect(told).toHaveLength(3);
  });

  test('meanwhile, while it was told of, is kept for the next', async () => {
    await tell(deps, notice());
    await tell(deps, notice(5));
    now += hour;
    const meanwhile: TellDeps = {
      ...deps,
      async publish(message) {
        await holds.hold(notice(3));
        told.push(message);
      },
    };
    await tell(meanwhile, notice(1));
    now += hour;
    expect(await tellHeld(deps)).toBe(1);
    expect(told.at(-1)?.message).toContain('How many: 3 records');
  });
});
