import type { PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { bytesOf, checkBatch, checkEntry, type Entry } from './check-entries.ts';
import { shardFor } from './route.ts';
import { sequenceNumber } from './sequence-number.ts';
import type { Shard } from './shard.ts';
import { type KinesisStore, requireStream, retentionMs, type Stream, streamArn } from './store.ts';

type Refusal = { readonly ErrorCode: string; readonly ErrorMessage: string };
type Routed = { readonly entry: Entry; readonly shard: Shard; readonly refusal: Refusal | undefined };

/** Where the shards' limits on what goes in hold while a fault of kind throttle is there; otherwise a laptop takes what it can. */
const writeLimits = 'kinesis:write-limits';

const throttle = 'ProvisionedThroughputExceededException';

export function putRecord(store: KinesisStore): Operation {
  return operation('kinesis', 'PutRecord', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:PutRecord', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      checkEntry(stream, input);
      const [result] = put(store, cloud, stream, [input]);
      if (result?.ErrorCode !== undefined)
        throw new AwsError(
          result.ErrorCode,
          result.ErrorMessage ?? '',
          result.ErrorCode === 'InternalFailure' ? 500 : 400,
        );
      return {
        SequenceNumber: result?.SequenceNumber,
        ShardId: result?.ShardId,
        EncryptionType: stream.encryption.type,
      };
    },
  });
}

/** A fault of kind partial-failure at `kinesis:records` fails every second record of a batch; at `kinesis:record`, throttle and error fail single ones. */
export function putRecords(store: KinesisStore): Operation {
  return operation('kinesis', 'PutRecords', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:PutRecords', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const stream = requireStream(store, cloud, input);
      const entries = input.Records ?? [];
      checkBatch(stream, entries);
      const Records = put(store, cloud, stream, entries);
      const FailedRecordCount = Records.filter((record) => record.ErrorCode !== undefined).length;
      countBatch(store, stream, Records);
      return { Records, FailedRecordCount, EncryptionType: stream.encryption.type };
    },
  });
}

function put(store: KinesisStore, cloud: Cloud, stream: Stream, entries: readonly Entry[]): PutRecordsResultEntry[] {
  const routed = judge(store, cloud, stream, entries);
  const byShard = new Map<Shard, Routed[]>();
  for (const one of routed) {
    if (one.refusal !== undefined) continue;
    const batch = byShard.get(one.shard);
    if (batch === undefined) byShard.set(one.shard, [one]);
    else batch.push(one);
  }
  countIncoming(store, stream, routed);
  const sequenceNumbers = new Map<Routed, string>();
  for (const [shard, batch] of byShard) {
    const offsets = append(store, cloud, { stream, shard }, batch);
    for (const [index, one] of batch.entries()) sequenceNumbers.set(one, sequenceNumber(shard, offsets[index] ?? 0));
  }
  return routed.map((one) => one.refusal ?? { SequenceNumber: sequenceNumbers.get(one), ShardId: one.shard.id });
}

function append(
  store: KinesisStore,
  cloud: Cloud,
  { stream, shard }: { readonly stream: Stream; readonly shard: Shard },
  batch: readonly Routed[],
): readonly number[] {
  const now = cloud.clock.now();
  const log = store.log(stream, shard);
  log.trim(now - retentionMs(stream));
  return log.append(
    batch.map(({ entry }) => ({ partitionKey: entry.PartitionKey ?? '', data: entry.Data ?? new Uint8Array() })),
    now,
  );
}

/** Which shard each entry goes to, and which of them fail. */
function judge(store: KinesisStore, cloud: Cloud, stream: Stream, entries: readonly Entry[]): Routed[] {
  const now = cloud.clock.now();
  const isLimited = cloud.faults.strike(writeLimits, stream.arn).some(({ kind }) => kind === 'throttle');
  const halfFails = cloud.faults.strike('kinesis:records', stream.arn).some(({ kind }) => kind === 'partial-failure');
  return entries.map((entry, index): Routed => {
    const shard = shardFor(stream, entry);
    const kinds = cloud.faults
      .strike('kinesis:record', `${stream.arn}/${shard.id}/${entry.PartitionKey}`)
      .map(({ kind }) => kind);
    if (kinds.includes('error'))
      return { entry, shard, refusal: { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal service failure.' } };
    const isThrottled =
      kinds.includes('throttle') ||
      (halfFails && index % 2 === 0) ||
      (isLimited && !store.rates.admitsRecord(`${stream.arn}/${shard.id}`, bytesOf(entry), now));
    return { entry, shard, refusal: isThrottled ? rateExceeded(stream, shard, cloud.account) : undefined };
  });
}

function countIncoming({ metrics }: KinesisStore, { name }: Stream, routed: readonly Routed[]): void {
  const taken = routed.filter(({ refusal }) => refusal === undefined);
  metrics.count(name, 'IncomingRecords', taken.length);
  metrics.count(
    name,
    'IncomingBytes',
    taken.reduce((sum, { entry }) => sum + bytesOf(entry), 0),
  );
  const throttled = routed.filter(({ refusal }) => refusal?.ErrorCode === throttle);
  metrics.count(name, 'WriteProvisionedThroughputExceeded', throttled.length);
}

function countBatch({ metrics }: KinesisStore, { name }: Stream, results: readonly PutRecordsResultEntry[]): void {
  const failed = results.filter(({ ErrorCode }) => ErrorCode !== undefined);
  const throttled = failed.filter(({ ErrorCode }) => ErrorCode === throttle);
  metrics.count(name, 'PutRecords.TotalRecords', results.length);
  metrics.count(name, 'PutRecords.SuccessfulRecords', results.length - failed.length);
  metrics.count(name, 'PutRecords.ThrottledRecords', throttled.length);
  metrics.count(name, 'PutRecords.FailedRecords', failed.length - throttled.length);
}

export function rateExceeded(stream: Stream, shard: Shard, account: string): Refusal {
  return {
    ErrorCode: throttle,
    ErrorMessage: `Rate exceeded for shard ${shard.id} in stream ${stream.name} under account ${account}.`,
  };
}
