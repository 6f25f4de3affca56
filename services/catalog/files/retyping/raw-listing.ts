import { type _Object, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

/** An object as a listing has it; `modifiedAt`: epoch ms. */
export type Listed = { readonly key: string; readonly size: number; readonly modifiedAt: number };

/** The objects of a bucket that begin so, by key, those behind `after` alone. */
export type ListObjects = (bucket: string, prefix: string, after?: string) => AsyncIterable<Listed>;

export function createListObjects(s3: S3Client): ListObjects {
  return async function* listObjects(bucket, prefix, after) {
    const asked = { Bucket: bucket, Prefix: prefix, ...(after === undefined ? {} : { StartAfter: after }) };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, asked)) yield* Contents.map(listedOf);
  };
}

function listedOf({ Key: key = '', Size: size = 0, LastModified: at }: _Object): Listed {
  return { key, size, modifiedAt: at?.getTime() ?? 0 };
}
