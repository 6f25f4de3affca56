import { createHash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { DiskError, isDiskFailure, ownerOnly } from '../../kernel/disk.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { type ChecksumName, checksumName, startDigest } from './checksum.ts';
import { invalidArgument, invalidRequest } from './fault.ts';

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

export type Incoming = {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly trailers: ReadonlyMap<string, string>;
  readonly trailerChecksum?: ChecksumName;
  readonly expectedBytes?: number;
  readonly expectedSha256?: string;
};

const chunkBytes = 1 << 20;

/** Finds a request's body: the connection's (decoded from aws-chunked), or the input's when the call is in process. */
export function incoming(body: unknown, context: Context): Incoming {
  const http = context.http;
  if (!http) return { bytes: toBytes(body), trailers: new Map() };
  const contentSha256 = http.headers['x-amz-content-sha256'] ?? '';
  const trailers = new Map<string, string>();
  const chunked =
    contentSha256.startsWith('STREAMING-') || (http.headers['content-encoding'] ?? '').includes('aws-chunked');
  const length = http.headers[chunked ? 'x-amz-decoded-content-length' : 'content-length'];
  const trailer = trailerChecksum(http.headers['x-amz-trailer']);
  return {
    bytes: chunked ? decodeAwsChunked(http.body, trailers) : http.body,
    trailers,
    ...(trailer && { trailerChecksum: trailer }),
    ...(length !== undefined && { expectedBytes: Number(length) }),
    ...(/^[0-9a-f]{64}$/.test(contentSha256) && { expectedSha256: contentSha256 }),
  };
}

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
  if (sha256 && sha256.digest('hex') !== incoming.expectedSha256)
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  const digests = new Map<ChecksumName, string>();
  for (const { name, digest } of running) digests.set(name, await digest.finish());
  return { size, etag: md5.digest('hex'), digests, stated: statedChecksums(incoming.trailers) };
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, from, bytes.length - from);
    from += bytesWritten;
  }
}

function statedChecksums(trailers: ReadonlyMap<string, string>): ReadonlyMap<ChecksumName, string> {
  const stated = new Map<ChecksumName, string>();
  for (const [name, value] of trailers) {
    const algorithm = checksumName(name.replace('x-amz-checksum-', ''));
    if (algorithm) stated.set(algorithm, value);
  }
  return stated;
}

function trailerChecksum(header: string | undefined): ChecksumName | undefined {
  if (header === undefined) return undefined;
  const name = checksumName(header.trim().toLowerCase().replace('x-amz-checksum-', ''));
  if (!name) throw invalidRequest(`The value specified in the x-amz-trailer header is not supported: ${header}`);
  return name;
}

function toBytes(body: unknown): AsyncIterable<Uint8Array> {
  if (body === undefined || body === null) return slices(Buffer.alloc(0));
  if (typeof body === 'string') return slices(Buffer.from(body));
  if (body instanceof Uint8Array) return slices(body);
  if (body instanceof Blob) return chunks(body.stream());
  if (isIterable(body)) return chunks(body);
  throw invalidArgument('The body is neither text, bytes nor a stream', 'Body', typeof body);
}

/** Large buffers go through in pieces, so that other requests get their turn. */
async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
}

async function* chunks(body: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    if (chunk instanceof Uint8Array) yield chunk;
    else if (typeof chunk === 'string') yield Buffer.from(chunk);
    else throw invalidArgument('The stream yields neither bytes nor text', 'Body', typeof chunk);
  }
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
