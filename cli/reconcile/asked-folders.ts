import { GetTablesCommand, type GetTablesResponse } from '@aws-sdk/client-glue';
import { filesParameter } from '@tributary/catalog/glue/files-table.ts';
import type { FilesLake } from '../files/files-lake.ts';
import type { Source } from '../files/source.ts';
import { listSources } from '../files/sources.ts';
import { UsageError } from '../usage.ts';

/** What is to be reconciled: a folder of the raw bucket, and the table that it is. */
export async function askedFolders(lake: FilesLake, table: string | undefined): Promise<readonly Source[]> {
  const [inRaw, inGlue] = await Promise.all([listSources(lake.s3, lake.names.rawBucket), tablesOfFiles(lake)]);
  const folders = new Map([...inRaw, ...inGlue].map((source) => [source.folder, source]));
  const all = [...folders.values()].toSorted((a, b) => (a.table < b.table ? -1 : 1));
  if (table === undefined) return all;
  const own = inGlue.find((source) => source.table === table) ?? inRaw.find((source) => source.table === table);
  if (own !== undefined) return [own];
  const there = all.length === 0 ? 'There is none yet' : `There are: ${all.map((each) => each.table).join(', ')}`;
  throw new UsageError(`${table} is no table of files. ${there}.`);
}

async function tablesOfFiles({ glue, names }: FilesLake): Promise<readonly Source[]> {
  const found: Source[] = [];
  let page: GetTablesResponse = {};
  do {
    const { NextToken } = page;
    page = await glue.send(new GetTablesCommand({ DatabaseName: names.lakeDatabase, NextToken }));
    for (const { Name: table = '', Parameters: parameters = {} } of page.TableList ?? []) {
      const folder = parameters[filesParameter.from];
      if (folder !== undefined && !/__\d+$/.test(table)) found.push({ folder, table });
    }
  } while (page.NextToken !== undefined);
  return found;
}
