import type { Readable } from 'node:stream';
import { isRead } from '../../../kernel/operation.ts';
import type { DeleteMarker, StoredObject } from '../record.ts';

/** A version of an object, by its name. */
export type VersionName = { readonly bucket: string; readonly key: string; readonly versionId: string };

/** What S3 carries to the bucket that a rule names, beside the bytes. */
export type Replica = {
  readonly bucket: string;
  /** The role of the source's account in whose name it is put. */
  readonly roleArn: string;
  /** The owner that the rule expects of the bucket; undefined where it names none. */
  readonly account: string | undefined;
  /** The replica belongs to the bucket's owner. */
  readonly takesOwner: boolean;
  readonly version: Omit<StoredObject, 'file'> | DeleteMarker;
};

/** Why a version could not be replicated, in AWS's words (replication-failure-codes), or that S3 will try again by itself. */
export type Outcome =
  | { readonly kind: 'stored' }
  | { readonly kind: 'failed'; readonly reason: FailureReason }
  | { readonly kind: 'later'; readonly reason: string };

export type FailureReason =
  | 'AssumeRoleNotPermitted'
  | 'DstBucketNotFound'
  | 'DstBucketUnversioned'
  | 'DstDelObjNotPermitted'
  | 'DstPutAclNotPermitted'
  | 'DstPutObjectNotPermitted'
  | 'DstPutTaggingNotPermitted'
  | 'SrcGetAclNotPermitted'
  | 'SrcGetObjectNotPermitted'
  | 'SrcGetTaggingNotPermitted'
  | 'SrcHeadObjectNotPermitted';

/** On the wire between two local clouds: a line of JSON, then the bytes. */
export async function* writeReplica(replica: Replica, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(replica)}\n`);
  yield* bytes;
}

/** The other end of `writeReplica`. Throws at a body that no local cloud has written. */
export async function readReplica(body: Readable): Promise<{ replica: Replica; bytes: AsyncIterable<Uint8Array> }> {
  const chunks = body[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    const { value, done } = await chunks.next();
    if (done === true) throw new Error('The replica ends before its first line does.');
    const from = head.length;
    head = Buffer.concat([head, Buffer.from(value)]);
    end = head.indexOf(0x0a, from);
  }
  const replica: unknown = JSON.parse(head.subarray(0, end).toString('utf8'));
  if (!isRead<Replica>(replica)) throw new Error('unreachable');
  return { replica, bytes: rest(head.subarray(end + 1), chunks) };
}

async function* rest(first: Uint8Array, chunks: AsyncIterator<unknown>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
    if (next.value instanceof Uint8Array) yield next.value;
}
