import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Buffering } from './buffering.ts';
import type { DeliveryStream, FirehoseStore } from './store.ts';

/** Reads the Kinesis streams that feed delivery streams, as their source roles, each shard from its checkpoint. */
export type KinesisSource = {
  /** Begins or ends reading after a delivery stream was made or deleted. */
  refresh(name: string): void;
  start(): void;
  stop(): void;
};

const pollMs = 500;

export function createKinesisSource(cloud: Cloud, store: FirehoseStore, buffering: Buffering): KinesisSource {
  const reading = new Set<string>();
  let running = false;

  async function poll(name: string): Promise<void> {
    const stream = store.streams.get(name);
    if (!running || stream?.source === undefined) {
      reading.delete(name);
      return;
    }
    await readOnce(cloud, store, buffering, stream).catch((error: unknown) =>
      cloud.log('warn', `The source of the delivery stream ${name} cannot be read`, { reason: String(error) }),
    );
    cloud.clock.after(pollMs, () => poll(name));
  }
  function refresh(name: string): void {
    if (!running || reading.has(name) || store.streams.get(name)?.source === undefined) return;
    reading.add(name);
    cloud.clock.after(0, () => poll(name));
  }
  return {
    refresh,
    start() {
      running = true;
      for (const name of store.streams.keys()) refresh(name);
    },
    stop() {
      running = false;
    },
  };
}

/** The checkpoint follows the buffer: a kill between the two brings records again, and loses none. */
async function readOnce(
  cloud: Cloud,
  store: FirehoseStore,
  buffering: Buffering,
  stream: DeliveryStream,
): Promise<void> {
  const StreamARN = stream.source?.KinesisStreamARN;
  const role: Caller = { kind: 'role', roleArn: stream.source?.RoleARN ?? '', sessionName: 'FirehoseSource' };
  const { Shards = [] } = await cloud.call(role, 'kinesis', 'ListShards', { StreamARN });
  for (const { ShardId = '' } of Shards) {
    const key = `${stream.name}/${ShardId}`;
    const reached = store.checkpoints.get(key);
    const { ShardIterator } = await cloud.call(role, 'kinesis', 'GetShardIterator', {
      StreamARN,
      ShardId,
      ...(reached === undefined
        ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(stream.createdAt) }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: reached }),
    });
    const { Records = [] } = await cloud.call(role, 'kinesis', 'GetRecords', { ShardIterator, Limit: 1_000 });
    const last = Records.at(-1)?.SequenceNumber;
    if (last === undefined) continue;
    buffering.accept(
      stream,
      Records.map(({ Data, PartitionKey: partitionKey = '', SequenceNumber: sequenceNumber = '' }) => ({
        data: Buffer.from(Data ?? []),
        kinesis: { shardId: ShardId, partitionKey, sequenceNumber },
      })),
    );
    store.checkpoints.put(key, last);
  }
}
