import { ListObjectsV2Command, type ListObjectsV2Output, type S3Client } from '@aws-sdk/client-s3';
import { atOnce } from './at-once.ts';
import { type Source, tableOf } from './source.ts';

/** The folders of the raw bucket whose files are tables: of raw/files, and of raw/saas. */
export async function listSources(s3: Pick<S3Client, 'send'>, bucket: string): Promise<readonly Source[]> {
  const sources = await Promise.all(['raw/files/', 'raw/saas/'].map((kind) => foldersIn(s3, bucket, kind)));
  const objects = await atOnce(8, sources.flat(), (source) => foldersIn(s3, bucket, source));
  return objects.flat().flatMap((folder) => {
    const table = tableOf(folder);
    return table === undefined ? [] : [{ folder, table }];
  });
}

async function foldersIn(s3: Pick<S3Client, 'send'>, bucket: string, prefix: string): Promise<readonly string[]> {
  const folders: string[] = [];
  let page: ListObjectsV2Output = {};
  do {
    const { NextContinuationToken: ContinuationToken } = page;
    page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken }),
    );
    folders.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])));
  } while (page.NextContinuationToken !== undefined);
  return folders;
}
