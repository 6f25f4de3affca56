import { hashKeyDigits } from './shard.ts';
import { invalidArgument, type Stream, violates } from './store.ts';

export type Entry = {
  readonly Data?: Uint8Array | undefined;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html; 10 MiB where the stream takes large records. */
const maxBatchMiB = 5;
const maxLargeBatchMiB = 10;
const plainRecordKiB = 1_024;

/** Throws for a batch that Kinesis refuses as a whole. */
export function checkBatch(stream: Stream, entries: readonly Entry[]): void {
  for (const [index, entry] of entries.entries()) checkEntry(stream, entry, `records.${index + 1}.member.`);
  const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  const mebibytes = stream.maxRecordKiB > plainRecordKiB ? maxLargeBatchMiB : maxBatchMiB;
  if (bytes > mebibytes * 1_048_576) throw invalidArgument(`Records size exceeds ${mebibytes} MB limit`);
}

/** Throws for a record that Kinesis refuses; `at` is where it stands in the request. */
export function checkEntry(stream: Stream, entry: Entry, at = ''): void {
  checkHashKey(entry.ExplicitHashKey);
  const limit = stream.maxRecordKiB * 1_024;
  if (bytesOf(entry) > limit) throw violates(`${at}data`, `have length less than or equal to ${limit}`);
}

/** A number of 128 bits; that it is one is the model's to check. */
export function checkHashKey(text: string | undefined): void {
  if (text !== undefined) hashKeyDigits(text);
}

/** As the limits count it: data and partition key. */
export function bytesOf({ Data, PartitionKey = '' }: Entry): number {
  return (Data?.length ?? 0) + Buffer.byteLength(PartitionKey);
}
