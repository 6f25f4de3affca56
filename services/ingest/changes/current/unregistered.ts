import { type FindPartitions, partitionName } from '@tributary/shared/catalog-partitions.ts';
import { partitionsOf } from '@tributary/shared/partitions.ts';

/** Which paths of objects lie in a partition that the catalog does not know yet. */
export function createUnregistered(findPartitions: FindPartitions) {
  return async function unregistered(table: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
    const valuesOf = (path: string) => partitionsOf(path).map(({ value }) => value);
    const byName = new Map(paths.map((path) => [partitionName(valuesOf(path)), valuesOf(path)]));
    const found = await findPartitions(table, [...byName.values()]);
    return new Set(paths.filter((path) => !found.has(partitionName(valuesOf(path)))));
  };
}
