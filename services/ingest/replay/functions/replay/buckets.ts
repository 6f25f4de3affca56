import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type RestoreStatus,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { ListedObject } from '../../core/object-created.ts';
import { byteChunks, linesOf } from './lines.ts';
import type { ListVersions } from './scan.ts';

type Sends = Pick<S3Client, 'send'>;

export type WriteObject = (key: string, body: Buffer) => Promise<void>;

/** Writes an object that is not there yet; false where it is, whatever it holds. */
export type WriteNew = (key: string, body: Buffer) => Promise<boolean>;

export type Buckets = {
  /** Of the raw bucket. */
  readonly listRaw: ListVersions;
  /** Of the lake bucket, which keeps no versions. */
  readonly listLake: ListVersions;
  /** The lines of an object, gunzipped where it is gzip, without those that `skip` counts. */
  readonly readLines: (object: ListedObject, skip: number) => AsyncIterable<string>;
  /** An object of the raw bucket as text; undefined where there is none. */
  readonly readRaw: (key: string) => Promise<string | undefined>;
  readonly existsRaw: (key: string) => Promise<boolean>;
  readonly writeRaw: WriteObject;
  readonly writeNewRaw: WriteNew;
  readonly writeLake: WriteObject;
  readonly removeLake: (key: string) => Promise<void>;
};

type Names = { readonly raw: string; readonly lake: string };

/** What replay does in S3. */
export function createBuckets(s3: Sends, { raw, lake }: Names): Buckets {
  const existsRaw = async (key: string): Promise<boolean> => {
    // Not HeadObject: of a key that is not there it says 403 to those who may list only some prefixes.
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: raw, Prefix: key, MaxKeys: 1 }));
    return Contents[0]?.Key === key;
  };
  const writeTo =
    (bucket: string): WriteObject =>
    async (key, body) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    };
  return {
    listRaw: createListVersions(s3, raw),
    listLake: createListLatest(s3, lake),
    readLines: (object, skip) => readLines(s3, object, skip),
    existsRaw,
    async readRaw(key) {
      if (!(await existsRaw(key))) return undefined;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: raw, Key: key }));
      return Body?.transformToString();
    },
    writeRaw: writeTo(raw),
    writeLake: writeTo(lake),
    removeLake: async (key) => {
      await s3.send(new DeleteObjectCommand({ Bucket: lake, Key: key }));
    },
    async writeNewRaw(key, body) {
      try {
        await s3.send(new PutObjectCommand({ Bucket: raw, Key: key, Body: body, IfNoneMatch: '*' }));
        return true;
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return false;
        throw error;
      }
    },
  };
}

function createListVersions(s3: Sends, bucket: string): ListVersions {
  return async (prefix, after) => {
    const page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: after.key,
        VersionIdMarker: after.versionId,
        OptionalObjectAttributes: ['RestoreStatus'],
      }),
    );
    return {
      objects: (page.Versions ?? []).map((version) => ({
        bucket,
        key: version.Key ?? '',
        versionId: version.VersionId ?? 'null',
        size: version.Size ?? 0,
        storageClass: version.StorageClass ?? 'STANDARD',
        isRestored: isRestored(version.RestoreStatus),
        isLatest: version.IsLatest ?? false,
        modifiedAt: version.LastModified?.getTime() ?? 0,
      })),
      ...(page.IsTruncated === true ? { next: markerOf(page.NextKeyMarker, page.NextVersionIdMarker) } : {}),
    };
  };
}

/** A restoration that has ended has a day on which the copy goes. */
function isRestored({ IsRestoreInProgress, RestoreExpiryDate }: RestoreStatus = {}): boolean {
  return IsRestoreInProgress !== true && RestoreExpiryDate !== undefined;
}

function markerOf(key = '', versionId: string | undefined = undefined) {
  return versionId === undefined ? { key } : { key, versionId };
}

function createListLatest(s3: Sends, bucket: string): ListVersions {
  return async (prefix, after) => {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after.key }));
    const objects = (page.Contents ?? []).map(
      ({ Key: key = '', Size: size = 0, StorageClass: stored = 'STANDARD', LastModified: modified }) => ({
        bucket,
        key,
        versionId: 'null',
        size,
        storageClass: stored,
        isLatest: true,
        modifiedAt: modified?.getTime() ?? 0,
      }),
    );
    const last = objects.at(-1)?.key;
    return { objects, ...(page.IsTruncated === true && last !== undefined ? { next: { key: last } } : {}) };
  };
}

async function* readLines(s3: Sends, { bucket, key, versionId }: ListedObject, skip: number): AsyncGenerator<string> {
  const version = versionId === 'null' ? {} : { VersionId: versionId };
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...version }));
  if (Body === undefined) throw new Error(`s3://${bucket}/${key} came without a body`);
  let left = skip;
  for await (const line of linesOf(byteChunks(Body.transformToWebStream()))) {
    if (left > 0) left -= 1;
    else yield line;
  }
}
