import { createHash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { DiskError, isDiskFailure, ownerOnly } from '../../kernel/disk.ts';
import { AwsError } from '../../kernel/error.ts';
import { type ChecksumName, checksumName, isChecksum, startDigest } from './checksum.ts';
import { invalidRequest, sha256Mismatch } from './fault.ts';
import type { Incoming } from './incoming.ts';

/** Bytes as they were stored, with what was counted and computed on the way. */
export type Received = {
  readonly size: number;
  /** Hexadecimal MD5. */
  readonly etag: string;
  /** Base64 values of the algorithms asked for, and of the one that a trailer names. */
  readonly digests: ReadonlyMap<ChecksumName, string>;
  /** Checksums that the trailers state, base64. */
  readonly stated: ReadonlyMap<ChecksumName, string>;
};

/** Streams the body to a new file at `path`; on any failure the file is gone. Throws IncompleteBody, XAmzContentSHA256Mismatch. */
export async function receive(incoming: Incoming, path: string, wanted: ReadonlySet<ChecksumName>): Promise<Received> {
  const handle = await open(path, 'wx', ownerOnly);
  try {
    return await write(incoming, handle, wanted);
  } catch (error) {
    await unlink(path);
    throw isDiskFailure(error) ? new DiskError(path, error) : error;
  } finally {
    await handle.close();
  }
}

async function write(incoming: Incoming, handle: FileHandle, wanted: ReadonlySet<ChecksumName>): Promise<Received> {
  const names = new Set([...wanted, ...(incoming.trailerChecksum ? [incoming.trailerChecksum] : [])]);
  const md5 = createHash('md5');
  const sha256 = incoming.expectedSha256 === undefined ? undefined : createHash('sha256');
  const running = [...names].map((name) => ({ name, digest: startDigest(name) }));
  let size = 0;
  for await (const bytes of incoming.bytes) {
    md5.update(bytes);
    sha256?.update(bytes);
    for (const { digest } of running) digest.update(bytes);
    await writeWhole(handle, bytes);
    size += bytes.length;
  }
  if (incoming.expectedBytes !== undefined && incoming.expectedBytes !== size)
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  if (sha256 && sha256.digest('hex') !== incoming.expectedSha256) throw sha256Mismatch();
  const digests = new Map<ChecksumName, string>();
  for (const { name, digest } of running) digests.set(name, await digest.finish());
  return { size, etag: md5.digest('hex'), digests, stated: statedInTrailers(incoming) };
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, from, bytes.length - from);
    from += bytesWritten;
  }
}

/** What the trailers state; one that was announced has to be there. */
function statedInTrailers({ trailers, trailerChecksum }: Incoming): ReadonlyMap<ChecksumName, string> {
  const stated = new Map<ChecksumName, string>();
  for (const [name, value] of trailers) {
    const algorithm = checksumName(name.replace('x-amz-checksum-', ''));
    if (algorithm && !isChecksum(algorithm, value))
      throw invalidRequest(`Value for ${name} trailing header is invalid.`);
    if (algorithm) stated.set(algorithm, value);
  }
  if (trailerChecksum && !stated.has(trailerChecksum))
    throw new AwsError(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  return stated;
}
