import { createHash } from 'node:crypto';
import { hourFolder } from '@tributary/shared/partitions.ts';

export type OverflowRecord = { readonly arrivedAt: number; readonly data: Buffer };

/** Facts of one entity lie together by the hour in which their records arrived, as Firehose's own do. */
export function overflowFolder(entity: string, { arrivedAt }: Pick<OverflowRecord, 'arrivedAt'>): string {
  return `raw/facts/${entity}/${hourFolder(new Date(arrivedAt))}/`;
}

/** The object of facts that an answer cannot hold: its name is made of their records' content, so that the same records write it again. */
export function overflowKey(folder: string, records: readonly OverflowRecord[]): string {
  const digest = createHash('sha256');
  for (const { data } of records) digest.update(`${data.length}\n`).update(data);
  return `${folder}overflow-${digest.digest('hex').slice(0, 32)}.json.gz`;
}
