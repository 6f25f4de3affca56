import { DeleteObjectsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

// What a call of DeleteObjects takes, and ListObjectsV2 gives.
const atOnce = 1_000;

/** Removes the objects of folders `version=…/` below a folder that are not named; at most so many a call, the next call goes on. */
export function createSweep(client: Pick<S3Client, 'send'>) {
  return async function sweep(Bucket: string, folder: string, named: ReadonlySet<string>): Promise<void> {
    const { CommonPrefixes = [] } = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: `${folder}version=`, Delimiter: '/', MaxKeys: atOnce }),
    );
    const old = CommonPrefixes.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])).filter(
      (prefix) => !named.has(prefix.slice(folder.length)),
    );
    for (const Prefix of old) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: atOnce }));
      const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
      if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    }
  };
}
