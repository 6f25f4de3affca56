import { join } from 'node:path';
import type { EncryptionType, StreamMode } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { openShardFiles, type ShardFiles } from './shard-files.ts';

export type Shard = { readonly id: string; readonly startingHashKey: string; readonly endingHashKey: string };

export type Stream = {
  readonly name: string;
  readonly arn: string;
  readonly mode: StreamMode;
  readonly shards: readonly Shard[];
  readonly createdAt: number;
  readonly retentionHours: number;
  readonly maxRecordKiB: number;
  readonly encryption: { readonly type: EncryptionType; readonly keyId?: string };
  readonly tags: Readonly<Record<string, string>>;
};

export type KinesisStore = { readonly streams: Journal<Stream>; readonly records: ShardFiles };

type Named = { readonly StreamName?: string | undefined; readonly StreamARN?: string | undefined };
type Place = { readonly region: string; readonly account: string };

export function openKinesisStore(dir: string): KinesisStore {
  return { streams: openJournal(join(dir, 'streams.jsonl')), records: openShardFiles(join(dir, 'shards')) };
}

export function streamArn(place: Place, { StreamName, StreamARN }: Named): string {
  return StreamARN ?? `arn:aws:kinesis:${place.region}:${place.account}:stream/${StreamName ?? ''}`;
}

/** A stream by name or ARN; throws ResourceNotFoundException. */
export function requireStream(store: KinesisStore, { account }: { readonly account: string }, named: Named): Stream {
  const name = named.StreamName ?? named.StreamARN?.split(':stream/')[1] ?? '';
  const stream = store.streams.get(name);
  if (stream === undefined)
    throw new AwsError('ResourceNotFoundException', `Stream ${name} under account ${account} not found.`);
  return stream;
}

export function requireShard(stream: Stream, shardId: string | undefined, account: string): Shard {
  const shard = stream.shards.find(({ id }) => id === shardId);
  if (shard === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `Shard ${shardId} in stream ${stream.name} under account ${account} does not exist`,
    );
  return shard;
}

/** The range of hash keys, cut into as many equal parts as there are shards. */
export function cutIntoShards(count: number): Shard[] {
  const whole = 1n << 128n;
  const part = whole / BigInt(count);
  return Array.from({ length: count }, (_shard, index) => ({
    id: `shardId-${String(index).padStart(12, '0')}`,
    startingHashKey: (part * BigInt(index)).toString(),
    endingHashKey: (index === count - 1 ? whole - 1n : part * BigInt(index + 1) - 1n).toString(),
  }));
}
