import { createHash } from 'node:crypto';
import type { EncryptionType, PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { sequenceNumber } from './sequence-number.ts';
import { type KinesisStore, requireStream, type Shard, type Stream, streamArn } from './store.ts';

/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const maxBatchRecords = 500;
const maxBatchBytes = 10 * 1_048_576;
const maxPartitionKey = 256;

type Entry = {
  readonly Data?: Uint8Array | undefined;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
};

type Put = { readonly SequenceNumber: string; readonly ShardId: string };

export function putRecord(store: KinesisStore): Operation {
  return operation('kinesis', 'PutRecord', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:PutRecord', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      checkEntry(stream, input);
      return { ...append(store, cloud, stream, input), EncryptionType: encryptionOf(stream) };
    },
  });
}

/** A fault of kind partial-failure at `kinesis:records` fails every second record of a batch. */
export function putRecords(store: KinesisStore): Operation {
  return operation('kinesis', 'PutRecords', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:PutRecords', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const entries = input.Records ?? [];
      checkBatch(stream, entries);
      const fails = cloud.faults
        .strike('kinesis:records', stream.arn)
        .some((fault) => fault.kind === 'partial-failure');
      const Records = entries.map((entry, index): PutRecordsResultEntry => {
        if (!fails || index % 2 === 1) return append(store, cloud, stream, entry);
        return {
          ErrorCode: 'ProvisionedThroughputExceededException',
          ErrorMessage: `Rate exceeded for shard ${shardFor(stream, entry).id} in stream ${stream.name} under account ${cloud.account}.`,
        };
      });
      const FailedRecordCount = Records.filter((record) => record.ErrorCode !== undefined).length;
      return { Records, FailedRecordCount, EncryptionType: encryptionOf(stream) };
    },
  });
}

function append(store: KinesisStore, cloud: Cloud, stream: Stream, entry: Entry): Put {
  const { id } = shardFor(stream, entry);
  const record = {
    arrival: cloud.clock.now(),
    partitionKey: entry.PartitionKey ?? '',
    data: Buffer.from(entry.Data ?? []),
  };
  const { offset } = store.records.append({ stream: stream.name, shard: id }, record);
  return { SequenceNumber: sequenceNumber(stream, id, offset), ShardId: id };
}

function shardFor(stream: Stream, { PartitionKey = '', ExplicitHashKey }: Entry): Shard {
  const hash = ExplicitHashKey ?? `0x${createHash('md5').update(PartitionKey).digest('hex')}`;
  const key = BigInt(hash);
  const shard = stream.shards.find(({ endingHashKey }) => key <= BigInt(endingHashKey));
  if (shard === undefined) throw new AwsError('InvalidArgumentException', `Invalid ExplicitHashKey ${ExplicitHashKey}`);
  return shard;
}

function checkBatch(stream: Stream, entries: readonly Entry[]): void {
  if (entries.length < 1 || entries.length > maxBatchRecords)
    throw invalid('records', `length between 1 and ${maxBatchRecords}`);
  for (const entry of entries) checkEntry(stream, entry);
  const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  if (bytes > maxBatchBytes)
    throw new AwsError('InvalidArgumentException', `Records size exceeds ${maxBatchBytes} bytes limit`);
}

function checkEntry(stream: Stream, entry: Entry): void {
  const { PartitionKey = '', ExplicitHashKey = '0' } = entry;
  if (PartitionKey.length < 1 || PartitionKey.length > maxPartitionKey)
    throw invalid('partitionKey', `length between 1 and ${maxPartitionKey}`);
  if (!/^(0|[1-9]\d{0,38})$/.test(ExplicitHashKey)) throw invalid('explicitHashKey', 'the form 0|([1-9]\\d{0,38})');
  const limit = stream.maxRecordKiB * 1_024;
  if (bytesOf(entry) > limit) throw invalid('data', `length less than or equal to ${limit}`);
}

function bytesOf({ Data, PartitionKey = '' }: Entry): number {
  return (Data?.length ?? 0) + Buffer.byteLength(PartitionKey);
}

function encryptionOf(stream: Stream): EncryptionType {
  return stream.encryption.type;
}

function invalid(what: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${what}' failed to satisfy constraint: Member must have ${constraint}`,
  );
}
