import type { PartitionInput } from '@aws-sdk/client-glue';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import type { KeptPartition } from '../../glue/ports.ts';
import { storageOf } from '../../glue/table-input.ts';
import { tableFolder } from '../converting/agree.ts';
import { type FileTable, hiveColumnsOf } from '../core/table/file-table.ts';
import type { RetypeDeps } from './retype-deps.ts';

type Of = { readonly name: string; readonly table: FileTable };

/** Registers all folders of a table's files with the columns that it has now: its files are written, that events have told of all is not waited for. */
export async function registerAll(deps: RetypeDeps, { name, table }: Of): Promise<void> {
  const columns = hiveColumnsOf(table);
  const wanted = new Map<string, KeptPartition>();
  for await (const { key } of deps.listObjects(deps.lakeBucket, tableFolder(name, table))) {
    const path = key.slice(0, key.lastIndexOf('/') + 1);
    if (wanted.has(path) || !key.endsWith('.parquet')) continue;
    const values = partitionsOf(key).map(({ value }) => value);
    const storage = storageOf('parquet', columns, `s3://${deps.lakeBucket}/${path}`);
    wanted.set(path, { values, input: { Values: [...values], StorageDescriptor: storage } });
  }
  const { created, changed } = compare([...wanted.values()], await deps.partitions.list(deps.database, name));
  await deps.partitions.create(deps.database, name, created);
  await deps.partitions.update(deps.database, name, changed.filter(isGrown));
}

type Between = { readonly from: string; readonly to: string };

/** Makes the partitions of a table those of another. */
export async function takePartitions(deps: RetypeDeps, between: Between): Promise<void> {
  const { partitions, database } = deps;
  const { created, changed, gone } = await listBoth(deps, between);
  await partitions.remove(database, between.to, gone);
  await partitions.update(database, between.to, changed);
  await partitions.create(database, between.to, created);
}

/** Gives a table what another has besides: partitions, and columns of them. */
export async function addPartitions(deps: RetypeDeps, between: Between): Promise<void> {
  const { partitions, database } = deps;
  const { created, changed } = await listBoth(deps, between);
  await partitions.update(database, between.to, changed.filter(isGrown));
  await partitions.create(database, between.to, created);
}

async function listBoth({ partitions, database }: RetypeDeps, { from, to }: Between): Promise<Compared> {
  const [wanted, known] = await Promise.all([partitions.list(database, from), partitions.list(database, to)]);
  return compare(wanted, known);
}

type Changed = KeptPartition & { readonly was: PartitionInput };
type Compared = {
  readonly created: readonly PartitionInput[];
  readonly changed: readonly Changed[];
  readonly gone: readonly (readonly string[])[];
};

function compare(wanted: readonly KeptPartition[], known: readonly KeptPartition[]): Compared {
  const idOf = ({ values }: KeptPartition) => JSON.stringify(values);
  const before = new Map(known.map((each) => [idOf(each), each.input]));
  const ids = new Set(wanted.map(idOf));
  return {
    created: wanted.filter((each) => !before.has(idOf(each))).map(({ input }) => input),
    changed: wanted.flatMap((each) => {
      const was = before.get(idOf(each));
      return was === undefined || isSame(each.input, was) ? [] : [{ ...each, was }];
    }),
    gone: known.filter((each) => !ids.has(idOf(each))).map(({ values }) => values),
  };
}

function columnsOf({ StorageDescriptor: { Columns = [] } = {} }: PartitionInput) {
  return Columns.map(({ Name, Type }) => [Name, Type]);
}

function isSame(one: PartitionInput, other: PartitionInput): boolean {
  return (
    one.StorageDescriptor?.Location === other.StorageDescriptor?.Location &&
    JSON.stringify(columnsOf(one)) === JSON.stringify(columnsOf(other))
  );
}

/** Who registers files gives their partition the columns that the table has by then: it may know more of them. */
function isGrown({ input, was }: Changed): boolean {
  return columnsOf(input).length >= columnsOf(was).length;
}
