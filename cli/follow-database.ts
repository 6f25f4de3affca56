import type { Changes, Source } from '@tributary/ingest/changes/core/declaration/changes.ts';
import type { Endpoint } from '@tributary/local/aws/dms/endpoint.ts';
import type { RunningCloud } from '@tributary/local/cloud.ts';

/** The local DMS takes what changes.yml says of files for the settings of its endpoints: what is written and what is read agree. */
export function followDatabase(
  running: RunningCloud,
  { sources }: Changes,
  options: { readonly url: string; readonly bucket: string; readonly tell: (text: string) => void },
): void {
  const { tell } = options;
  if (sources.length === 0)
    tell('MYSQL_URL is set, but services/ingest/changes/changes.yml declares no tables to follow.');
  for (const { name, transactions } of sources)
    if (transactions !== undefined)
      tell(`The local DMS writes no files of transactions: changes of ${name} are in the folders of their tables.`);
  running.replicate({ ...options, endpoints: sources.map(endpointOf) });
}

function endpointOf({ name, folder, format, tables }: Source): Endpoint {
  return {
    name,
    folder,
    format: { ...format, gzip: true, dateFolders: true },
    tables: tables.map(({ schema, table, key }) => ({ schema, table, key: key.map((column) => column.name) })),
  };
}
