import { AwsError } from '../../kernel/error.ts';
import type { Shard } from './shard.ts';

/** 56 digits, as Kinesis's: the shard's age, its number and an offset in it. They rise within a shard, and from a parent to its children. */
export function sequenceNumber({ id, createdAt }: Shard, offset: number): string {
  const created = String(Math.floor(createdAt / 1_000)).padStart(10, '0');
  return `49${created}${id.slice(-6)}${String(offset).padStart(20, '0')}${'0'.repeat(18)}`;
}

type Use = { readonly stream: string; readonly account: string };

/** The offset that a shard's sequence number stands for; throws InvalidArgumentException. */
export function offsetOf(shard: Shard, text: string, { stream, account }: Use): number {
  const match = /^49(\d{10})(\d{6})(\d{20})0{18}$/.exec(text);
  const used = `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.id} in stream ${stream} under account ${account} is invalid`;
  if (match === null) throw invalid(`${used}.`);
  const offset = Number(match[3]);
  if (match[2] !== shard.id.slice(-6))
    throw invalid(
      `Invalid StartingSequenceNumber. It encodes shardId-${String(match[2]).padStart(12, '0')}, while it was used in a call to a shard with ${shard.id}`,
    );
  if (sequenceNumber(shard, offset) !== text) throw invalid(`${used} because it did not come from this stream.`);
  return offset;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
