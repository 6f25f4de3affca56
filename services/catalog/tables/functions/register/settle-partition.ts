import type { HiveColumn } from '../../../glue/hive-type.ts';
import type { CreatePartition, FindPartition, PartitionId, UpdatePartition } from '../../../glue/ports.ts';
import type { GlueStorage } from '../../../glue/table-input.ts';

export type PartitionDeps = {
  readonly createPartition: CreatePartition;
  readonly findPartition: FindPartition;
  readonly updatePartition: UpdatePartition;
  /** The table's columns, as they are now. */
  readonly tableColumns: () => Promise<readonly HiveColumn[]>;
  /** Where the folder's files lie in the table as it is now; undefined where that is the catalog's to say. */
  readonly locationNow: () => Promise<string | undefined>;
};

const maxRaces = 5;

/**
 * Makes a folder a partition. Athena reads its files as the types that the partition has, and then makes them the table's: where files of a
 * wider type or with more columns come into a partition that others made, it takes the table's. `known`: the table's columns. Where the
 * table's files have come to lie elsewhere meanwhile, so does the partition.
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
  const outcome = await deps.createPartition(partition, { ...storage, Columns });
  if (outcome === 'exists') await widen(deps, { partition, location: storage.Location }, known);
  else if (await hasMoved(deps, storage.Location)) await widen(deps, { partition }, known);
  return outcome;
}

async function hasMoved({ locationNow }: PartitionDeps, location: string | undefined): Promise<boolean> {
  const now = await locationNow();
  return now !== undefined && now !== location;
}

/** `location`: where it is thought to be; only where it is not, the table is asked. */
type Widening = { readonly partition: PartitionId; readonly location?: string };

/** Nothing says that a partition was changed meanwhile; but who changed it for a type knew a newer table, and so that is looked at again. */
async function widen(
  deps: PartitionDeps,
  { partition, location }: Widening,
  known: readonly HiveColumn[],
): Promise<void> {
  let columns = known;
  for (let race = 0; race < maxRaces; race += 1) {
    const found = await deps.findPartition(partition);
    const isElsewhere = found.location !== location && (await hasMoved(deps, found.location));
    if (isElsewhere) columns = await deps.tableColumns();
    const wanted = isElsewhere ? columns : widest(found.columns, columns);
    if (!isElsewhere && isSame(found.columns, wanted)) return;
    await deps.updatePartition(partition, found.withColumns(wanted, await deps.locationNow()));
    columns = await deps.tableColumns();
  }
  throw new Error(`${partition.table}/${partition.values.join('/')} was changed by others ${maxRaces} times in a row`);
}

/** The table's columns; where the partition has others besides, its own with the types that those have. */
function widest(columns: readonly HiveColumn[], known: readonly HiveColumn[]): readonly HiveColumn[] {
  const names = new Set(known.map(({ name }) => name));
  return columns.every(({ name }) => names.has(name)) ? known : retyped(columns, known);
}

/** These columns with the types that those have. */
function retyped(columns: readonly HiveColumn[], types: readonly HiveColumn[]): readonly HiveColumn[] {
  const typeOf = new Map(types.map(({ name, type }) => [name, type]));
  return columns.map(({ name, type }) => ({ name, type: typeOf.get(name) ?? type }));
}

function isSame(one: readonly HiveColumn[], other: readonly HiveColumn[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, type }, at) => name === other[at]?.name && type === other[at]?.type)
  );
}
