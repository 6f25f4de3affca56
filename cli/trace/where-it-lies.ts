import type { GlueClient } from '@aws-sdk/client-glue';
import { readFolders } from './registered.ts';

/** The table of the raw database that an object is part of as it lies, and since when the catalog has its folder (epoch ms). */
export type Place = { readonly table: string; readonly partition: string; readonly registeredAt: number | undefined };

/** Events, facts and counts are tables where Firehose and tally put them; undefined for what is in no table. */
export async function tableWhereItLies(
  glue: Pick<GlueClient, 'send'>,
  database: string,
  key: string,
): Promise<Place | undefined> {
  const [, kind = '', name = '', rest = ''] = /^raw\/(events|facts|stats)\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  if (kind === '') return undefined;
  const table = kind === 'stats' ? 'event_stats' : `${kind}_${name}`;
  const [folder] = await readFolders(glue, database, [`lake/${table}/${rest}`]);
  return { table, partition: folder?.partition ?? '', registeredAt: folder?.registeredAt };
}
