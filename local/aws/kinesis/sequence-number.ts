import { AwsError } from '../../kernel/error.ts';
import type { Stream } from './store.ts';

/** 56 digits, as Kinesis's: the stream's age, the shard and the record's offset in it, so that they rise within a shard. */
export function sequenceNumber(stream: Stream, shardId: string, offset: number): string {
  const created = String(Math.floor(stream.createdAt / 1_000)).padStart(10, '0');
  const shard = shardId.slice(-6);
  return `49${created}${shard}${String(offset).padStart(20, '0')}${'0'.repeat(18)}`;
}

/** The offset that a shard's sequence number stands for; throws InvalidArgumentException. */
export function offsetOf(stream: Stream, shardId: string, text: string | undefined): number {
  const match = /^49(\d{10})(\d{6})(\d{20})0{18}$/.exec(text ?? '');
  const offset = Number(match?.[3]);
  if (match === null || sequenceNumber(stream, shardId, offset) !== text)
    throw new AwsError(
      'InvalidArgumentException',
      `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shardId} in stream ${stream.name} is invalid.`,
    );
  return offset;
}
