import { createHash } from 'node:crypto';
import { hourFolder } from '@tributary/shared/partitions.ts';

export type OverflowOf = { readonly entity: string; readonly arrivedAt: number; readonly data: Buffer };

/**
 * Where facts of a record go that its answer cannot hold: by entity and the record's hour of arrival, as Firehose does, under a name
 * made of the record's content. The same record writes the same object again.
 */
export function overflowKey({ entity, arrivedAt, data }: OverflowOf): string {
  const digest = createHash('sha256').update(`${entity}\n`).update(data).digest('hex').slice(0, 32);
  return `raw/facts/${entity}/${hourFolder(new Date(arrivedAt))}/overflow-${digest}.json.gz`;
}
