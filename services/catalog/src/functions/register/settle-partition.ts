import type { PartitionInput } from '@aws-sdk/client-glue';
import type { GlueStorage } from '../../core/glue-table.ts';
import type { HiveColumn } from '../../core/hive-type.ts';

/** A partition by its table and its values. */
export type PartitionId = { readonly database: string; readonly table: string; readonly values: readonly string[] };

export type FoundPartition = {
  readonly columns: readonly HiveColumn[];
  /** The partition as it is, with these columns: UpdatePartition replaces the whole of it. */
  readonly withColumns: (columns: readonly HiveColumn[]) => PartitionInput;
};

export type CreatePartition = (partition: PartitionId, storage: GlueStorage) => Promise<'created' | 'exists'>;
export type FindPartition = (partition: PartitionId) => Promise<FoundPartition>;
export type UpdatePartition = (partition: PartitionId, input: PartitionInput) => Promise<void>;

export type PartitionDeps = {
  readonly createPartition: CreatePartition;
  readonly findPartition: FindPartition;
  readonly updatePartition: UpdatePartition;
  /** The table's columns, as they are now. */
  readonly tableColumns: () => Promise<readonly HiveColumn[]>;
};

const maxRaces = 5;

/**
 * Makes a folder a partition. Athena reads its files as the types that the partition has, and then makes them the table's: where files of a
 * wider type come into a partition that narrower ones made, it takes the table's types. `known`: the table's columns.
 */
export async function settlePartition(
  deps: PartitionDeps,
  { partition, storage }: { readonly partition: PartitionId; readonly storage: GlueStorage },
  known: readonly HiveColumn[],
): Promise<'created' | 'exists'> {
  const typed = retyped(
    storage.Columns.map(({ Name, Type }) => ({ name: Name, type: Type })),
    known,
  );
  const Columns = typed.map(({ name, type }) => ({ Name: name, Type: type }));
  if ((await deps.createPartition(partition, { ...storage, Columns })) === 'created') return 'created';
  await widen(deps, partition, known);
  return 'exists';
}

/** Nothing says that a partition was changed meanwhile; but who changed it for a type knew a newer table, and so that is looked at again. */
async function widen(deps: PartitionDeps, partition: PartitionId, known: readonly HiveColumn[]): Promise<void> {
  let columns = known;
  for (let race = 0; race < maxRaces; race += 1) {
    const found = await deps.findPartition(partition);
    const wanted = retyped(found.columns, columns);
    if (isSame(found.columns, wanted)) return;
    await deps.updatePartition(partition, found.withColumns(wanted));
    columns = await deps.tableColumns();
  }
  throw new Error(`${partition.table}/${partition.values.join('/')} was changed by others ${maxRaces} times in a row`);
}

/** These columns with the types that those have. */
function retyped(columns: readonly HiveColumn[], types: readonly HiveColumn[]): readonly HiveColumn[] {
  const typeOf = new Map(types.map(({ name, type }) => [name, type]));
  return columns.map(({ name, type }) => ({ name, type: typeOf.get(name) ?? type }));
}

function isSame(one: readonly HiveColumn[], other: readonly HiveColumn[]): boolean {
  return one.every(({ type }, at) => type === other[at]?.type);
}
