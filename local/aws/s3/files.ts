import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, createReadStream, linkSync, unlinkSync } from 'node:fs';
import type { Cloud } from '../../kernel/cloud.ts';
import { ownerOnly } from '../../kernel/disk.ts';
import type { ObjectFile, ObjectFiles } from '../../kernel/objects.ts';
import { isArchived } from './archive.ts';
import { readAttributes } from './attributes.ts';
import { lowerBound } from './order.ts';
import type { ObjectVersion } from './record.ts';
import type { S3 } from './s3.ts';
import { deleteObject, writeObject } from './write-object.ts';

type PutFileOptions = {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** What in-process engines do with objects, once they have checked the caller's permission themselves. */
export type S3Files = ObjectFiles & {
  /**
   * Makes the file at `localPath` an object without passing its bytes through a request; the file is moved into S3's
   * folder (copied from another disk). Events are sent as for PutObject. Throws NoSuchBucket.
   */
  putFile(bucket: string, key: string, localPath: string, options?: PutFileOptions): Promise<ObjectFile>;
  /** Deletes as DeleteObject does. */
  deleteFile(bucket: string, key: string): void;
};

export function createFiles(s3: S3, cloud: Cloud): S3Files {
  const { store } = s3;
  const toFile = (bucket: string, version: ObjectVersion | undefined): ObjectFile | undefined => {
    if (!version || version.deleteMarker) return undefined;
    const { key, size, etag, lastModified, versionId } = version;
    const archived = isArchived(version, cloud.clock.now());
    return { key, path: store.objectPath(bucket, version), size, etag, lastModified, versionId, archived };
  };
  return {
    locate(bucket, key, versionId) {
      const index = store.index(bucket);
      return toFile(bucket, versionId === undefined ? index.newest(key) : index.find(key, versionId));
    },
    list(bucket, prefix) {
      const index = store.index(bucket);
      const files: ObjectFile[] = [];
      for (let at = lowerBound(index.keys, prefix); index.keys[at]?.startsWith(prefix); at++) {
        const file = toFile(bucket, index.newest(index.keys[at] ?? ''));
        if (file) files.push(file);
      }
      return files;
    },
    async putFile(bucket, key, localPath, options = {}) {
      const attributes = readAttributes(
        { ContentType: options.contentType, ContentEncoding: options.contentEncoding, Metadata: options.metadata },
        store.bucket(bucket),
      );
      const content = await measure(localPath);
      const path = store.temporaryFile();
      take(localPath, path);
      const requestId = randomUUID();
      const object = writeObject(s3, cloud, { bucket, key, path, attributes, content, reason: 'PutObject', requestId });
      const { size, etag, lastModified, versionId } = object;
      return { key, path: store.objectPath(bucket, object), size, etag, lastModified, versionId };
    },
    deleteFile(bucket, key) {
      deleteObject(s3, cloud, { bucket, key, requestId: randomUUID() });
    },
  };
}

async function measure(path: string): Promise<{ size: number; etag: string }> {
  const md5 = createHash('md5');
  let size = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 18 })) {
    md5.update(bytes);
    size += bytes.length;
  }
  return { size, etag: md5.digest('hex') };
}

function take(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
  chmodSync(to, ownerOnly);
  unlinkSync(from);
}
