import type { GlueColumn, GluePartition, GlueTable } from '../aws/glue.ts';

/** The last partition by its values: numbers as numbers, all else by their letters. */
export function newestOf(partitions: readonly GluePartition[], keys: readonly GlueColumn[]): GluePartition | undefined {
  return partitions.reduce<GluePartition | undefined>(
    (best, each) => (best === undefined || compare(each.Values, best.Values, keys) > 0 ? each : best),
    undefined,
  );
}

export function sorted(partitions: readonly GluePartition[], keys: readonly GlueColumn[]): readonly GluePartition[] {
  return partitions.toSorted((a, b) => compare(b.Values, a.Values, keys));
}

/** As Hive writes NULL into a folder's name. */
const none = '__HIVE_DEFAULT_PARTITION__';

function compare(a: readonly string[], b: readonly string[], keys: readonly GlueColumn[]): number {
  const at = keys.findIndex((_, each) => a[each] !== b[each]);
  return at === -1 ? 0 : compareValues(a[at] ?? '', b[at] ?? '', keys[at]?.Type ?? '');
}

function compareValues(left: string, right: string, type: string): number {
  if (left === none || right === none) return left === none ? -1 : 1;
  const difference = isWhole(type) ? Number(left) - Number(right) : Number.NaN;
  return difference || (left < right ? -1 : 1);
}

function isWhole(type: string): boolean {
  return /^(?:tinyint|smallint|int|integer|bigint)$/i.test(type);
}

/** `year=2026/month=11`, as folders have it. */
export function partitionText(values: readonly string[], keys: readonly GlueColumn[]): string {
  return keys.map(({ Name }, at) => `${Name}=${values[at] ?? ''}`).join('/');
}

/** The rows of one partition, as Trino's SQL says it. */
export function partitionWhere(values: readonly string[], keys: readonly GlueColumn[]): string {
  return keys
    .map(({ Name, Type }, at) => condition(`"${Name.replaceAll('"', '""')}"`, Type, values[at] ?? none))
    .join(' AND ');
}

function condition(column: string, type: string, value: string): string {
  if (value === none) return `${column} IS NULL`;
  if (isWhole(type) && /^-?\d+$/.test(value)) return `${column} = ${BigInt(value)}`;
  const text = `'${value.replaceAll("'", "''")}'`;
  return /^date$/i.test(type) ? `${column} = DATE ${text}` : `${column} = ${text}`;
}

/** Rows to look at: of the newest partition, where there are partitions. */
export function sampleSql(
  table: Pick<GlueTable, 'DatabaseName' | 'Name' | 'PartitionKeys'>,
  newest: GluePartition | undefined,
): string {
  const name = `"${table.DatabaseName}"."${table.Name.replaceAll('"', '""')}"`;
  const where = newest === undefined ? '' : `\nWHERE ${partitionWhere(newest.Values, table.PartitionKeys)}`;
  return `SELECT * FROM ${name}${where}\nLIMIT 50`;
}

export type Projection = { readonly name: string; readonly type: string; readonly says: string };

/** How a table's partitions are computed where nobody registers them: https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html */
export function projectionOf({
  Parameters,
  PartitionKeys,
}: Pick<GlueTable, 'Parameters' | 'PartitionKeys'>): readonly Projection[] {
  if (Parameters['projection.enabled']?.toLowerCase() !== 'true') return [];
  return PartitionKeys.map(({ Name }) => {
    const of = (word: string) => Parameters[`projection.${Name}.${word}`];
    const { range, values, ...more } = {
      range: of('range'),
      values: of('values'),
      format: of('format'),
      interval: of('interval'),
      unit: of('interval.unit'),
      digits: of('digits'),
    };
    const words = Object.entries(more).flatMap(([word, said]) => (said === undefined ? [] : [`${word} ${said}`]));
    return {
      name: Name,
      type: of('type') ?? '',
      says: [range?.replace(',', ' to ') ?? values ?? '', ...words].filter(Boolean).join(', '),
    };
  });
}
