import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { checkHashKey } from './check-entries.ts';
import { areAdjacent, type Closing, evenOut, mergeOf, splitOf } from './reshard.ts';
import { openShards, type Shard } from './shard.ts';
import {
  invalidArgument,
  type KinesisStore,
  requireShard,
  requireStream,
  type Stream,
  streamArn,
  violates,
} from './store.ts';

/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, in most regions. */
const maxShards = 10_000;

export function splitShard(store: KinesisStore): Operation {
  return operation('kinesis', 'SplitShard', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:SplitShard', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = provisioned(requireStream(store, cloud, input));
      const shard = requireOpen(stream, input.ShardToSplit, cloud.account);
      const key = input.NewStartingHashKey ?? '';
      checkHashKey(key);
      if (BigInt(key) <= BigInt(shard.startingHashKey) + 1n || BigInt(key) >= BigInt(shard.endingHashKey))
        throw invalidArgument(
          `NewStartingHashKey ${key} used in SplitShard() on shard ${shard.id} in stream ${stream.name} under account ${cloud.account} is not both greater than one plus the shard's StartingHashKey ${shard.startingHashKey} and less than the shard's EndingHashKey ${shard.endingHashKey}.`,
        );
      keep(store, stream, splitOf(stream.shards, shard, key, closing(store, cloud, stream)));
      return {};
    },
  });
}

export function mergeShards(store: KinesisStore): Operation {
  return operation('kinesis', 'MergeShards', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:MergeShards', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = provisioned(requireStream(store, cloud, input));
      const one = requireOpen(stream, input.ShardToMerge, cloud.account);
      const other = requireOpen(stream, input.AdjacentShardToMerge, cloud.account);
      if (!areAdjacent(one, other) && !areAdjacent(other, one))
        throw invalidArgument(
          `Shards ${one.id} and ${other.id} in stream ${stream.name} under account ${cloud.account} are not an adjacent pair of shards eligible for merging`,
        );
      const pair = areAdjacent(one, other) ? ([one, other] as const) : ([other, one] as const);
      keep(store, stream, mergeOf(stream.shards, pair, closing(store, cloud, stream)));
      return {};
    },
  });
}

export function updateShardCount(store: KinesisStore): Operation {
  return operation('kinesis', 'UpdateShardCount', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:UpdateShardCount', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = provisioned(requireStream(store, cloud, input));
      const current = openShards(stream.shards).length;
      const target = input.TargetShardCount ?? 0;
      checkTarget(current, target);
      keep(store, stream, evenOut(stream.shards, target, closing(store, cloud, stream)));
      return {
        StreamName: stream.name,
        StreamARN: stream.arn,
        CurrentShardCount: current,
        TargetShardCount: target,
      };
    },
  });
}

function checkTarget(current: number, target: number): void {
  const counts = `Current open shard count: ${current}, Target shard count: ${target}`;
  const exceeded = (message: string) => new AwsError('LimitExceededException', `${message} ${counts}`);
  if (target < 1) throw violates('targetShardCount', 'have value greater than or equal to 1');
  if (target === current)
    throw invalidArgument(`Target shard count cannot be the same as the current open shard count. ${counts}`);
  if (target > maxShards)
    throw exceeded(`Target shard count or number of open shards cannot be greater than ${maxShards}.`);
  if (target > current * 2)
    throw exceeded('UpdateShardCount cannot scale up over double your current open shard count.');
  if (target < current / 2)
    throw exceeded('UpdateShardCount cannot scale down below half your current open shard count.');
}

function closing(store: KinesisStore, cloud: Cloud, stream: Stream): Closing {
  return { now: cloud.clock.now(), endOf: (shard) => store.log(stream, shard).end() };
}

function keep(store: KinesisStore, stream: Stream, shards: readonly Shard[]): void {
  store.streams.put(stream.name, { ...stream, shards });
}

function requireOpen(stream: Stream, shardId: string | undefined, account: string): Shard {
  const shard = requireShard(stream, shardId, account);
  if (shard.closed === undefined) return shard;
  throw new AwsError(
    'ResourceInUseException',
    `Shard ${shard.id} in stream ${stream.name} under account ${account} is closed.`,
  );
}

function provisioned(stream: Stream): Stream {
  if (stream.mode === 'PROVISIONED') return stream;
  throw new AwsError(
    'ValidationException',
    `Request is invalid. Stream ${stream.name} has its capacity mode set to ON_DEMAND.`,
  );
}
