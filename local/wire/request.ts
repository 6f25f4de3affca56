import type { Readable } from 'node:stream';
import { AwsError } from '../kernel/error.ts';
import type { HttpExchange } from '../kernel/operation.ts';
import type { ServiceName } from '../kernel/sdk.ts';
import type { Request } from './listen.ts';
import { decodeUri, type RestRequest } from './route.ts';

/** Documents (not streamed objects) are bounded: the largest that AWS takes is a PutRecordBatch or a Lambda zip of 50 MB in base64. */
const maxDocumentBytes = 80 * 1024 * 1024;

export function readExchange(request: Request): HttpExchange {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return { method: request.method ?? 'GET', path, query: new URLSearchParams(query), headers, body: request };
}

/** S3 is addressed in path style (`/bucket/key`) or by host (`bucket.localhost`). */
export function restRequest(service: ServiceName, { method, path, query, headers }: HttpExchange): RestRequest {
  if (service !== 's3') return { method, path, query, headers };
  const host = (headers.host ?? headers[':authority'] ?? '').replace(/:\d+$/, '');
  const fromHost = /^(.+)\.(?:s3\.)?localhost$/.exec(host)?.[1];
  if (fromHost !== undefined) return { method, path, query, headers, bucket: fromHost };
  const [, bucket = '', key = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  return {
    method,
    path: key === '' ? '/' : key,
    query,
    headers,
    ...(bucket === '' ? {} : { bucket: decodeUri(bucket) }),
  };
}

export async function readDocument(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxDocumentBytes)
      throw new AwsError('RequestEntityTooLarge', `The request is larger than ${maxDocumentBytes} bytes.`, 413);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
