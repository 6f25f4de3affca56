import type { Checkpoint, OpenWindow } from '../shard-checkpoints.ts';
import { rest } from './keep-on.ts';
import { type Attempt, attempt } from './kinesis-event.ts';
import { giveUp } from './kinesis-failure.ts';
import { type Lane, roomOf } from './kinesis-lane.ts';
import type { Item } from './kinesis-record.ts';

/** Items that are tried together, and how often they were. */
type Chunk = { readonly items: readonly Item[]; readonly attempts: number };

const defaultRetryMs = 200;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html */
const maxStateBytes = 1_048_576;

/**
 * Runs one batch to its end, from the lane's first item on: success, or retries, bisection and the failure destination as the mapping
 * says. What is done is checkpointed at once; when it is stopped, the rest stays in the lane.
 */
export async function handleBatch(lane: Lane, batch: readonly Item[]): Promise<void> {
  let chunks: readonly Chunk[] = [{ items: batch, attempts: 0 }];
  while (!lane.reader.life.stopped && lane.checkpoint.window?.isTerminatedEarly !== true) {
    const [chunk, ...others] = chunks;
    if (chunk === undefined) return;
    chunks = [...(await handleChunk(lane, chunk)), ...others];
  }
}

/** Tries a chunk once; what is still to be tried. */
async function handleChunk(lane: Lane, chunk: Chunk): Promise<readonly Chunk[]> {
  const tooOld = expiredOf(lane, chunk.items);
  if (tooOld.length > 0) {
    await giveUp(lane, tooOld, { condition: 'RecordAgeExceeded', attempts: chunk.attempts });
    settle(lane, tooOld.length);
    return chunksOf({ ...chunk, items: chunk.items.slice(tooOld.length) });
  }
  if (isTooLarge(lane, chunk.items)) {
    await giveUp(lane, chunk.items, { condition: 'RetryAttemptsExhausted', attempts: 0 });
    settle(lane, chunk.items.length);
    return [];
  }
  const answer = await attempt(lane, chunk.items);
  if (answer.kind === 'answered') return afterAnswer(lane, chunk, answer);
  await backOff(lane, chunk.attempts + 1);
  return [chunk];
}

type Answered = Extract<Attempt, { kind: 'answered' }>;

async function afterAnswer(lane: Lane, chunk: Chunk, answer: Answered): Promise<readonly Chunk[]> {
  if (answer.state !== undefined && (answer.done > 0 || !answer.isFailure)) keepState(lane, answer.state);
  if (answer.done > 0) settle(lane, answer.done);
  const left = chunk.items.slice(answer.done);
  if (left.length === 0 || lane.reader.life.stopped) return [];
  // Restarting behind what was handled is no retry.
  if (answer.done > 0) return [{ items: left, attempts: 0 }];
  return afterFailure(lane, { items: left, attempts: chunk.attempts + 1 }, answer);
}

/** Splitting a batch takes nothing off its retries. */
async function afterFailure(lane: Lane, chunk: Chunk, last: Answered): Promise<readonly Chunk[]> {
  const { items, attempts } = chunk;
  const { BisectBatchOnFunctionError, MaximumRetryAttempts: retries = -1 } = lane.reader.mapping;
  if (BisectBatchOnFunctionError === true && items.length > 1) {
    const middle = Math.ceil(items.length / 2);
    return [items.slice(0, middle), items.slice(middle)].map((half) => ({ items: half, attempts: 0 }));
  }
  if (retries >= 0 && attempts > retries) {
    await giveUp(lane, items, { condition: 'RetryAttemptsExhausted', attempts, last });
    settle(lane, items.length);
    return [];
  }
  await backOff(lane, attempts);
  return [chunk];
}

export function backOff({ reader }: Lane, attempts: number): Promise<void> {
  const base = reader.options.streamRetryMs ?? defaultRetryMs;
  return rest(reader.life, Math.min(base * 2 ** (attempts - 1), base * 30));
}

/** The lane's first items are done. */
function settle(lane: Lane, count: number): void {
  const last = lane.items[count - 1];
  lane.items = lane.items.slice(count);
  const after = lane.items.length === 0 ? lane.scanned : last?.sequenceNumber;
  keepCheckpoint(lane, { ...lane.checkpoint, ...(after === undefined ? {} : { after }) });
}

export function keepCheckpoint(lane: Lane, checkpoint: Checkpoint): void {
  const { reader, shardId, index, of } = lane;
  lane.checkpoint = checkpoint;
  const { store } = reader.engine;
  const mapping = reader.mapping.UUID;
  if (store.mappings.has(mapping)) store.checkpoints.write({ mapping, shard: shardId, lane: index, of }, checkpoint);
}

function keepState(lane: Lane, state: OpenWindow['state']): void {
  const { window } = lane.checkpoint;
  if (window === undefined) return;
  const isTerminatedEarly = Buffer.byteLength(JSON.stringify(state)) > maxStateBytes;
  lane.checkpoint = {
    ...lane.checkpoint,
    window: { ...window, state, ...(isTerminatedEarly ? { isTerminatedEarly } : {}) },
  };
}

function expiredOf({ reader: { mapping, engine } }: Lane, items: readonly Item[]): readonly Item[] {
  const { MaximumRecordAgeInSeconds: seconds = -1 } = mapping;
  if (seconds < 0) return [];
  const oldest = engine.cloud.clock.now() - seconds * 1_000;
  const young = items.findIndex(({ arrival }) => arrival >= oldest);
  return young < 0 ? items : items.slice(0, young);
}

/** A record that no event has room for. */
function isTooLarge(lane: Lane, [first, ...others]: readonly Item[]): boolean {
  return others.length === 0 && first !== undefined && first.bytes > roomOf(lane);
}

function chunksOf(chunk: Chunk): readonly Chunk[] {
  return chunk.items.length === 0 ? [] : [chunk];
}
