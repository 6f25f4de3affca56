import type { GetRecordsOutput } from '@aws-sdk/client-kinesis';
import { resolveConfiguration } from '../function-name.ts';
import type { Checkpoint } from '../shard-checkpoints.ts';
import { type Item, laneOf, type RecordSource, toFiltered, toItem } from './kinesis-record.ts';
import { readerRole, type SourceReader } from './source-reader.ts';

/** A share of a shard's records (all, with a parallelization factor of 1), read in order and handled batch by batch. */
export type Lane = {
  readonly reader: SourceReader;
  readonly shardId: string;
  readonly index: number;
  readonly of: number;
  /** Read, and not yet handled. */
  items: Item[];
  /** Since when there have been items. */
  waitingSince: number;
  iterator: string | undefined;
  /** The last record that was read, of any lane. */
  scanned: string | undefined;
  isCaughtUp: boolean;
  /** The shard is closed and was read to its end. */
  isEnded: boolean;
  checkpoint: Checkpoint;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: what an event may hold, less what stands around its records. */
const maxEventBytes = 6_291_456 - 1_024;
const maxRead = 10_000;
const leastRead = 100;

export function createLane(
  reader: SourceReader,
  shardId: string,
  begin: Pick<Lane, 'index' | 'of' | 'checkpoint'>,
): Lane {
  return {
    reader,
    shardId,
    ...begin,
    items: [],
    waitingSince: 0,
    iterator: undefined,
    scanned: begin.checkpoint.after,
    isCaughtUp: false,
    isEnded: false,
  };
}

/** Reads on until a batch is full or the end of the shard is reached. After an error it goes on where it was. */
export async function fill(lane: Lane): Promise<void> {
  while (!lane.isEnded && !isFull(lane) && !lane.reader.life.stopped) {
    take(lane, await read(lane));
    if (lane.isCaughtUp) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function read(lane: Lane): Promise<GetRecordsOutput> {
  const { engine } = lane.reader;
  const Limit = Math.min(maxRead, Math.max(leastRead, batchSizeOf(lane)) * lane.of);
  const ShardIterator = lane.iterator ?? (await iteratorOf(lane));
  lane.iterator = undefined;
  return engine.cloud.call(readerRole(lane.reader), 'kinesis', 'GetRecords', { ShardIterator, Limit });
}

function take(lane: Lane, { Records = [], NextShardIterator, MillisBehindLatest }: GetRecordsOutput): void {
  const { reader } = lane;
  const source = sourceOf(lane);
  const isFiltered = (reader.mapping.FilterCriteria?.Filters ?? []).length > 0;
  if (lane.items.length === 0) lane.waitingSince = reader.engine.cloud.clock.now();
  for (const record of Records)
    if (laneOf(record, lane.of) === lane.index && (!isFiltered || reader.wanted(toFiltered(record))))
      lane.items.push(toItem(record, source));
  lane.scanned = Records.at(-1)?.SequenceNumber ?? lane.scanned;
  lane.iterator = NextShardIterator;
  lane.isEnded = NextShardIterator === undefined;
  lane.isCaughtUp = MillisBehindLatest === 0;
}

/** The first items that go into one event together: of one tumbling window, where there are windows. */
export function nextBatch(lane: Lane, windowEnd = Number.POSITIVE_INFINITY): readonly Item[] {
  const room = roomOf(lane);
  let bytes = 0;
  const after = lane.items.findIndex((item, index) => {
    bytes += item.bytes + 1;
    return index >= batchSizeOf(lane) || (index > 0 && bytes > room) || item.arrival >= windowEnd;
  });
  return after < 0 ? [...lane.items] : lane.items.slice(0, Math.max(1, after));
}

export function isFull(lane: Lane): boolean {
  const { items } = lane;
  return items.length >= batchSizeOf(lane) || items.reduce((sum, { bytes }) => sum + bytes + 1, 0) > roomOf(lane);
}

/** How many bytes of records fit beside the window's state. */
export function roomOf({ checkpoint }: Lane): number {
  const { window } = checkpoint;
  return maxEventBytes - (window === undefined ? 0 : Buffer.byteLength(JSON.stringify(window.state)));
}

function batchSizeOf({ reader }: Lane): number {
  return reader.mapping.BatchSize ?? 100;
}

function sourceOf({ reader: { engine, mapping, target }, shardId }: Lane): RecordSource {
  const { Role: role } = resolveConfiguration(engine.store, target);
  return { arn: mapping.EventSourceArn, shardId, role, region: engine.cloud.region };
}

async function iteratorOf({ reader, shardId: ShardId, scanned }: Lane): Promise<string | undefined> {
  const { ShardIterator } = await reader.engine.cloud.call(readerRole(reader), 'kinesis', 'GetShardIterator', {
    StreamARN: reader.mapping.EventSourceArn,
    ShardId,
    ...(scanned === undefined
      ? startOf(reader)
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: scanned }),
  });
  return ShardIterator;
}

/** LATEST is the time when the mapping was made: nothing is lost while the local cloud is down before the first record. */
function startOf({ mapping, engine }: SourceReader) {
  if (mapping.StartingPosition === 'TRIM_HORIZON') return { ShardIteratorType: 'TRIM_HORIZON' as const };
  const at = mapping.StartingPositionTimestamp ?? mapping.createdAt ?? mapping.LastModified;
  return { ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: new Date(Math.min(at, engine.cloud.clock.now())) };
}
