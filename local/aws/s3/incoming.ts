import { AwsError } from '../../kernel/error.ts';
import type { Context, HttpExchange } from '../../kernel/operation.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { type ChecksumName, checksumName, checksumNames } from './checksum.ts';
import { invalidArgument, invalidRequest } from './fault.ts';

/** A body on its way in, and what its headers promise of it. */
export type Incoming = {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly trailers: ReadonlyMap<string, string>;
  readonly trailerChecksum?: ChecksumName;
  readonly expectedBytes?: number;
  readonly expectedSha256?: string;
};

/** PutObject and UploadPart take as much (S3's user guide, "Amazon S3 multipart upload limits"). */
const maxBytes = 5 * 1024 ** 3;
const chunkBytes = 1 << 20;

/** Finds a request's body: the connection's (decoded from aws-chunked), or the input's when the call is in process. */
export function incoming(body: unknown, { http }: Context): Incoming {
  if (!http) return { bytes: toBytes(body), trailers: new Map() };
  const trailers = new Map<string, string>();
  const chunked = isChunked(http);
  const expectedSha256 = readSha256(http.headers['x-amz-content-sha256']);
  const trailer = trailerChecksum(http.headers['x-amz-trailer']);
  checkNamedAlgorithm(http.headers, trailer);
  return {
    bytes: chunked ? decodeAwsChunked(http.body, trailers) : http.body,
    trailers,
    ...(trailer && { trailerChecksum: trailer }),
    expectedBytes: readLength(http, chunked),
    ...(expectedSha256 !== undefined && { expectedSha256 }),
  };
}

/** A writer may say aws-chunked of the encoding and send the body as it is: what it signed tells. */
function isChunked({ headers }: HttpExchange): boolean {
  if ((headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')) return true;
  return /aws-chunked/.test(headers['content-encoding'] ?? '') && headers['x-amz-decoded-content-length'] !== undefined;
}

function readLength({ headers }: HttpExchange, chunked: boolean): number {
  const length = headers[chunked ? 'x-amz-decoded-content-length' : 'content-length'];
  if (length === undefined && !chunked && headers['transfer-encoding'] !== undefined)
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501, {
      Header: 'Transfer-Encoding',
    });
  if (length === undefined)
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  if (Number(length) > maxBytes)
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
      ProposedSize: length,
      MaxSizeAllowed: maxBytes,
    });
  return Number(length);
}

function readSha256(header: string | undefined): string | undefined {
  if (header === undefined || header === 'UNSIGNED-PAYLOAD' || header.startsWith('STREAMING-')) return undefined;
  if (/^[0-9a-f]{64}$/i.test(header)) return header.toLowerCase();
  throw invalidArgument(
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    'x-amz-content-sha256',
    header,
  );
}

function trailerChecksum(header: string | undefined): ChecksumName | undefined {
  if (header === undefined) return undefined;
  const name = checksumName(header.trim().toLowerCase().replace('x-amz-checksum-', ''));
  if (!name) throw invalidRequest(`The value specified in the x-amz-trailer header is not supported: ${header}`);
  return name;
}

/** Who names an algorithm sends its checksum too, in a header or a trailer. */
function checkNamedAlgorithm(headers: HttpExchange['headers'], trailer: ChecksumName | undefined): void {
  const named = headers['x-amz-sdk-checksum-algorithm'];
  if (named === undefined) return;
  const sent = checksumNames.find((name) => headers[`x-amz-checksum-${name.toLowerCase()}`] !== undefined) ?? trailer;
  if (!sent)
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  if (sent !== checksumName(named)) throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
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
