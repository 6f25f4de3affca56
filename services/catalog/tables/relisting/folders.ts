import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

export type ListedObject = { readonly key: string; readonly size: number };

export type Folders = {
  /** The folders of a bucket that lie in this one. */
  readonly listFolders: (bucket: string, folder: string) => Promise<readonly string[]>;
  /** The first object in a folder, or in those below it, that has bytes and is not hidden by its name. */
  readonly firstObject: (bucket: string, folder: string) => Promise<ListedObject | undefined>;
};

export function createFolders(client: S3Client): Folders {
  return {
    async listFolders(Bucket, Prefix) {
      const folders: string[] = [];
      const asked = { Bucket, Prefix, Delimiter: '/' };
      for await (const { CommonPrefixes: found = [] } of paginateListObjectsV2({ client }, asked))
        folders.push(...found.flatMap((each) => each.Prefix ?? []));
      return folders;
    },
    async firstObject(Bucket, Prefix) {
      for await (const { Contents: found = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
        for (const { Key: key = '', Size: size = 0 } of found)
          if (size > 0 && !/(?:^|\/)[_.][^/]*$/.test(key)) return { key, size };
      return undefined;
    },
  };
}
