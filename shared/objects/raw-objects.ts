import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  ListObjectVersionsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ArchivedObjectError } from './archived-object-error.ts';
import { type ObjectRange, partBytes, type ReadRange } from './object-bytes.ts';
import { type RawObject, whichOf } from './raw-object.ts';
import { type ListVersions, newestOf, versionsOf } from './raw-versions.ts';
import type { Key, SourceObject } from './source-object.ts';
import { SupersededError } from './superseded-error.ts';

/** What is asked of S3. */
export type RawCalls = { readonly get: (input: GetObjectCommandInput) => Promise<Got>; readonly list: ListVersions };

type Got = Pick<GetObjectCommandOutput, 'ContentRange' | 'VersionId' | 'ETag' | 'LastModified'> & {
  readonly Body?: { readonly transformToByteArray: () => Promise<Uint8Array> } | undefined;
};

export function createRawCalls(s3: Pick<S3Client, 'send'>): RawCalls {
  return {
    get: (input) => s3.send(new GetObjectCommand(input)),
    list: (input) => s3.send(new ListObjectVersionsCommand(input)),
  };
}

/**
 * Opens the newest version of a key, whichever an event told of, and reads the first range, from `offset` on; undefined where there is none any
 * more. Throws where it cannot be read.
 */
export type OpenRaw = (key: Key, offset: number) => Promise<RawObject | undefined>;

export function createOpenRaw(s3: RawCalls): OpenRaw {
  return async (key, offset) => {
    try {
      return await open(s3, key, {}, offset);
    } catch (error) {
      // What is there now is shorter than what was to be gone on with.
      if (isStatus(error, 416)) return open(s3, key, {}, 0);
      if (await isGone(s3, key, error)) return undefined;
      throw described(key, error);
    }
  };
}

/** Opens one version of a key, also one of which a delete marker is newer. Throws where it cannot be read. */
export type OpenVersion = (source: SourceObject, offset: number) => Promise<RawObject>;

export function createOpenVersion(s3: RawCalls): OpenVersion {
  return async ({ versionId, ...key }, offset) => {
    try {
      return await open(s3, key, versionId === undefined ? {} : { VersionId: versionId }, offset);
    } catch (error) {
      throw described(key, error);
    }
  };
}

async function open(s3: RawCalls, key: Key, version: Pin, offset: number): Promise<RawObject> {
  const first = await readRange(s3, key, version, [offset, partBytes]);
  const { versionId, entityTag, modifiedAt } = first;
  const pin = versionId === undefined ? { IfMatch: entityTag } : { VersionId: versionId };
  const read: ReadRange = async (at, length) =>
    at === offset && length === partBytes ? first : readRange(s3, key, pin, [at, length]);
  const which = whichOf({ versionId, entityTag });
  return { versionId, which, modifiedAt, readRange: read, otherVersions: () => otherVersions(s3, key, which) };
}

function described(key: Key, error: unknown): unknown {
  return isNamed(error, 'InvalidObjectState') ? new ArchivedObjectError(key, error) : error;
}

type Pin = { readonly VersionId?: string; readonly IfMatch?: string | undefined };

type Read = ObjectRange & {
  readonly versionId: string | undefined;
  readonly entityTag: string | undefined;
  readonly modifiedAt: number;
};

async function readRange(
  { get }: RawCalls,
  { bucket, key }: Key,
  pin: Pin,
  [offset, length]: readonly number[],
): Promise<Read> {
  const range = `bytes=${offset}-${(offset ?? 0) + (length ?? 0) - 1}`;
  const pinned = { Bucket: bucket, Key: key, ...pin };
  const { Body, ContentRange, VersionId, ETag, LastModified } = await get({ ...pinned, Range: range }).catch(
    (error: unknown) => {
      // An object without bytes has no range.
      if (isStatus(error, 416) && offset === 0) return get(pinned);
      throw error;
    },
  );
  if (Body === undefined) throw new Error(`s3://${bucket}/${key} came without a body`);
  const bytes = Buffer.from(await Body.transformToByteArray());
  const size = ContentRange === undefined ? bytes.length : Number(/\/(\d+)$/.exec(ContentRange)?.[1]);
  if (Number.isNaN(size)) throw new Error(`s3://${bucket}/${key} came without its size: ${ContentRange}`);
  const modifiedAt = LastModified?.getTime() ?? Date.now();
  return { bytes, size, versionId: VersionId === 'null' ? undefined : VersionId, entityTag: ETag, modifiedAt };
}

/**
 * Of a key that is not there S3 says 404 to who may list the bucket, else 403 as to who may not read it: the versions tell, of which a delete
 * marker may be the newest (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
 */
async function isGone({ list }: RawCalls, key: Key, error: unknown): Promise<boolean> {
  if (!['NoSuchKey', 'NoSuchVersion', 'AccessDenied'].some((name) => isNamed(error, name))) return false;
  return newestOf(await versionsOf(list, key))?.entityTag === undefined;
}

async function otherVersions({ list }: RawCalls, key: Key, which: string): Promise<readonly (string | undefined)[]> {
  const versions = await versionsOf(list, key);
  const newest = newestOf(versions);
  // What was deleted meanwhile has no newer content.
  if (newest?.entityTag !== undefined && whichOf(newest) !== which)
    throw new SupersededError(`s3://${key.bucket}/${key.key} has a newer version`);
  return versions
    .filter((version) => version.entityTag !== undefined && whichOf(version) !== which)
    .map(({ versionId }) => versionId);
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof S3ServiceException && error.name === name;
}
