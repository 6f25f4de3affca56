import { createHash } from 'node:crypto';
import type { HttpExchange } from '../../kernel/operation.ts';
import { type ChecksumName, checksumNames, startDigest } from './checksum.ts';
import { badDigest, checkMd5, invalidRequest, sha256Mismatch } from './fault.ts';

/** Operations whose document has to come with a digest: a damaged one would delete what nobody named. */
const digestRequired = new Set(['DeleteObjects', 'PutBucketLifecycleConfiguration']);

/** Its checksum headers are of the object that it makes, not of the document. */
const ofTheObject = 'CompleteMultipartUpload';

/** Compares a document with the digests that its headers state. Throws BadDigest, InvalidDigest, XAmzContentSHA256Mismatch. */
export async function checkDocument(operation: string, { headers, document }: HttpExchange): Promise<void> {
  if (document === undefined) return;
  const md5 = headers['content-md5'];
  if (md5 !== undefined) checkMd5(md5, createHash('md5').update(document).digest('hex'));
  const stated = operation === ofTheObject ? [] : checksumNames.filter((name) => headers[headerOf(name)] !== undefined);
  for (const name of stated) if ((await digestOf(name, document)) !== headers[headerOf(name)]) throw badDigest(name);
  if (md5 === undefined && stated.length === 0 && digestRequired.has(operation))
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  checkSha256(headers['x-amz-content-sha256'] ?? '', document);
}

function checkSha256(header: string, document: Buffer): void {
  if (!/^[0-9a-f]{64}$/i.test(header)) return;
  if (createHash('sha256').update(document).digest('hex') !== header.toLowerCase()) throw sha256Mismatch();
}

async function digestOf(name: ChecksumName, document: Buffer): Promise<string> {
  const digest = startDigest(name);
  digest.update(document);
  return digest.finish();
}

function headerOf(name: ChecksumName): string {
  return `x-amz-checksum-${name.toLowerCase()}`;
}
