import type { Shard } from '@aws-sdk/client-kinesis';
import type { Engine } from '../engine.ts';
import type { Mapping } from '../store.ts';
import { endLife, keepOn, wake } from './keep-on.ts';
import { handleBatch, keepCheckpoint } from './kinesis-batch.ts';
import { createLane, fill, isFull, type Lane, nextBatch } from './kinesis-lane.ts';
import { closeWindow, currentWindow, isWindowOver, resumed } from './kinesis-window.ts';
import type { Poller, PollerOptions } from './poller.ts';
import { createSourceReader, readerRole, type SourceReader } from './source-reader.ts';

const pollMs = 250;
const shardListMs = 5_000;

type Reading = {
  readonly reader: SourceReader;
  readonly lanes: Map<string, Promise<void>>;
  readonly finished: Set<string>;
};

/** Reads the shards of a stream for a function, each in order and children after their parents, from where the mapping stands. */
export function pollKinesis(engine: Engine, mapping: Mapping, options: PollerOptions): Poller {
  const reader = createSourceReader(engine, mapping, options);
  const reading: Reading = { reader, lanes: new Map(), finished: new Set() };
  const discovering = keepOn(reader.life, () => discover(reading));
  return {
    async stop() {
      endLife(reader.life);
      await discovering;
      await Promise.all(reading.lanes.values());
    },
  };
}

/** Begins with the shards whose parents are done with. */
async function discover(reading: Reading): Promise<number> {
  const { reader, lanes, finished } = reading;
  const shards = await listShards(reader);
  const ids = new Set(shards.map(({ ShardId = '' }) => ShardId));
  reader.engine.store.checkpoints.keepOnly(reader.mapping.UUID, ids);
  for (const { ShardId = '', ParentShardId, AdjacentParentShardId } of shards) {
    const parents = [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined && ids.has(id));
    const mayBegin = parents.every((id) => id !== undefined && finished.has(id));
    if (mayBegin && !lanes.has(ShardId)) lanes.set(ShardId, begin(reading, ShardId));
  }
  return shardListMs;
}

async function listShards(reader: SourceReader): Promise<Shard[]> {
  const shards: Shard[] = [];
  let NextToken: string | undefined;
  do {
    const page = await reader.engine.cloud.call(
      readerRole(reader),
      'kinesis',
      'ListShards',
      NextToken === undefined ? { StreamARN: reader.mapping.EventSourceArn } : { NextToken },
    );
    shards.push(...(page.Shards ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return shards;
}

/** A shard that could not be begun is begun again with the next look at the list. */
function begin(reading: Reading, shardId: string): Promise<void> {
  const { life } = reading.reader;
  return readShard(reading, shardId).catch((error: unknown) => {
    reading.lanes.delete(shardId);
    life.cloud.log('warn', life.what, { shardId, reason: String(error) });
  });
}

async function readShard({ reader, finished }: Reading, shardId: string): Promise<void> {
  const { mapping, engine, life } = reader;
  const of = mapping.ParallelizationFactor ?? 1;
  const begins = engine.store.checkpoints.begin(mapping.UUID, shardId, of);
  const lanes = begins.map((checkpoint, index) =>
    createLane(reader, shardId, { index, of, checkpoint: resumed(checkpoint, mapping) }),
  );
  await Promise.all(lanes.map((lane) => keepOn(life, () => turn(lane))));
  if (!lanes.every(({ checkpoint }) => checkpoint.isFinished === true)) return;
  finished.add(shardId);
  wake(life);
}

/** At most one batch, or the end of a window; then the pause before the next look, undefined at the shard's end. */
async function turn(lane: Lane): Promise<number | undefined> {
  if (lane.checkpoint.isFinished === true) return undefined;
  const { life, engine } = lane.reader;
  const asked = engine.cloud.clock.now();
  await fill(lane);
  if (life.stopped) return 0;
  if (isWindowOver(lane, asked)) {
    await closeWindow(lane);
    return 0;
  }
  if (lane.items.length === 0) return passOver(lane);
  const wait = waitMs(lane);
  if (wait > 0) return Math.min(pollMs, wait);
  await handleBatch(lane, nextBatch(lane, currentWindow(lane)?.end));
  return 0;
}

/** Nothing to handle: what other lanes or the filters took is behind this one. */
function passOver(lane: Lane): number | undefined {
  const { checkpoint, scanned, isEnded } = lane;
  const after = scanned === undefined ? {} : { after: scanned };
  if (isEnded) keepCheckpoint(lane, { ...after, isFinished: true });
  else if (scanned !== checkpoint.after) keepCheckpoint(lane, { ...checkpoint, ...after });
  return isEnded ? undefined : pollMs;
}

/** How long the batch may still grow. */
function waitMs(lane: Lane): number {
  const { mapping, engine } = lane.reader;
  const windowEnd = currentWindow(lane)?.end ?? Number.POSITIVE_INFINITY;
  const isWhole = isFull(lane) || lane.isEnded || lane.items.some(({ arrival }) => arrival >= windowEnd);
  const until = lane.waitingSince + (mapping.MaximumBatchingWindowInSeconds ?? 0) * 1_000;
  return isWhole ? 0 : until - engine.cloud.clock.now();
}
