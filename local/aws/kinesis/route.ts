import { hash } from 'node:crypto';
import { hashKeyDigits, openShards, type Shard } from './shard.ts';
import { invalidArgument, type Stream } from './store.ts';

type Route = { readonly lastKey: string; readonly shard: Shard };

const routes = new WeakMap<Stream, readonly Route[]>();

/** The open shard in whose range the entry's hash key lies: the one given, else the MD5 of its partition key. */
export function shardFor(
  stream: Stream,
  entry: { readonly PartitionKey?: string | undefined; readonly ExplicitHashKey?: string | undefined },
): Shard {
  const { PartitionKey = '', ExplicitHashKey } = entry;
  const key = ExplicitHashKey === undefined ? hash('md5', PartitionKey) : hashKeyDigits(ExplicitHashKey);
  const route = routesOf(stream).find(({ lastKey }) => key <= lastKey);
  if (route === undefined) throw invalidArgument(`No shard of ${stream.name} is open for the hash key ${key}.`);
  return route.shard;
}

function routesOf(stream: Stream): readonly Route[] {
  const known = routes.get(stream);
  if (known !== undefined) return known;
  const made = openShards(stream.shards)
    .map((shard) => ({ lastKey: hashKeyDigits(shard.endingHashKey), shard }))
    .sort((a, b) => (a.lastKey < b.lastKey ? -1 : 1));
  routes.set(stream, made);
  return made;
}
