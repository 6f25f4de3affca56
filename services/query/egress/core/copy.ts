import { tokenOf } from '@tributary/shared/athena-token.ts';
import type { Dataset } from '../../src/core/dataset.ts';
import { redshiftType } from './column-types.ts';
import { type Destination, nameOf } from './egress.ts';

/** A dataset and one of its destinations: what is kept the same. */
export type Copy = {
  /** `<dataset>.<name>` */
  readonly id: string;
  readonly dataset: string;
  readonly destination: Destination;
  /** Those that are copied, name → type as Athena's DDL has it. */
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  readonly partition?: { readonly column: string; readonly type: string };
  /** Of all of the above: another one, and everything is copied anew. */
  readonly digest: string;
};

export type Copied = Pick<Dataset, 'table' | 'columns' | 'key' | 'partition'> & {
  readonly egress?: readonly Destination[] | undefined;
};

/** Where datasets are to be copied to cannot be done as it is declared. */
class CopyError extends Error {
  override readonly name = 'CopyError';
}

/** Every copy of every dataset; throws CopyError for a destination that does not suit its dataset, or that two datasets would write. */
export function copiesOf(datasets: readonly Copied[]): readonly Copy[] {
  const copies = datasets.flatMap((dataset) =>
    (dataset.egress ?? []).map((destination) => copyOf(dataset, destination)),
  );
  const places = copies.map(({ destination }) => placeOf(destination));
  const second = copies.find((_, at) => places.indexOf(places[at] ?? '') !== at);
  if (second !== undefined) throw mistake(second, `writes ${placeOf(second.destination)}, as another destination does`);
  return copies;
}

function copyOf(dataset: Copied, destination: Destination): Copy {
  const chosen = destination.columns ?? Object.keys(dataset.columns);
  const id = `${dataset.table}.${nameOf(destination)}`;
  const columns = Object.fromEntries(
    chosen.map((name) => {
      const type = dataset.columns[name];
      if (type === undefined) throw mistake({ id }, `columns: the dataset has no column ${name}`);
      return [name, type];
    }),
  );
  const copy = { id, dataset: dataset.table, destination, columns, key: dataset.key, ...partitionOf(dataset) };
  checkKey(copy);
  checkTypes(copy);
  return { ...copy, digest: tokenOf(JSON.stringify(copy)) };
}

function partitionOf({ partition, columns }: Copied): Pick<Copy, 'partition'> {
  if (partition === undefined) return {};
  return { partition: { column: partition.column, type: columns[partition.column] ?? 'date' } };
}

/** What changes partition by partition needs the columns by which rows and partitions are found again. */
function checkKey(copy: Omit<Copy, 'digest'>): void {
  const { destination, columns, key, partition } = copy;
  if (destination.to === 's3' || destination.mode !== 'upsert') return;
  if (key.length === 0)
    throw mistake(copy, '`mode: upsert` needs the dataset to have a unique_key; `mode: swap` does not');
  const needed = [...key, ...(partition === undefined ? [] : [partition.column])];
  const missing = needed.find((name) => columns[name] === undefined);
  if (missing !== undefined) throw mistake(copy, `columns: ${missing} is missing, by which rows are found again`);
}

/** What Redshift has no type for, or cannot compare, is told before anything is made. */
function checkTypes(copy: Omit<Copy, 'digest'>): void {
  const { destination, columns, key } = copy;
  if (destination.to !== 'redshift') return;
  for (const [name, type] of Object.entries(columns)) {
    const there = redshiftType(type);
    if (there === undefined) throw mistake(copy, `columns: Redshift has no type for ${type}, which ${name} has`);
    if (there === 'SUPER' && destination.mode === 'upsert' && key.includes(name))
      throw mistake(copy, `columns: Redshift finds no rows by ${name}, of ${type}: use \`mode: swap\``);
  }
}

/** What a destination writes, unlike any other's. */
export function placeOf(destination: Destination): string {
  if (destination.to === 's3') return `${destination.prefix} of the bucket ${destination.bucket}`;
  if (destination.to === 'redshift') {
    const { schema, table, database, workgroup, cluster } = destination;
    return `${schema}.${table} of ${database} at ${workgroup ?? cluster}`;
  }
  const schema = destination.to === 'postgresql' ? `${destination.schema}.` : '';
  return `${schema}${destination.table} at ${destination.secret}`;
}

function mistake({ id }: Pick<Copy, 'id'>, what: string): CopyError {
  return new CopyError(`egress ${id}: ${what}`);
}

/** Whether each version takes all of the rows with it. */
export function takesAll({ destination, partition }: Copy): boolean {
  if (partition === undefined) return true;
  return destination.to === 's3' ? destination.of === 'table' : destination.mode === 'swap';
}
