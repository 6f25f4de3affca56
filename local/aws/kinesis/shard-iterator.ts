import type { GetShardIteratorInput } from '@aws-sdk/client-kinesis';
import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { offsetOf } from './sequence-number.ts';
import type { Shard } from './shard.ts';
import { invalidArgument, type KinesisStore, requireShard, requireStream, type Stream, streamArn } from './store.ts';

const iteratorMs = 300_000;

const iteratorSchema = z.tuple([z.string(), z.number(), z.string(), z.number(), z.number()]);

/** A place in a shard, as an iterator carries it. */
export type Position = {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly offset: number;
  readonly issuedAt: number;
};

export function getShardIterator(store: KinesisStore): Operation {
  return operation('kinesis', 'GetShardIterator', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:GetShardIterator', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const shard = requireShard(stream, input.ShardId, cloud.account);
      const issuedAt = cloud.clock.now();
      const start = { ...input, account: cloud.account, now: issuedAt };
      return {
        ShardIterator: writeIterator({ stream, shard, offset: startOf(store, stream, shard, start), issuedAt }),
      };
    },
  });
}

type Start = GetShardIteratorInput & { readonly account: string; readonly now: number };

function startOf(store: KinesisStore, stream: Stream, shard: Shard, start: Start): number {
  const { ShardIteratorType: type, StartingSequenceNumber: number, account } = start;
  const log = store.log(stream, shard);
  if (type === 'AT_TIMESTAMP') return log.offsetAt(timeOf(start));
  const isNumbered = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (isNumbered !== (number !== undefined))
    throw invalidArgument(
      `Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} and ${isNumbered ? 'no' : 'also a'} StartingSequenceNumber.`,
    );
  if (number === undefined) return type === 'LATEST' ? log.end() : 0;
  const offset = offsetOf(shard, number, { stream: stream.name, account });
  if (type === 'AT_SEQUENCE_NUMBER') return offset;
  const { records, end } = log.read(offset, { records: 1, bytes: 0, since: 0 });
  // What was there may have been trimmed: then the next record is not passed over.
  return records[0]?.offset === offset ? end : offset;
}

function timeOf({ Timestamp, now }: Start): number {
  if (Timestamp === undefined)
    throw invalidArgument('Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.');
  const time = Timestamp.getTime();
  if (time > now)
    throw invalidArgument(
      `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${time}, currentTimestampInMillis: ${now}`,
    );
  return time;
}

export function writeIterator({ stream, shard, offset, issuedAt }: Position): string {
  return Buffer.from(JSON.stringify([stream.name, stream.createdAt, shard.id, offset, issuedAt])).toString('base64');
}

/** Throws InvalidArgumentException for what is no iterator, ResourceNotFoundException for one of a stream that is gone. */
export function readIterator(
  store: KinesisStore,
  iterator: string | undefined,
  cloud: { readonly account: string },
): Position {
  const parsed = iteratorSchema.safeParse(parsedOrNothing(Buffer.from(iterator ?? '', 'base64').toString('utf8')));
  if (!parsed.success) throw invalidArgument('Invalid ShardIterator.');
  const [name, createdAt, shardId, offset, issuedAt] = parsed.data;
  const stream = requireStream(store, cloud, { StreamName: name });
  const isOlder = stream.createdAt !== createdAt;
  return { stream, shard: requireShard(stream, isOlder ? undefined : shardId, cloud.account), offset, issuedAt };
}

/** Throws ExpiredIteratorException for an iterator older than five minutes. */
export function checkAge({ issuedAt }: Position, now: number): void {
  if (now - issuedAt <= iteratorMs) return;
  throw new AwsError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${timeText(issuedAt)} while right now it is ${timeText(now)} which is further in the future than the tolerated delay of ${iteratorMs} milliseconds.`,
  );
}

/** `Thu Jan 22 01:22:02 UTC 2015` */
function timeText(time: number): string {
  const [day = '', date, month, year, clock] = new Date(time).toUTCString().split(' ');
  return `${day.replace(',', '')} ${month} ${date} ${clock} UTC ${year}`;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
