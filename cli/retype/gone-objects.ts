import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { FileTable } from '@tributary/catalog/files/core/table/file-table.ts';
import { compareRaw } from '@tributary/catalog/files/reconciling/raw-against-receipts.ts';
import { createListObjects } from '@tributary/catalog/files/retyping/raw-listing.ts';
import type { FilesLake } from '../files/files-lake.ts';
import { count } from '../terminal/count.ts';
import { UsageError } from '../usage.ts';

/** How many objects have become rows of a table and are gone from the raw bucket: a table that is made again has none of their rows. */
export async function countGone({ s3, names }: FilesLake, name: string, table: FileTable): Promise<number> {
  const { orphaned } = await compareRaw(
    {
      listVersions: (input) => s3.send(new ListObjectVersionsCommand(input)),
      listObjects: createListObjects(s3),
      rawBucket: names.rawBucket,
      lakeBucket: names.lakeBucket,
      isData: () => true,
      now: Date.now,
    },
    { from: table.from, receipts: `file-receipts/${name}/${table.generation}/`, isTable: true },
  );
  return orphaned;
}

/** Throws UsageError where rows would be lost. */
export function checkNothingIsGone(gone: number, name: string, { from }: Pick<FileTable, 'from'>): void {
  if (gone === 0) return;
  throw new UsageError(
    `${count(gone, 'object')} of ${name} ${gone === 1 ? 'is' : 'are'} gone from ${from} in the raw bucket, and a table that is made again has only rows of what lies there: ` +
      'put them there again, or have it made without their rows by --force.',
  );
}
