import type { Shard as ShardAnswer } from '@aws-sdk/client-kinesis';
import { sequenceNumber } from './sequence-number.ts';
import type { Shard } from './shard.ts';
import { type KinesisStore, retentionMs, type Stream } from './store.ts';

/** What all answers about a stream have. */
export function described(stream: Stream) {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: 'ACTIVE' as const,
    StreamModeDetails: { StreamMode: stream.mode },
    RetentionPeriodHours: stream.retentionHours,
    StreamCreationTimestamp: new Date(stream.createdAt),
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.shardMetrics] }],
    EncryptionType: stream.encryption.type,
    ...(stream.encryption.keyId === undefined ? {} : { KeyId: stream.encryption.keyId }),
  };
}

export function describedShard(shard: Shard): ShardAnswer {
  const { id, startingHashKey, endingHashKey, parentId, adjacentParentId, closed } = shard;
  return {
    ShardId: id,
    ...(parentId === undefined ? {} : { ParentShardId: parentId }),
    ...(adjacentParentId === undefined ? {} : { AdjacentParentShardId: adjacentParentId }),
    HashKeyRange: { StartingHashKey: startingHashKey, EndingHashKey: endingHashKey },
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumber(shard, 0),
      ...(closed === undefined ? {} : { EndingSequenceNumber: sequenceNumber(shard, closed.offset) }),
    },
  };
}

/** The stream without the closed shards whose last record is past the retention period; they are forgotten with their files. */
export function withoutExpiredShards(store: KinesisStore, stream: Stream, now: number): Stream {
  const oldest = now - retentionMs(stream);
  const expired = stream.shards.filter(({ closed }) => closed !== undefined && closed.at < oldest);
  if (expired.length === 0) return stream;
  const left = { ...stream, shards: stream.shards.filter((shard) => !expired.includes(shard)) };
  store.streams.put(stream.name, left);
  for (const { id } of expired) store.files.drop({ stream: stream.name, createdAt: stream.createdAt, shard: id });
  return left;
}
