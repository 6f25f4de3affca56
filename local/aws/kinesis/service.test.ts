import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { createKinesis } from './service.ts';
import { fromStart, streamClient } from './testing.ts';

let testing: ReturnType<typeof createTestCloud>;
let stream: ReturnType<typeof streamClient>;
const StreamName = 'events';
const [first = '', second = ''] = ['shardId-000000000000', 'shardId-000000000001'];

beforeEach(async () => {
  testing = createTestCloud();
  testing.add(createKinesis(testing.cloud));
  await testing.cloud.call(admin, 'kinesis', 'CreateStream', { StreamName, ShardCount: 2 });
  stream = streamClient(testing.cloud, StreamName);
});
afterEach(() => testing.end());

const putOne = (input: { PartitionKey: string; Data: Uint8Array; ExplicitHashKey?: string }) =>
  testing.cloud.call(admin, 'kinesis', 'PutRecord', { StreamName, ...input });

const refusal = (code: string, text: string) => ({ code, message: expect.stringContaining(text) });

describe('a stream', () => {
  test('spreads records over its shards by the MD5 of their keys, each shard in order', async () => {
    const values = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const { Records = [], FailedRecordCount } = await stream.put(values);
    expect(FailedRecordCount).toBe(0);
    const half = (value: string) =>
      BigInt(`0x${createHash('md5').update(value).digest('hex')}`) >> 127n ? second : first;
    expect(Records.map(({ ShardId }) => ShardId)).toEqual(values.map(half));
    for (const shard of [first, second]) {
      const { values: found, Records: read = [] } = await stream.read(shard, fromStart);
      expect(found).toEqual(values.filter((value) => half(value) === shard));
      const numbers = read.map(({ SequenceNumber }) => BigInt(SequenceNumber ?? 0));
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)));
    }
    const shards = await stream.shards();
    expect(shards.map(({ HashKeyRange }) => HashKeyRange?.StartingHashKey)).toEqual(['0', (1n << 127n).toString()]);
  });

  test('lets an explicit hash key decide, and refuses one out of range', async () => {
    const record = { PartitionKey: 'a', Data: Buffer.from('x') };
    for (const [ExplicitHashKey, shard] of [
      ['0', first],
      [((1n << 127n) - 1n).toString(), first],
      [(1n << 127n).toString(), second],
      [((1n << 128n) - 1n).toString(), second],
    ] as const)
      expect((await putOne({ ...record, ExplicitHashKey })).ShardId).toBe(shard);
    const beyond = putOne({ ...record, ExplicitHashKey: (1n << 128n).toString() });
    await expect(beyond).rejects.toMatchObject(refusal('InvalidArgumentException', '[0, 2^128-1]'));
    const wrong = putOne({ ...record, ExplicitHashKey: '007' });
    await expect(wrong).rejects.toMatchObject(refusal('ValidationException', 'explicitHashKey'));
  });

  test('is read on from an iterator, a sequence number or a time, also after a restart', async () => {
    const before = new Date(testing.cloud.clock.now());
    const one = { PartitionKey: 'a', ExplicitHashKey: '0' };
    const { SequenceNumber: StartingSequenceNumber } = await putOne({ ...one, Data: Buffer.from('1') });
    await putOne({ ...one, Data: Buffer.from('2') });
    testing.add(createKinesis(testing.cloud));
    const page = await stream.read(first, fromStart, 1);
    expect(page.values).toEqual(['1']);
    expect((await stream.next(page.NextShardIterator)).values).toEqual(['2']);
    const values = async (ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' | 'AT_SEQUENCE_NUMBER') =>
      (await stream.read(first, { ShardIteratorType, StartingSequenceNumber })).values;
    expect(await values('AFTER_SEQUENCE_NUMBER')).toEqual(['2']);
    expect(await values('AT_SEQUENCE_NUMBER')).toEqual(['1', '2']);
    expect((await stream.read(first, { ShardIteratorType: 'LATEST' })).values).toEqual([]);
    expect((await stream.read(first, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: before })).values).toEqual([
      '1',
      '2',
    ]);
    const Timestamp = new Date(testing.cloud.clock.now() + 60_000);
    const later = stream.read(first, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp });
    await expect(later).rejects.toMatchObject(refusal('InvalidArgumentException', 'currentTimestampInMillis'));
  });

  test('tells how far behind a reader is', async () => {
    await stream.put(['1', '2', '3'], 'a');
    const { Records = [] } = await stream.put(['4'], 'a');
    await new Promise((go) => setTimeout(go, 15));
    const page = await stream.read(Records[0]?.ShardId ?? '', fromStart, 3);
    expect(page.MillisBehindLatest).toBeGreaterThan(10);
    expect((await stream.next(page.NextShardIterator)).MillisBehindLatest).toBe(0);
  });

  test('refuses iterators and sequence numbers that are not its own', async () => {
    const { Records = [] } = await stream.put(['a']);
    const StartingSequenceNumber = Records[0]?.SequenceNumber;
    const other = Records[0]?.ShardId === first ? second : first;
    const wrong = stream.read(other, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber });
    await expect(wrong).rejects.toMatchObject(refusal('InvalidArgumentException', 'It encodes'));
    const unnumbered = stream.read(first, { ShardIteratorType: 'AT_SEQUENCE_NUMBER' });
    await expect(unnumbered).rejects.toMatchObject(refusal('InvalidArgumentException', 'no StartingSequenceNumber'));
    await expect(stream.next('nonsense')).rejects.toMatchObject(
      refusal('InvalidArgumentException', 'Invalid ShardIterator'),
    );
    const ShardIterator = await stream.iterator(first, fromStart);
    await testing.cloud.call(admin, 'kinesis', 'DeleteStream', { StreamName });
    await expect(stream.next(ShardIterator)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

describe('a call', () => {
  test('may have 500 records, 5 MiB and 1 MiB per record with its key', async () => {
    await expect(stream.put(Array.from({ length: 501 }, () => 'x'))).rejects.toMatchObject(
      refusal('ValidationException', 'less than or equal to 500'),
    );
    expect((await stream.put(Array.from({ length: 500 }, () => 'x'))).Records).toHaveLength(500);
    const Data = Buffer.alloc(1_048_576 - 3);
    await expect(putOne({ PartitionKey: 'four', Data })).rejects.toMatchObject(
      refusal('ValidationException', '1048576'),
    );
    await putOne({ PartitionKey: 'key', Data });
    await putOne({ PartitionKey: 'k'.repeat(256), Data: Buffer.alloc(0) });
    await expect(putOne({ PartitionKey: 'k'.repeat(257), Data })).rejects.toMatchObject(
      refusal('ValidationException', '256'),
    );
    const five = Array.from({ length: 5 }, () => ({ PartitionKey: 'key', Data }));
    const put = (Records: { PartitionKey: string; Data: Buffer }[]) =>
      testing.cloud.call(admin, 'kinesis', 'PutRecords', { StreamName, Records });
    expect((await put(five)).FailedRecordCount).toBe(0);
    const more = put([...five, { PartitionKey: 'k', Data: Buffer.alloc(0) }]);
    await expect(more).rejects.toMatchObject(refusal('InvalidArgumentException', 'exceeds 5 MB limit'));
  });

  test('takes larger records, and 10 MiB, where the stream does', async () => {
    const StreamARN = `arn:aws:kinesis:eu-west-1:000000000000:stream/${StreamName}`;
    await testing.cloud.call(admin, 'kinesis', 'UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 10_240 });
    const { ShardId = '' } = await putOne({ PartitionKey: 'k', Data: Buffer.alloc(9 << 20, 7) });
    const { Records = [] } = await stream.read(ShardId, fromStart);
    expect(Buffer.from(Records[0]?.Data ?? []).equals(Buffer.alloc(9 << 20, 7))).toBe(true);
  });

  test('fails in part under HTTP 200 when a fault says so', async () => {
    testing.cloud.faults.add({ at: 'kinesis:records', kind: 'partial-failure', times: 1 });
    const { Records = [], FailedRecordCount } = await stream.put(['a', 'b', 'c']);
    expect(FailedRecordCount).toBe(2);
    expect(Records[0]?.ErrorCode).toBe('ProvisionedThroughputExceededException');
    expect(Records[0]?.SequenceNumber).toBeUndefined();
    expect(Records[1]?.SequenceNumber).toMatch(/^49\d{54}$/);
    testing.cloud.faults.add({ at: 'kinesis:record', kind: 'error', match: '/bad', times: 2 });
    const failed = await stream.put(['good', 'bad', 'fine']);
    expect(failed.Records?.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, 'InternalFailure', undefined]);
    await expect(putOne({ PartitionKey: 'bad', Data: Buffer.from('x') })).rejects.toMatchObject({ status: 500 });
    const found = [...(await stream.read(first, fromStart)).values, ...(await stream.read(second, fromStart)).values];
    expect(found.sort()).toEqual(['b', 'fine', 'good']);
  });
});

describe('a shard with AWS’s limits', () => {
  test('refuses the records of a batch beyond them one by one, and takes those for other shards', async () => {
    testing.cloud.faults.add({ at: 'kinesis:write-limits', kind: 'throttle' });
    const half = Array.from({ length: 500 }, (_, index) => `${index}`);
    let answer = await stream.put(half, 'a');
    for (let calls = 1; calls < 50 && answer.FailedRecordCount === 0; calls++) answer = await stream.put(half, 'a');
    const refused = (answer.Records ?? []).filter(({ ErrorCode }) => ErrorCode !== undefined);
    expect(refused).toHaveLength(answer.FailedRecordCount ?? 0);
    expect(refused[0]).toEqual({
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: `Rate exceeded for shard ${first} in stream events under account 000000000000.`,
    });
    expect((await stream.put(['x'], 'b')).Records?.[0]?.ShardId).toBe(second);
    const large = { PartitionKey: 'k', Data: Buffer.alloc(1_000_000), ExplicitHashKey: `${(1n << 128n) - 1n}` };
    const puts = await Promise.allSettled(Array.from({ length: 5 }, () => putOne(large)));
    expect(puts.at(-1)).toMatchObject({ reason: { code: 'ProvisionedThroughputExceededException', status: 400 } });
  });

  test('refuses reads beyond five a second', async () => {
    testing.cloud.faults.add({ at: 'kinesis:read-limits', kind: 'throttle' });
    const ShardIterator = await stream.iterator(first, fromStart);
    const reads = await Promise.allSettled(Array.from({ length: 20 }, () => stream.next(ShardIterator)));
    expect(reads[0]).toMatchObject({ status: 'fulfilled' });
    expect(reads.at(-1)).toMatchObject({ reason: { code: 'ProvisionedThroughputExceededException', status: 400 } });
    expect((await stream.read(second, fromStart)).values).toEqual([]);
  });
});
