import type { PartitionInput } from '@aws-sdk/client-glue';
import { alreadyExists, entityNotFound, invalidInput } from './error.ts';
import { type GlueStore, type StoredPartition, type StoredTable, timeless } from './store.ts';

/** Adds a partition; AlreadyExistsException when its values are taken. */
export function addPartition(store: GlueStore, table: StoredTable, input: PartitionInput, now: number) {
  const values = valuesFor(table, input.Values);
  if (store.partition(table.database, table.name, values)) throw alreadyExists('Partition already exists.');
  store.putPartition(stored(table, values, input, now));
}

/** Replaces the partition that has `oldValues`, under new values where the input carries others. */
export function replacePartition(
  store: GlueStore,
  table: StoredTable,
  change: { readonly oldValues: readonly string[]; readonly input: PartitionInput },
) {
  const { oldValues, input } = change;
  const old = store.partition(table.database, table.name, oldValues);
  if (!old) throw entityNotFound('Partition not found.');
  const values = valuesFor(table, input.Values ?? oldValues);
  const moved = values.join('\0') !== oldValues.join('\0');
  if (moved && store.partition(table.database, table.name, values)) throw alreadyExists('Partition already exists.');
  if (moved) store.deletePartition(table.database, table.name, oldValues);
  store.putPartition(stored(table, values, input, old.createTime));
}

/** Deletes the partition of these values, or EntityNotFoundException. */
export function removePartition(store: GlueStore, table: StoredTable, values: readonly string[] | undefined) {
  if (!store.deletePartition(table.database, table.name, values ?? [])) throw entityNotFound('Partition not found.');
}

function valuesFor(table: StoredTable, values: readonly string[] | undefined): readonly string[] {
  const keys = table.input.PartitionKeys ?? [];
  if (values === undefined || values.length !== keys.length)
    throw invalidInput(
      `The number of partition keys do not match the number of partition values: ${keys.length} and ${values?.length ?? 0}`,
    );
  return values;
}

const stored = (
  table: StoredTable,
  values: readonly string[],
  input: PartitionInput,
  createTime: number,
): StoredPartition => ({
  database: table.database,
  table: table.name,
  values,
  createTime,
  ...timeless({ ...input, Values: [...values] }),
});
