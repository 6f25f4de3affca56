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
const readAtMost = 10_000;

export function createKinesisSource(cloud: Cloud, store: FirehoseStore, buffering: Buffering): KinesisSource {
  const reading = new Set<string>();
  const failing = new Set<string>();
  let running = false;

  async function poll(name: string): Promise<void> {
    const stream = store.streams.get(name);
    if (!running || stream?.source === undefined) {
      reading.delete(name);
      return;
    }
    const more = await readShards({ cloud, store, buffering, stream }).then(
      (found) => {
        failing.delete(name);
        return found;
      },
      (error: unknown) => {
        if (!failing.has(name) && running)
          cloud.log('warn', `The source of the delivery stream ${name} cannot be read`, { reason: String(error) });
        failing.add(name);
        return false;
      },
    );
    cloud.clock.after(more ? 0 : pollMs, () => poll(name));
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

type Reading = {
  readonly cloud: Cloud;
  readonly store: FirehoseStore;
  readonly buffering: Buffering;
  readonly stream: DeliveryStream;
};

/** One look at each shard; whether any is behind. An error of one shard does not keep the others from being read. */
async function readShards(reading: Reading): Promise<boolean> {
  const { cloud, stream } = reading;
  const StreamARN = stream.source?.KinesisStreamARN;
  const { Shards = [] } = await cloud.call(sourceRole(stream), 'kinesis', 'ListShards', { StreamARN });
  const looks = await Promise.allSettled(Shards.map(({ ShardId = '' }) => readShard(reading, ShardId)));
  const failed = looks.find((look) => look.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return looks.some((look) => look.status === 'fulfilled' && look.value);
}

/** The checkpoint follows the buffer: a kill between the two brings records again, and loses none. */
async function readShard({ cloud, store, buffering, stream }: Reading, ShardId: string): Promise<boolean> {
  const StreamARN = stream.source?.KinesisStreamARN;
  const key = `${stream.name}/${ShardId}`;
  const reached = store.checkpoints.get(key);
  const { ShardIterator } = await cloud.call(sourceRole(stream), 'kinesis', 'GetShardIterator', {
    StreamARN,
    ShardId,
    ...(reached === undefined
      ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(stream.createdAt) }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: reached }),
  });
  const answer = await cloud.call(sourceRole(stream), 'kinesis', 'GetRecords', { ShardIterator, Limit: readAtMost });
  const { Records = [], MillisBehindLatest = 0 } = answer;
  const last = Records.at(-1)?.SequenceNumber;
  if (last === undefined || !store.streams.has(stream.name)) return false;
  const accepted = Records.map(({ Data, PartitionKey = '', SequenceNumber = '', ApproximateArrivalTimestamp: at }) => ({
    data: Buffer.from(Data ?? []),
    arrival: at?.getTime() ?? cloud.clock.now(),
    kinesis: { shardId: ShardId, partitionKey: PartitionKey, sequenceNumber: SequenceNumber },
  }));
  buffering.accept(stream, accepted);
  store.checkpoints.put(key, last);
  return MillisBehindLatest > 0;
}

function sourceRole({ source }: DeliveryStream): Caller {
  return { kind: 'role', roleArn: source?.RoleARN ?? '', sessionName: 'FirehoseSource' };
}
