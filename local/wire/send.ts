import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from './listen.ts';
import type { RestResponse } from './rest.ts';

/**
 * For browsers, in which an object may be opened: a page or picture that came out of a bucket is nobody there and may ask for
 * nothing, and no other site may embed an answer. Nothing allows another origin (Access-Control-Allow-…), ever.
 */
const forBrowsers: readonly (readonly [string, string])[] = [
  ['content-security-policy', 'sandbox'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-content-type-options', 'nosniff'],
];

export async function send(response: Response, { status, headers, body }: RestResponse, method: string): Promise<void> {
  response.statusCode = status;
  for (const [name, value] of [...forBrowsers, ...Object.entries(headers)]) response.setHeader(name, value);
  if (body instanceof Readable) {
    if (method === 'HEAD') body.destroy();
    else return pipeline(body, response).catch(() => undefined);
  }
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.alloc(0);
  if (method !== 'HEAD' && status !== 204 && status !== 304) response.setHeader('content-length', bytes.length);
  response.end(bytes);
}

/** Whether nobody hears the answer any more. */
export function isGone(response: Response): boolean {
  return 'stream' in response ? response.stream.destroyed : response.destroyed;
}
