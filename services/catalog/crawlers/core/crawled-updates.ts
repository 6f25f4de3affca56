import type { LakeEvent } from '@tributary/shared/events.ts';

/** A table that a crawler wrote, as Glue has it. */
export type CrawledTable = {
  readonly database: string;
  readonly table: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly partitionKeys: readonly string[];
};

export type CrawledPartition = { readonly values: readonly string[]; readonly createdMs: number };

/** An event of the bus has 256 KB at most; a folder of four columns has about 60 bytes. */
const foldersAnEvent = 500;

/** What is to be told of a table after a crawl: nothing where neither it nor a partition of it is of the time. */
export function crawledUpdates(
  { database, table, createdMs, updatedMs, partitionKeys }: CrawledTable,
  partitions: readonly CrawledPartition[],
  sinceMs: number,
): readonly LakeEvent[] {
  const about = { version: '1' as const, database, table };
  const folders = partitions
    .filter(({ createdMs: at }) => at >= sinceMs)
    .map(({ values }) => partitionKeys.map((key, at) => `${key}=${encodeURIComponent(values[at] ?? '')}`).join('/'));
  const cause = createdMs >= sinceMs ? 'created' : 'partitions';
  if (folders.length > 0)
    return Array.from({ length: Math.ceil(folders.length / foldersAnEvent) }, (_, part) => ({
      type: 'Table Updated' as const,
      detail: { ...about, cause, partitions: folders.slice(part * foldersAnEvent, (part + 1) * foldersAnEvent) },
    }));
  if (createdMs >= sinceMs) return [{ type: 'Table Updated', detail: { ...about, cause } }];
  // A crawler does not say what it changed
  if (updatedMs >= sinceMs) return [{ type: 'Table Updated', detail: { ...about, cause: 'rows' } }];
  return [];
}
