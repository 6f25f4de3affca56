import type { Correction } from '@tributary/shared/corrections.ts';
import type { TableUpdated } from '@tributary/shared/events.ts';
import { partitionsOf } from '@tributary/shared/partitions.ts';

/** PutEvents takes 256 KB a call, of ten events here: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export const maxPartitionsBytes = 16_384;

/** What readers of a corrected table have to look at again: the folders of all keys named, in as many events as keep each of them small. */
export function correctionUpdates(
  { table, removed, written }: Pick<Correction, 'table' | 'removed' | 'written'>,
  database: string,
): readonly TableUpdated[] {
  const paths = [...removed, ...written].map((key) =>
    partitionsOf(key)
      .map(({ name, value }) => `${name}=${value}`)
      .join('/'),
  );
  const update = { version: '1', database, table, cause: 'rows' } as const;
  // A table without partitions is looked at whole.
  if (paths.includes('')) return [update];
  return inBounds([...new Set(paths)].toSorted()).map((partitions) => ({ ...update, partitions }));
}

function inBounds(paths: readonly string[]): readonly string[][] {
  const events: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const path of paths) {
    const more = Buffer.byteLength(JSON.stringify(path)) + 1;
    if (bytes + more > maxPartitionsBytes) {
      events.push([]);
      bytes = 0;
    }
    events.at(-1)?.push(path);
    bytes += more;
  }
  return events;
}
