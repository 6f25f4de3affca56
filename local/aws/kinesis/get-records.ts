import type { ChildShard, GetRecordsOutput, _Record as KinesisRecord } from '@aws-sdk/client-kinesis';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { ShardRecord } from './frame.ts';
import { rateExceeded } from './put-records.ts';
import { sequenceNumber } from './sequence-number.ts';
import type { Shard } from './shard.ts';
import { checkAge, type Position, readIterator, writeIterator } from './shard-iterator.ts';
import { type KinesisStore, retentionMs, type Stream, violates } from './store.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const maxRecords = 10_000;
const maxBytes = 10 * 1_048_576;

/** Where the shards' limits on what goes out hold while a fault of kind throttle is there. */
const readLimits = 'kinesis:read-limits';

export function getRecords(store: KinesisStore): Operation {
  return operation('kinesis', 'GetRecords', {
    permissions: ({ ShardIterator }, { cloud }) => [
      { action: 'kinesis:GetRecords', resource: readIterator(store, ShardIterator, cloud).stream.arn },
    ],
    handle({ ShardIterator, Limit = maxRecords }, { cloud }) {
      const position = readIterator(store, ShardIterator, cloud);
      checkAge(position, cloud.clock.now());
      if (Limit < 1) throw violates('limit', 'have value greater than or equal to 1');
      if (Limit > maxRecords) throw violates('limit', `have value less than or equal to ${maxRecords}`);
      const isLimited = cloud.faults.strike(readLimits, position.stream.arn).some(({ kind }) => kind === 'throttle');
      return isLimited ? readWithin(store, cloud, position, Limit) : read(store, cloud, position, Limit);
    },
  });
}

function readWithin(store: KinesisStore, cloud: Cloud, position: Position, limit: number): GetRecordsOutput {
  const { stream, shard } = position;
  const name = `${stream.arn}/${shard.id}`;
  const now = cloud.clock.now();
  if (!store.rates.admitsRead(name, now)) {
    store.metrics.count(stream.name, 'ReadProvisionedThroughputExceeded', 1);
    const { ErrorCode, ErrorMessage } = rateExceeded(stream, shard, cloud.account);
    throw new AwsError(ErrorCode, ErrorMessage);
  }
  const answer = read(store, cloud, position, limit);
  const bytes = (answer.Records ?? []).reduce((sum, { Data }) => sum + (Data?.length ?? 0), 0);
  store.rates.countRead(name, bytes, now);
  return answer;
}

function read(store: KinesisStore, cloud: Cloud, position: Position, limit: number): GetRecordsOutput {
  const { stream, shard, offset } = position;
  const now = cloud.clock.now();
  const log = store.log(stream, shard);
  const { records, end } = log.read(offset, { records: limit, bytes: maxBytes, since: now - retentionMs(stream) });
  const isAtEnd = end >= log.end();
  const behindMs = isAtEnd ? 0 : Math.max(0, now - (records.at(-1)?.arrival ?? now));
  store.metrics.count(stream.name, 'GetRecords.Records', records.length);
  store.metrics.count(stream.name, 'GetRecords.Bytes', bytesOf(records));
  store.metrics.count(stream.name, 'GetRecords.IteratorAgeMilliseconds', behindMs);
  return {
    Records: records.map((record) => toAnswer(record, position)),
    MillisBehindLatest: behindMs,
    ...(isAtEnd && shard.closed !== undefined
      ? { ChildShards: childrenOf(stream, shard) }
      : { NextShardIterator: writeIterator({ stream, shard, offset: end, issuedAt: now }) }),
  };
}

function toAnswer({ offset, arrival, data, partitionKey }: ShardRecord, { stream, shard }: Position): KinesisRecord {
  const { type } = stream.encryption;
  return {
    SequenceNumber: sequenceNumber(shard, offset),
    ApproximateArrivalTimestamp: new Date(arrival),
    Data: data,
    PartitionKey: partitionKey,
    ...(type === 'NONE' ? {} : { EncryptionType: type }),
  };
}

function bytesOf(records: readonly ShardRecord[]): number {
  return records.reduce((sum, { data }) => sum + data.length, 0);
}

/** What a closed shard was split or merged into. */
function childrenOf(stream: Stream, { id }: Shard): ChildShard[] {
  return stream.shards
    .filter(({ parentId, adjacentParentId }) => parentId === id || adjacentParentId === id)
    .map((child) => ({
      ShardId: child.id,
      ParentShards: [child.parentId, child.adjacentParentId].filter((parent) => parent !== undefined),
      HashKeyRange: { StartingHashKey: child.startingHashKey, EndingHashKey: child.endingHashKey },
    }));
}
