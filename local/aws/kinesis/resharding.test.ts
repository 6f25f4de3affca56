import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { streamResource } from './resources/stream.ts';
import { createKinesis } from './service.ts';
import { fromStart, streamClient } from './testing.ts';

let testing: ReturnType<typeof createTestCloud>;
let stream: ReturnType<typeof streamClient>;
const StreamName = 'events';
const [zero = '', one = '', two = '', three = ''] = [0, 1, 2, 3].map((index) => `shardId-00000000000${index}`);
const middle = (1n << 127n).toString();

beforeEach(() => {
  testing = createTestCloud();
  testing.add(createKinesis(testing.cloud));
  stream = streamClient(testing.cloud, StreamName);
});
afterEach(() => testing.end());

const create = (ShardCount: number) => testing.cloud.call(admin, 'kinesis', 'CreateStream', { StreamName, ShardCount });
const split = (ShardToSplit: string, NewStartingHashKey: string) =>
  testing.cloud.call(admin, 'kinesis', 'SplitShard', { StreamName, ShardToSplit, NewStartingHashKey });

test('a closed shard is read to its end, tells its children, and takes no more records', async () => {
  await create(1);
  const before = await stream.put(['a', 'b']);
  const ShardIterator = await stream.iterator(zero, fromStart);
  await split(zero, middle);
  const after = await stream.put(['a', 'b', 'c']);
  const page = await stream.next(ShardIterator, 1);
  expect(page.ChildShards).toBeUndefined();
  const last = await stream.next(page.NextShardIterator);
  expect([...page.values, ...last.values]).toEqual(['a', 'b']);
  expect(last.NextShardIterator).toBeUndefined();
  expect(last.ChildShards?.map(({ ShardId, ParentShards }) => [ShardId, ParentShards])).toEqual([
    [one, [zero]],
    [two, [zero]],
  ]);
  const numbers = [...(before.Records ?? []), ...(after.Records ?? [])].map(
    ({ SequenceNumber = '' }) => SequenceNumber,
  );
  const oldest = numbers.slice(2).sort()[0] ?? '';
  expect(numbers.slice(0, 2).every((number) => number < oldest)).toBe(true);
  const [closed] = await stream.shards();
  expect(closed?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^49\d{54}$/);
});

test('two neighbours merge into one; others and closed ones are refused', async () => {
  await create(3);
  const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
    testing.cloud.call(admin, 'kinesis', 'MergeShards', { StreamName, ShardToMerge, AdjacentShardToMerge });
  await expect(merge(zero, two)).rejects.toMatchObject({ code: 'InvalidArgumentException' });
  await merge(zero, one);
  expect((await stream.shards()).at(-1)).toMatchObject({
    ShardId: three,
    ParentShardId: zero,
    AdjacentParentShardId: one,
  });
  await expect(merge(zero, one)).rejects.toMatchObject({ code: 'ResourceInUseException' });
  await expect(split(three, '1')).rejects.toMatchObject({ code: 'InvalidArgumentException' });
  expect(
    (await stream.put(['a', 'b', 'c', 'd'])).Records?.every(({ ShardId }) => ShardId === two || ShardId === three),
  ).toBe(true);
});

test('the number of shards is at most doubled or halved, and filters tell open from closed', async () => {
  await create(2);
  const update = (TargetShardCount: number) =>
    testing.cloud.call(admin, 'kinesis', 'UpdateShardCount', {
      StreamName,
      TargetShardCount,
      ScalingType: 'UNIFORM_SCALING',
    });
  await expect(update(5)).rejects.toMatchObject({ code: 'LimitExceededException' });
  expect(await update(4)).toMatchObject({ CurrentShardCount: 2, TargetShardCount: 4 });
  const list = async (filter: { Type: 'AT_LATEST' } | { Type: 'AFTER_SHARD_ID'; ShardId: string }) =>
    (await testing.cloud.call(admin, 'kinesis', 'ListShards', { StreamName, ShardFilter: filter })).Shards?.length;
  expect(await list({ Type: 'AT_LATEST' })).toBe(4);
  expect(await list({ Type: 'AFTER_SHARD_ID', ShardId: one })).toBe(4);
  const page = await testing.cloud.call(admin, 'kinesis', 'ListShards', { StreamName, MaxResults: 5 });
  const { NextToken } = page;
  const rest = await testing.cloud.call(admin, 'kinesis', 'ListShards', { NextToken });
  expect([page.Shards?.length, rest.Shards?.length, rest.NextToken]).toEqual([5, 1, undefined]);
});

test('a stack changes its stream in place, with its records', async () => {
  const request = { logicalId: 'S', stackName: 's', stackId: 'id', generatedName: StreamName, tags: { stack: 's' } };
  const context = { cloud: testing.cloud, caller: admin, requestId: 'r' };
  const made = await streamResource.create(
    {
      ShardCount: '1',
      RetentionPeriodHours: 48,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
      Tags: [{ Key: 'a', Value: '1' }],
    },
    request,
    context,
  );
  expect(made).toEqual({
    physicalId: StreamName,
    attributes: { Arn: `arn:aws:kinesis:eu-west-1:000000000000:stream/${StreamName}` },
  });
  await stream.put(['kept']);
  await streamResource.update(
    made,
    { ShardCount: 2, RetentionPeriodHours: 24, MaxRecordSizeInKiB: 2_048, DesiredShardLevelMetrics: ['IncomingBytes'] },
    request,
    context,
  );
  const summary = async () =>
    (await testing.cloud.call(admin, 'kinesis', 'DescribeStreamSummary', { StreamName })).StreamDescriptionSummary;
  expect(await summary()).toMatchObject({
    OpenShardCount: 2,
    RetentionPeriodHours: 24,
    MaxRecordSizeInKiB: 2_048,
    EncryptionType: 'NONE',
    EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingBytes'] }],
  });
  expect((await stream.read(zero, fromStart)).values).toEqual(['kept']);
  const { Tags } = await testing.cloud.call(admin, 'kinesis', 'ListTagsForStream', { StreamName });
  expect(Tags).toEqual([{ Key: 'stack', Value: 's' }]);
  await streamResource.update(made, { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, request, context);
  expect(await summary()).toMatchObject({ StreamModeDetails: { StreamMode: 'ON_DEMAND' }, OpenShardCount: 2 });
});
