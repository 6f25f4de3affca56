import type { CreateStreamInput, StreamMode } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { described, describedShard, withoutExpiredShards } from './describe.ts';
import { newShards, openShards } from './shard.ts';
import { invalidArgument, type KinesisStore, requireStream, streamArn, violates } from './store.ts';

const onDemandShards = 4;
const maxShards = 10_000;
export const recordKiB = { least: 1_024, most: 10_240 } as const;

export function createStream(store: KinesisStore): Operation {
  return operation('kinesis', 'CreateStream', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:CreateStream', resource: streamArn(cloud, { StreamName: input.StreamName }) },
    ],
    handle(input, { cloud }) {
      const name = input.StreamName ?? '';
      const shape = readShape(input);
      if (store.streams.has(name))
        throw new AwsError('ResourceInUseException', `Stream ${name} under account ${cloud.account} already exists.`);
      const createdAt = cloud.clock.now();
      store.streams.put(name, {
        name,
        arn: streamArn(cloud, { StreamName: name }),
        mode: shape.mode,
        shards: newShards(shape.shardCount, createdAt),
        createdAt,
        retentionHours: 24,
        maxRecordKiB: shape.maxRecordKiB,
        encryption: { type: 'NONE' },
        shardMetrics: [],
        tags: { ...input.Tags },
      });
      return {};
    },
  });
}

function readShape({ StreamName = '', StreamModeDetails, ShardCount, MaxRecordSizeInKiB }: CreateStreamInput) {
  if (!/^[a-zA-Z0-9_.-]+$/.test(StreamName))
    throw violates('streamName', 'satisfy regular expression pattern: [a-zA-Z0-9_.-]+');
  if (StreamName.length > 128) throw violates('streamName', 'have length less than or equal to 128');
  const mode = StreamModeDetails?.StreamMode ?? 'PROVISIONED';
  const maxRecordKiB = checkedRecordKiB(MaxRecordSizeInKiB ?? recordKiB.least);
  return { mode, maxRecordKiB, shardCount: shardCountOf(mode, ShardCount) };
}

export function checkedRecordKiB(size: number): number {
  if (size >= recordKiB.least && size <= recordKiB.most) return size;
  throw violates('maxRecordSizeInKiB', `have value between ${recordKiB.least} and ${recordKiB.most}`);
}

function shardCountOf(mode: StreamMode, given: number | undefined): number {
  if (mode === 'ON_DEMAND' && given !== undefined)
    throw invalidArgument('ShardCount must not be provided for an ON_DEMAND stream.');
  const count = given ?? (mode === 'ON_DEMAND' ? onDemandShards : 1);
  if (count < 1) throw violates('shardCount', 'have value greater than or equal to 1');
  if (count > maxShards)
    throw new AwsError('LimitExceededException', `A stream has at most ${maxShards} shards, not ${count}.`);
  return count;
}

export function deleteStream(store: KinesisStore): Operation {
  return operation('kinesis', 'DeleteStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:DeleteStream', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const { name, createdAt } = requireStream(store, cloud, input);
      store.streams.delete(name);
      store.files.dropStream({ stream: name, createdAt });
      return {};
    },
  });
}

export function describeStream(store: KinesisStore): Operation {
  return operation('kinesis', 'DescribeStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:DescribeStream', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = withoutExpiredShards(store, requireStream(store, cloud, input), cloud.clock.now());
      const after = input.ExclusiveStartShardId ?? '';
      const left = stream.shards.filter(({ id }) => id > after);
      const found = left.slice(0, input.Limit ?? 100);
      return {
        StreamDescription: {
          ...described(stream),
          Shards: found.map(describedShard),
          HasMoreShards: left.length > found.length,
        },
      };
    },
  });
}

export function describeStreamSummary(store: KinesisStore): Operation {
  return operation('kinesis', 'DescribeStreamSummary', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:DescribeStreamSummary', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      return {
        StreamDescriptionSummary: {
          ...described(stream),
          OpenShardCount: openShards(stream.shards).length,
          ConsumerCount: 0,
          MaxRecordSizeInKiB: stream.maxRecordKiB,
        },
      };
    },
  });
}

export function listStreams(store: KinesisStore): Operation {
  return operation('kinesis', 'ListStreams', {
    permissions: () => [{ action: 'kinesis:ListStreams', resource: '*' }],
    handle({ Limit = 100, ExclusiveStartStreamName, NextToken }) {
      const after = ExclusiveStartStreamName ?? NextToken ?? '';
      const all = [...store.streams.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const left = all.filter(({ name }) => name > after);
      const found = left.slice(0, Limit);
      const more = left.length > found.length ? found.at(-1)?.name : undefined;
      return {
        StreamNames: found.map(({ name }) => name),
        HasMoreStreams: more !== undefined,
        NextToken: more,
        StreamSummaries: found.map((stream) => {
          const { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp } = described(stream);
          return { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp };
        }),
      };
    },
  });
}

export function describeLimits(store: KinesisStore): Operation {
  return operation('kinesis', 'DescribeLimits', {
    permissions: () => [{ action: 'kinesis:DescribeLimits', resource: '*' }],
    handle() {
      const streams = [...store.streams.values()];
      return {
        ShardLimit: maxShards,
        OpenShardCount: streams.reduce((sum, { shards }) => sum + openShards(shards).length, 0),
        OnDemandStreamCount: streams.filter(({ mode }) => mode === 'ON_DEMAND').length,
        OnDemandStreamCountLimit: 50,
      };
    },
  });
}
