import { type FindPartitions, partitionName } from '@tributary/shared/catalog-partitions.ts';
import { hourFolder } from '@tributary/shared/partitions.ts';
import { partitionsOfHour } from '../core/source-object.ts';

/** Which of these hours the catalog does not know yet, though there is something in their folders (ms since the epoch). */
export function createUnregistered(findPartitions: FindPartitions, hasObjects: (prefix: string) => Promise<boolean>) {
  return async function unregistered(source: string, hours: readonly Date[]): Promise<ReadonlySet<number>> {
    const byName = new Map(hours.map((hour) => [partitionName(valuesOf(hour)), hour]));
    const found = await findPartitions(source, [...byName.values()].map(valuesOf));
    const unknown = [...byName].filter(([name]) => !found.has(name)).map(([, hour]) => hour);
    const missing = new Set<number>();
    for (const hour of unknown)
      if (await hasObjects(`lake/${source}/${hourFolder(hour)}/`)) missing.add(hour.getTime());
    return missing;
  };
}

function valuesOf(hour: Date): readonly string[] {
  return partitionsOfHour(hour).map(({ value }) => value);
}
