import { hashKeyDigits } from './shard.ts';
import { invalidArgument, type Stream, violates } from './store.ts';

export type Entry = {
  readonly Data?: Uint8Array | undefined;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html; 10 MiB where the stream takes large records. */
const maxBatchRecords = 500;
const maxBatchMiB = 5;
const maxLargeBatchMiB = 10;
const maxPartitionKey = 256;
const plainRecordKiB = 1_024;

/** Throws for a batch that Kinesis refuses as a whole. */
export function checkBatch(stream: Stream, entries: readonly Entry[]): void {
  if (entries.length < 1) throw violates('records', 'have length greater than or equal to 1');
  if (entries.length > maxBatchRecords)
    throw violates('records', `have length less than or equal to ${maxBatchRecords}`);
  for (const [index, entry] of entries.entries()) checkEntry(stream, entry, `records.${index + 1}.member.`);
  const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  const mebibytes = stream.maxRecordKiB > plainRecordKiB ? maxLargeBatchMiB : maxBatchMiB;
  if (bytes > mebibytes * 1_048_576) throw invalidArgument(`Records size exceeds ${mebibytes} MB limit`);
}

/** Throws for a record that Kinesis refuses; `at` is where it stands in the request. */
export function checkEntry(stream: Stream, entry: Entry, at = ''): void {
  const { PartitionKey = '', ExplicitHashKey, Data } = entry;
  if (PartitionKey.length < 1) throw violates(`${at}partitionKey`, 'have length greater than or equal to 1');
  if (PartitionKey.length > maxPartitionKey)
    throw violates(`${at}partitionKey`, `have length less than or equal to ${maxPartitionKey}`);
  if (Data === undefined) throw violates(`${at}data`, 'not be null');
  checkHashKey(ExplicitHashKey, `${at}explicitHashKey`);
  const limit = stream.maxRecordKiB * 1_024;
  if (bytesOf(entry) > limit) throw violates(`${at}data`, `have length less than or equal to ${limit}`);
}

export function checkHashKey(text: string | undefined, at: string): void {
  if (text === undefined) return;
  if (!/^(0|[1-9]\d{0,38})$/.test(text)) throw violates(at, 'satisfy regular expression pattern: 0|([1-9]\\d{0,38})');
  hashKeyDigits(text);
}

/** As the limits count it: data and partition key. */
export function bytesOf({ Data, PartitionKey = '' }: Entry): number {
  return (Data?.length ?? 0) + Buffer.byteLength(PartitionKey);
}
