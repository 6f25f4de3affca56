import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { RowFiles } from './rows.ts';

/** The files of rows in S3, in the order of their keys. */
export function createRowFiles(client: Pick<S3Client, 'send'>): RowFiles {
  return {
    list: (location) => list(client, location),
    async open(location) {
      const { Body } = await client.send(new GetObjectCommand(placeOf(location)));
      if (!(Body instanceof Readable)) throw new Error(`${location} has no body`);
      return Body;
    },
  };
}

async function list(client: Pick<S3Client, 'send'>, location: string): Promise<readonly string[]> {
  const { Bucket, Key: Prefix } = placeOf(location);
  const found: string[] = [];
  let from: string | undefined;
  do {
    const token = from === undefined ? {} : { ContinuationToken: from };
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ...token }));
    const filled = (page.Contents ?? []).filter(({ Size = 0 }) => Size > 0);
    found.push(...filled.map(({ Key = '' }) => `s3://${Bucket}/${Key}`));
    from = page.NextContinuationToken;
  } while (from !== undefined);
  return found.toSorted();
}

/** `s3://bucket/key` → its parts. */
export function placeOf(location: string): { readonly Bucket: string; readonly Key: string } {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  if (Bucket === undefined || Key === undefined) throw new Error(`Not a place in S3: ${location}`);
  return { Bucket, Key };
}
