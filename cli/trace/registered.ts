import { EntityNotFoundException, GetPartitionCommand, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import { atOnce } from '../files/at-once.ts';

/** A folder of a table in the lake; `registeredAt` undefined: the catalog does not know it, so no query sees it. */
export type Folder = {
  readonly table: string;
  /** `year=2026/month=11/day=20/hour=13` */
  readonly partition: string;
  readonly files: number;
  /** Epoch ms. */
  readonly registeredAt: number | undefined;
};

const looksAtOnce = 8;
const most = 50;

/** The folders that files lie in, and since when the catalog has them; the first fifty. */
export async function readFolders(
  glue: Pick<GlueClient, 'send'>,
  database: string,
  keys: readonly string[],
): Promise<readonly Folder[]> {
  const files = new Map<string, number>();
  for (const key of keys) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    files.set(folder, (files.get(folder) ?? 0) + 1);
  }
  return atOnce(looksAtOnce, [...files].slice(0, most), async ([folder, count]) => {
    const [, table = ''] = folder.split('/');
    const values = partitionsOf(folder);
    return {
      table,
      partition: values.map(({ name, value }) => `${name}=${value}`).join('/'),
      files: count,
      registeredAt: await registeredAt(
        glue,
        { database, table },
        values.map(({ value }) => value),
      ),
    };
  });
}

type Place = { readonly database: string; readonly table: string };

async function registeredAt(
  glue: Pick<GlueClient, 'send'>,
  { database: DatabaseName, table }: Place,
  values: readonly string[],
): Promise<number | undefined> {
  try {
    if (values.length === 0) {
      const { Table: found } = await glue.send(new GetTableCommand({ DatabaseName, Name: table }));
      return found?.CreateTime?.getTime();
    }
    const asked = { DatabaseName, TableName: table, PartitionValues: [...values] };
    const { Partition: found } = await glue.send(new GetPartitionCommand(asked));
    return found?.CreationTime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof EntityNotFoundException) return undefined;
    throw error;
  }
}
