import type { GetShardIteratorInput } from '@aws-sdk/client-kinesis';
import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { offsetOf, sequenceNumber } from './sequence-number.ts';
import { type KinesisStore, requireShard, requireStream, type Shard, type Stream, streamArn } from './store.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const maxRecords = 10_000;
const maxBytes = 10 * 1_048_576;
const iteratorMs = 300_000;

const iteratorSchema = z.tuple([z.string(), z.number(), z.string(), z.number(), z.number()]);

type Position = { readonly stream: Stream; readonly shard: Shard; readonly offset: number; readonly issuedAt: number };

export function getShardIterator(store: KinesisStore): Operation {
  return operation('kinesis', 'GetShardIterator', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:GetShardIterator', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const shard = requireShard(stream, input.ShardId, cloud.account);
      const offset = startOf(store, stream, shard, input);
      return { ShardIterator: write({ stream, shard, offset, issuedAt: cloud.clock.now() }) };
    },
  });
}

export function getRecords(store: KinesisStore): Operation {
  return operation('kinesis', 'GetRecords', {
    permissions: ({ ShardIterator }, { cloud }) => [
      { action: 'kinesis:GetRecords', resource: read(store, ShardIterator, cloud).stream.arn },
    ],
    handle({ ShardIterator, Limit = maxRecords }, { cloud }) {
      const now = cloud.clock.now();
      const position = read(store, ShardIterator, cloud);
      if (now - position.issuedAt > iteratorMs)
        throw new AwsError('ExpiredIteratorException', 'Iterator expired. Iterators live for 5 minutes.');
      if (Limit < 1 || Limit > maxRecords)
        throw new AwsError('InvalidArgumentException', `Limit must be between 1 and ${maxRecords}.`);
      const { stream, shard } = position;
      const name = { stream: stream.name, shard: shard.id };
      const limit = { records: Limit, bytes: maxBytes };
      const { records, end } = store.records.read(name, position.offset, limit);
      const oldest = now - stream.retentionHours * 3_600_000;
      const last = records.at(-1);
      return {
        Records: records
          .filter((record) => record.arrival >= oldest)
          .map(({ offset, arrival, partitionKey, data }) => ({
            SequenceNumber: sequenceNumber(stream, shard.id, offset),
            ApproximateArrivalTimestamp: new Date(arrival),
            Data: data,
            PartitionKey: partitionKey,
          })),
        NextShardIterator: write({ stream, shard, offset: end, issuedAt: now }),
        MillisBehindLatest: last === undefined || end >= store.records.end(name) ? 0 : now - last.arrival,
      };
    },
  });
}

function startOf(
  store: KinesisStore,
  stream: Stream,
  shard: Shard,
  { ShardIteratorType, StartingSequenceNumber, Timestamp }: GetShardIteratorInput,
): number {
  const name = { stream: stream.name, shard: shard.id };
  if (ShardIteratorType === 'TRIM_HORIZON') return 0;
  if (ShardIteratorType === 'LATEST') return store.records.end(name);
  if (ShardIteratorType === 'AT_TIMESTAMP') return offsetAt(store, name, Timestamp?.getTime() ?? 0);
  const offset = offsetOf(stream, shard.id, StartingSequenceNumber);
  if (ShardIteratorType === 'AT_SEQUENCE_NUMBER') return offset;
  if (ShardIteratorType === 'AFTER_SEQUENCE_NUMBER')
    return store.records.read(name, offset, { records: 1, bytes: maxBytes }).end;
  throw new AwsError('ValidationException', `${ShardIteratorType} is not a shard iterator type.`);
}

function offsetAt(store: KinesisStore, name: { stream: string; shard: string }, timestamp: number): number {
  let from = 0;
  for (;;) {
    const { records, end } = store.records.read(name, from, { records: 1_000, bytes: maxBytes });
    const found = records.find((record) => record.arrival >= timestamp);
    if (found !== undefined) return found.offset;
    if (records.length === 0) return end;
    from = end;
  }
}

function write({ stream, shard, offset, issuedAt }: Position): string {
  return Buffer.from(JSON.stringify([stream.name, stream.createdAt, shard.id, offset, issuedAt])).toString('base64');
}

function read(store: KinesisStore, iterator: string | undefined, cloud: { readonly account: string }): Position {
  const parsed = iteratorSchema.safeParse(parsedOrNothing(Buffer.from(iterator ?? '', 'base64').toString('utf8')));
  if (!parsed.success) throw new AwsError('InvalidArgumentException', 'Invalid ShardIterator.');
  const [name, createdAt, shardId, offset, issuedAt] = parsed.data;
  const stream = requireStream(store, cloud, { StreamName: name });
  if (stream.createdAt !== createdAt)
    throw new AwsError('ResourceNotFoundException', `The stream ${name} was made anew since the iterator was issued.`);
  return { stream, shard: requireShard(stream, shardId, cloud.account), offset, issuedAt };
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
