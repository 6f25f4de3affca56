import type { _Record as KinesisRecord } from '@aws-sdk/client-kinesis';
import type { Engine } from '../engine.ts';
import type { Mapping } from '../store.ts';
import { keepOn } from './keep-on.ts';
import { handleStreamBatch } from './kinesis-batch.ts';
import { toFiltered } from './kinesis-record.ts';
import { pause } from './pause.ts';
import type { Poller, PollerOptions } from './poller.ts';
import { createSourceReader, readerRole, type SourceReader } from './source-reader.ts';

const pollMs = 250;
const shardListMs = 5_000;
const maxBatchBytes = 4_300_000;

/** Reads the shards of a stream for a function, each in order, from the checkpoint that the mapping has reached. */
export function pollKinesis(engine: Engine, mapping: Mapping, options: PollerOptions): Poller {
  const { cloud } = engine;
  const reader = createSourceReader(engine, mapping, options);
  const { life } = reader;
  const shards = new Map<string, Promise<void>>();
  keepOn(life, async () => {
    const { Shards = [] } = await cloud.call(readerRole(reader), 'kinesis', 'ListShards', {
      StreamARN: mapping.EventSourceArn,
    });
    for (const { ShardId = '' } of Shards) if (!shards.has(ShardId)) shards.set(ShardId, readShard(reader, ShardId));
    return shards.size === 0 ? pollMs : shardListMs;
  });
  return {
    async stop() {
      life.stopped = true;
      await Promise.race([Promise.allSettled(shards.values()), pause(cloud, 2_000)]);
    },
  };
}

type Shard = { readonly id: string; next: string | undefined };

/** A turn is one batch; after an error the iterator is made anew from the checkpoint. */
function readShard(reader: SourceReader, shardId: string): Promise<void> {
  const shard: Shard = { id: shardId, next: undefined };
  return keepOn(reader.life, async () => {
    const from = shard.next ?? (await iterator(reader, shardId));
    shard.next = undefined;
    return from === undefined ? shardListMs : takeBatch(reader, shard, from);
  });
}

async function takeBatch(reader: SourceReader, shard: Shard, from: string): Promise<number> {
  const { engine, mapping, life } = reader;
  const found = await gather(reader, from);
  const last = found.batch.at(-1)?.SequenceNumber;
  if (last !== undefined) {
    const passing = found.batch.filter((record) => reader.wanted(toFiltered(record)));
    await handleStreamBatch({ ...reader, shardId: shard.id, stopped: () => life.stopped }, passing);
    if (!life.stopped) engine.store.checkpoints.put(`${mapping.UUID}/${shard.id}`, last);
  }
  shard.next = found.next;
  if (found.next === undefined) return shardListMs;
  return last === undefined ? pollMs : 0;
}

async function iterator(reader: SourceReader, ShardId: string): Promise<string | undefined> {
  const { engine, mapping } = reader;
  const reached = engine.store.checkpoints.get(`${mapping.UUID}/${ShardId}`);
  const at = mapping.StartingPositionTimestamp;
  const start = {
    ShardIteratorType: mapping.StartingPosition ?? 'TRIM_HORIZON',
    ...(at === undefined ? {} : { Timestamp: new Date(at) }),
  };
  const { ShardIterator } = await engine.cloud.call(readerRole(reader), 'kinesis', 'GetShardIterator', {
    StreamARN: mapping.EventSourceArn,
    ShardId,
    ...(reached === undefined
      ? start
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: reached }),
  });
  return ShardIterator;
}

type Gathered = { readonly batch: readonly KinesisRecord[]; readonly next: string | undefined };

/** Reads until the batch is full or its window is over; without records it returns after one look. */
async function gather(reader: SourceReader, from: string): Promise<Gathered> {
  const { mapping, engine, life } = reader;
  const { clock } = engine.cloud;
  const batchSize = mapping.BatchSize ?? 100;
  let { batch, next } = await read(reader, from, batchSize);
  const until = clock.now() + (mapping.MaximumBatchingWindowInSeconds ?? 0) * 1_000;
  const isOpen = () => batch.length > 0 && batch.length < batchSize && bytesOf(batch) < maxBatchBytes;
  while (next !== undefined && isOpen() && clock.now() < until && !life.stopped) {
    await pause(engine.cloud, Math.min(pollMs, until - clock.now()));
    const more = await read(reader, next, batchSize - batch.length);
    batch = [...batch, ...more.batch];
    next = more.next;
  }
  return { batch, next };
}

async function read(reader: SourceReader, ShardIterator: string, Limit: number): Promise<Gathered> {
  const answer = await reader.engine.cloud.call(readerRole(reader), 'kinesis', 'GetRecords', { ShardIterator, Limit });
  return { batch: answer.Records ?? [], next: answer.NextShardIterator };
}

function bytesOf(batch: readonly KinesisRecord[]): number {
  return batch.reduce((sum, record) => sum + (record.Data?.length ?? 0), 0);
}
