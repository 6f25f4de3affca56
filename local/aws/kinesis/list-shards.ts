import type { ListShardsInput, ShardFilter } from '@aws-sdk/client-kinesis';
import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { describedShard, withoutExpiredShards } from './describe.ts';
import type { Shard } from './shard.ts';
import { invalidArgument, type KinesisStore, requireStream, streamArn, violates } from './store.ts';

const tokenMs = 300_000;
const maxResults = 10_000;
const defaultResults = 1_000;
const tokenSchema = z.tuple([z.string(), z.string(), z.number()]);

export function listShards(store: KinesisStore): Operation {
  return operation('kinesis', 'ListShards', {
    permissions: (input, { cloud }) => [
      { action: 'kinesis:ListShards', resource: streamArn(cloud, placeOf(input, cloud.clock.now())) },
    ],
    handle(input, { cloud }) {
      const now = cloud.clock.now();
      const place = placeOf(input, now);
      const most = input.MaxResults ?? defaultResults;
      if (most < 1 || most > maxResults) throw violates('maxResults', `have value between 1 and ${maxResults}`);
      const stream = withoutExpiredShards(store, requireStream(store, cloud, place), now);
      const left = stream.shards.filter((shard) => shard.id > place.after && passes(shard, input.ShardFilter));
      const found = left.slice(0, most);
      const last = found.at(-1);
      return {
        Shards: found.map(describedShard),
        ...(last === undefined || left.length === found.length
          ? {}
          : { NextToken: Buffer.from(JSON.stringify([stream.name, last.id, now])).toString('base64') }),
      };
    },
  });
}

type Placed = Pick<ListShardsInput, 'StreamName' | 'StreamARN'> & { readonly after: string };

function placeOf(
  { NextToken, StreamName, StreamARN, ExclusiveStartShardId = '' }: ListShardsInput,
  now: number,
): Placed {
  if (NextToken === undefined) return { StreamName, StreamARN, after: ExclusiveStartShardId };
  if (StreamName !== undefined) throw invalidArgument('NextToken and StreamName cannot be provided together.');
  const token = tokenSchema.safeParse(parsedOrNothing(Buffer.from(NextToken, 'base64').toString('utf8')));
  if (!token.success) throw invalidArgument('Invalid NextToken.');
  const [name, after, issuedAt] = token.data;
  if (now - issuedAt > tokenMs)
    throw new AwsError('ExpiredNextTokenException', 'The pagination token expired. Tokens live for 5 minutes.');
  return { StreamName: name, after };
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html */
function passes({ id, createdAt, closed }: Shard, filter: ShardFilter | undefined): boolean {
  const at = filter?.Timestamp?.getTime();
  switch (filter?.Type) {
    case 'AFTER_SHARD_ID':
      return id > (filter.ShardId ?? '');
    case 'AT_LATEST':
      return closed === undefined;
    case 'AT_TIMESTAMP':
    case 'FROM_TIMESTAMP': {
      if (at === undefined) throw invalidArgument(`Must specify Timestamp in ShardFilter of type ${filter.Type}.`);
      const isFromThen = filter.Type === 'FROM_TIMESTAMP' || createdAt <= at;
      return isFromThen && (closed === undefined || closed.at >= at);
    }
    default:
      return true;
  }
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
