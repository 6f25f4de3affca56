import type { ShardIteratorType } from '@aws-sdk/client-kinesis';
import { admin } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';

export type From = {
  readonly ShardIteratorType: ShardIteratorType;
  readonly StartingSequenceNumber?: string | undefined;
  readonly Timestamp?: Date;
};

export const fromStart: From = { ShardIteratorType: 'TRIM_HORIZON' };

/** A stream as tests speak to it. */
export function streamClient(cloud: Cloud, StreamName: string) {
  async function iterator(ShardId: string, from: From): Promise<string> {
    const place = { StreamName, ShardId, ...from };
    const { ShardIterator = '' } = await cloud.call(admin, 'kinesis', 'GetShardIterator', place);
    return ShardIterator;
  }
  async function next(ShardIterator: string | undefined, Limit = 10_000) {
    const answer = await cloud.call(admin, 'kinesis', 'GetRecords', { ShardIterator, Limit });
    return { ...answer, values: (answer.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString()) };
  }
  return {
    iterator,
    next,
    /** Each value under itself as partition key, or under `key`. */
    put: (values: readonly string[], key?: string) =>
      cloud.call(admin, 'kinesis', 'PutRecords', {
        StreamName,
        Records: values.map((value) => ({ Data: Buffer.from(value), PartitionKey: key ?? value })),
      }),
    read: async (shardId: string, from: From, limit?: number) => next(await iterator(shardId, from), limit),
    async shards() {
      const { Shards = [] } = await cloud.call(admin, 'kinesis', 'ListShards', { StreamName });
      return Shards;
    },
  };
}
