import { join } from 'node:path';
import type { EncryptionType, MetricsName, StreamMode } from '@aws-sdk/client-kinesis';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { createStreamMetrics, type StreamMetrics } from './metrics.ts';
import { createShardRates, type ShardRates } from './rates.ts';
import type { Shard } from './shard.ts';
import { openShardFiles, type ShardFiles } from './shard-files.ts';
import type { ShardLog } from './shard-log.ts';

export type Stream = {
  readonly name: string;
  readonly arn: string;
  readonly mode: StreamMode;
  /** Open and closed ones, in the order of their making. */
  readonly shards: readonly Shard[];
  readonly createdAt: number;
  readonly retentionHours: number;
  readonly maxRecordKiB: number;
  readonly encryption: { readonly type: EncryptionType; readonly keyId?: string };
  readonly shardMetrics: readonly MetricsName[];
  readonly tags: Readonly<Record<string, string>>;
};

export type KinesisStore = {
  readonly streams: Journal<Stream>;
  readonly files: ShardFiles;
  readonly rates: ShardRates;
  readonly metrics: StreamMetrics;
  log(stream: Stream, shard: Shard): ShardLog;
};

export type Named = { readonly StreamName?: string | undefined; readonly StreamARN?: string | undefined };
type Place = { readonly region: string; readonly account: string };

export function openKinesisStore(cloud: Cloud): KinesisStore {
  const dir = join(cloud.stateDir, 'kinesis');
  const streams = openJournal<Stream>(join(dir, 'streams.jsonl'));
  const living = [...streams.values()].map(({ name, createdAt }) => ({ stream: name, createdAt }));
  const files = openShardFiles(join(dir, 'shards'), living);
  return {
    streams,
    files,
    rates: createShardRates(),
    metrics: createStreamMetrics(cloud),
    log: ({ name, createdAt }, { id }) => files.log({ stream: name, createdAt, shard: id }),
  };
}

export function streamArn(place: Place, { StreamName, StreamARN }: Named): string {
  return StreamARN ?? `arn:aws:kinesis:${place.region}:${place.account}:stream/${StreamName ?? ''}`;
}

/** A stream by name or ARN; throws ResourceNotFoundException. */
export function requireStream(store: KinesisStore, { account }: { readonly account: string }, named: Named): Stream {
  const name = named.StreamName ?? named.StreamARN?.split(':stream/')[1];
  if (name === undefined) throw invalidArgument('Either StreamName or StreamARN must be provided.');
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

export function retentionMs({ retentionHours }: Stream): number {
  return retentionHours * 3_600_000;
}

export function invalidArgument(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}

/** A violation of a member's constraint, as AWS words it. */
export function violates(what: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${what}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
