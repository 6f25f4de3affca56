import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { createKinesis } from './service.ts';

let testing: ReturnType<typeof createTestCloud>;
const StreamName = 'events';

beforeEach(async () => {
  testing = createTestCloud();
  testing.add(createKinesis(testing.cloud));
  await testing.cloud.call(admin, 'kinesis', 'CreateStream', { StreamName, ShardCount: 2 });
});
afterEach(() => testing.end());

function put(...values: readonly string[]) {
  return testing.cloud.call(admin, 'kinesis', 'PutRecords', {
    StreamName,
    Records: values.map((value) => ({ Data: Buffer.from(value), PartitionKey: value })),
  });
}

type From = {
  readonly ShardIteratorType:
    | 'TRIM_HORIZON'
    | 'LATEST'
    | 'AT_TIMESTAMP'
    | 'AFTER_SEQUENCE_NUMBER'
    | 'AT_SEQUENCE_NUMBER';
  readonly StartingSequenceNumber?: string | undefined;
  readonly Timestamp?: Date;
};

async function read(ShardId: string, from: From, Limit = 100) {
  const { ShardIterator } = await testing.cloud.call(admin, 'kinesis', 'GetShardIterator', {
    StreamName,
    ShardId,
    ...from,
  });
  const answer = await testing.cloud.call(admin, 'kinesis', 'GetRecords', { ShardIterator, Limit });
  return { ...answer, values: (answer.Records ?? []).map((record) => Buffer.from(record.Data ?? []).toString()) };
}

const shards = ['shardId-000000000000', 'shardId-000000000001'];
const start: From = { ShardIteratorType: 'TRIM_HORIZON' };

describe('a stream', () => {
  test('spreads records over its shards by the MD5 of their keys, each shard in order', async () => {
    const values = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const { Records = [], FailedRecordCount } = await put(...values);
    expect(FailedRecordCount).toBe(0);
    const perShard = await Promise.all(shards.map((shard) => read(shard, start)));
    expect(perShard.flatMap((one) => one.values).sort()).toEqual([...values].sort());
    for (const [index, one] of perShard.entries()) {
      expect(one.values).toEqual(values.filter((_value, at) => Records[at]?.ShardId === shards[index]));
      const numbers = (one.Records ?? []).map((record) => BigInt(record.SequenceNumber ?? 0));
      expect(numbers).toEqual([...numbers].sort((a, b) => (a < b ? -1 : 1)));
    }
    const { Shards = [] } = await testing.cloud.call(admin, 'kinesis', 'ListShards', { StreamName });
    expect(Shards.map((shard) => shard.HashKeyRange?.StartingHashKey)).toEqual(['0', (1n << 127n).toString()]);
  });

  test('is read on from an iterator, a sequence number or a time, also after a restart', async () => {
    const one = { StreamName, PartitionKey: 'a', ExplicitHashKey: '0' };
    const first = await testing.cloud.call(admin, 'kinesis', 'PutRecord', { ...one, Data: Buffer.from('1') });
    await testing.cloud.call(admin, 'kinesis', 'PutRecord', { ...one, Data: Buffer.from('2') });
    testing.add(createKinesis(testing.cloud));
    const [shard = ''] = shards;
    const page = await read(shard, start, 1);
    expect(page.values).toEqual(['1']);
    const next = await testing.cloud.call(admin, 'kinesis', 'GetRecords', { ShardIterator: page.NextShardIterator });
    expect(next.Records?.length).toBe(1);
    const number = { StartingSequenceNumber: first.SequenceNumber };
    expect((await read(shard, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', ...number })).values).toEqual(['2']);
    expect((await read(shard, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', ...number })).values).toEqual(['1', '2']);
    expect((await read(shard, { ShardIteratorType: 'LATEST' })).values).toEqual([]);
    const Timestamp = new Date(Date.now() + 1_000);
    expect((await read(shard, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp })).values).toEqual([]);
  });

  test('has AWS’s limits, and fails a part of a batch when a fault says so', async () => {
    await expect(put(...Array.from({ length: 501 }, () => 'x'))).rejects.toThrow('between 1 and 500');
    const tooLarge = { StreamName, PartitionKey: 'a', Data: Buffer.alloc(1_048_576) };
    await expect(testing.cloud.call(admin, 'kinesis', 'PutRecord', tooLarge)).rejects.toThrow('1048576');
    testing.cloud.faults.add({ at: 'kinesis:records', kind: 'partial-failure', times: 1 });
    const { Records = [], FailedRecordCount } = await put('a', 'b', 'c');
    expect(FailedRecordCount).toBe(2);
    expect(Records[0]?.ErrorCode).toBe('ProvisionedThroughputExceededException');
    expect(Records[1]?.SequenceNumber).toMatch(/^49\d{54}$/);
  });
});
