import type { CreateStreamInput, StreamMode } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { sequenceNumber } from './sequence-number.ts';
import { cutIntoShards, type KinesisStore, requireStream, type Stream, streamArn } from './store.ts';

const onDemandShards = 4;
const maxShards = 200;
const maxRecordKiB = { least: 1_024, most: 10_240 };

export function createStream(store: KinesisStore): Operation {
  return operation('kinesis', 'CreateStream', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:CreateStream', resource: streamArn(cloud, { StreamName: input.StreamName }) },
    ],
    handle(input, { cloud }) {
      const name = input.StreamName ?? '';
      if (store.streams.has(name))
        throw invalid('ResourceInUseException', `Stream ${name} under account ${cloud.account} already exists.`);
      const { mode, shardCount, recordKiB } = readShape(input);
      store.streams.put(name, {
        name,
        arn: streamArn(cloud, { StreamName: name }),
        mode,
        shards: cutIntoShards(shardCount),
        createdAt: cloud.clock.now(),
        retentionHours: 24,
        maxRecordKiB: recordKiB,
        encryption: { type: 'NONE' },
        tags: { ...input.Tags },
      });
      return {};
    },
  });
}

function readShape({ StreamName = '', StreamModeDetails, ShardCount, MaxRecordSizeInKiB }: CreateStreamInput) {
  const mode = StreamModeDetails?.StreamMode ?? 'PROVISIONED';
  const recordKiB = MaxRecordSizeInKiB ?? maxRecordKiB.least;
  if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(StreamName))
    throw invalid('ValidationException', `Invalid stream name: ${StreamName}`);
  if (recordKiB < maxRecordKiB.least || recordKiB > maxRecordKiB.most)
    throw invalid('ValidationException', `MaxRecordSizeInKiB must be between 1024 and 10240.`);
  return { mode, recordKiB, shardCount: shardCountOf(mode, ShardCount) };
}

function shardCountOf(mode: StreamMode, given: number | undefined): number {
  if (mode === 'ON_DEMAND' && given !== undefined)
    throw invalid('InvalidArgumentException', 'ShardCount must not be provided for an ON_DEMAND stream.');
  const count = given ?? (mode === 'ON_DEMAND' ? onDemandShards : 1);
  if (count < 1 || count > maxShards)
    throw invalid('LimitExceededException', `A stream may have 1 to ${maxShards} shards here, not ${count}.`);
  return count;
}

export function deleteStream(store: KinesisStore): Operation {
  return operation('kinesis', 'DeleteStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:DeleteStream', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const { name } = requireStream(store, cloud, input);
      store.streams.delete(name);
      store.records.drop(name);
      return {};
    },
  });
}

export function describeStream(store: KinesisStore): Operation {
  return operation('kinesis', 'DescribeStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:DescribeStream', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const after = input.ExclusiveStartShardId ?? '';
      const left = shardsOf(stream).filter(({ ShardId }) => ShardId > after);
      const limit = input.Limit ?? 100;
      return {
        StreamDescription: { ...described(stream), Shards: left.slice(0, limit), HasMoreShards: left.length > limit },
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
          OpenShardCount: stream.shards.length,
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

export function listShards(store: KinesisStore): Operation {
  return operation('kinesis', 'ListShards', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:ListShards', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const [name, after = input.ExclusiveStartShardId ?? ''] = input.NextToken?.split('/') ?? [];
      const stream = requireStream(store, cloud, name === undefined ? input : { StreamName: name });
      const left = shardsOf(stream).filter(({ ShardId }) => ShardId > after);
      const found = left.slice(0, input.MaxResults ?? 1_000);
      const last = found.at(-1)?.ShardId;
      return { Shards: found, NextToken: left.length > found.length ? `${stream.name}/${last}` : undefined };
    },
  });
}

function described(stream: Stream) {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: 'ACTIVE' as const,
    StreamModeDetails: { StreamMode: stream.mode },
    RetentionPeriodHours: stream.retentionHours,
    StreamCreationTimestamp: new Date(stream.createdAt),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: stream.encryption.type,
    ...(stream.encryption.keyId === undefined ? {} : { KeyId: stream.encryption.keyId }),
  };
}

function shardsOf(stream: Stream) {
  return stream.shards.map(({ id, startingHashKey, endingHashKey }) => ({
    ShardId: id,
    HashKeyRange: { StartingHashKey: startingHashKey, EndingHashKey: endingHashKey },
    SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(stream, id, 0) },
  }));
}

function invalid(code: string, message: string): AwsError {
  return new AwsError(code, message);
}
