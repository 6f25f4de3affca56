import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Received, receive } from './body.ts';
import { startDigest } from './checksum.ts';
import type { ChecksumRecord, UploadedPart, UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';

type Joined = { readonly path: string; readonly size: number; readonly checksum: ChecksumRecord };

/** Writes the parts one after the other into one file, with the checksum that the upload asked for (CRC64NVME if none). */
export async function joinParts(s3: S3, upload: UploadRecord, parts: readonly UploadedPart[]): Promise<Joined> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield* createReadStream(s3.store.partFile(part.file));
  }
  const path = s3.store.temporaryFile();
  const wanted = upload.checksumType === 'FULL_OBJECT' ? [upload.checksumAlgorithm ?? 'CRC64NVME'] : [];
  const received = await receive({ bytes: bytes(), trailers: new Map() }, path, new Set(wanted));
  return { path, size: received.size, checksum: await wholeChecksum(upload, parts, received) };
}

async function wholeChecksum(
  { checksumAlgorithm: algorithm = 'CRC64NVME', checksumType: type }: UploadRecord,
  parts: readonly UploadedPart[],
  received: Received,
): Promise<ChecksumRecord> {
  if (type === 'FULL_OBJECT') return { algorithm, value: received.digests.get(algorithm) ?? '', type };
  const digest = startDigest(algorithm);
  for (const part of parts) digest.update(Buffer.from(part.checksum?.value ?? '', 'base64'));
  return { algorithm, value: `${await digest.finish()}-${parts.length}`, type };
}

/** MD5 of the parts' MD5s, and how many they are. */
export function joinedEtag(etags: readonly string[]): string {
  const md5 = createHash('md5');
  for (const etag of etags) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${etags.length}`;
}
