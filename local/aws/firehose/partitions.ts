import { extractionFailure } from './metadata-extraction.ts';
import { type PrefixKey, partitionKeysOf } from './prefix.ts';
import { type Failure, failure, type WorkingRecord } from './processor.ts';

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html: active partitions of a stream. */
const maxActivePartitions = 500;

/** Records that go into one object: those with the same values of the keys that the prefix names. */
export type Partition = { readonly keys: ReadonlyMap<string, string>; readonly records: readonly WorkingRecord[] };

export type Partitioned = { readonly partitions: readonly Partition[]; readonly failed: readonly Failure[] };

/** Without keys in the prefix, one partition; otherwise one for each set of values, up to as many as a stream may have open. */
export function partition(prefix: string, records: readonly WorkingRecord[], now: number): Partitioned {
  const names = partitionKeysOf(prefix);
  const found = new Map<string, { keys: ReadonlyMap<string, string>; records: WorkingRecord[] }>();
  const failed: Failure[] = [];
  for (const record of records) {
    const keys = keysOf(names, record);
    if (keys === undefined) {
      failed.push(extractionFailure(record, 'partitionKeys values must not be null or empty', now));
      continue;
    }
    const id = JSON.stringify([...keys]);
    const open = found.get(id);
    if (open !== undefined) open.records.push(record);
    else if (found.size < maxActivePartitions) found.set(id, { keys, records: [record] });
    else failed.push(limitFailure(record, now));
  }
  return { partitions: [...found.values()], failed };
}

function keysOf(names: readonly PrefixKey[], record: WorkingRecord): ReadonlyMap<string, string> | undefined {
  const keys = new Map<string, string>();
  for (const { namespace, name } of names) {
    const from = namespace === 'partitionKeyFromQuery' ? record.keysFromQuery : record.keysFromLambda;
    const value = textOf(from?.get(name));
    if (value === '') return undefined;
    keys.set(`${namespace}:${name}`, value);
  }
  return keys;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function limitFailure(record: WorkingRecord, now: number): Failure {
  const code = 'DynamicPartitioning.ActivePartitionsLimitExceeded';
  const message = `The active partitions limit of ${maxActivePartitions} is exceeded.`;
  return failure(record, { code, message, now, type: 'active-partitions-limit-exceeded' });
}
