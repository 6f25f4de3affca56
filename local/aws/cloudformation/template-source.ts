import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { checkTemplateSize } from './template-limits.ts';
import { reasonOf, validationError } from './validation-error.ts';

export type TemplateSource = {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
};

/** A template's text, given or read from the local S3 as the caller; undefined when neither is named. */
export async function readTemplateSource(
  cloud: Pick<Cloud, 'call'>,
  caller: Caller,
  { TemplateBody, TemplateURL }: TemplateSource,
): Promise<string | undefined> {
  if (TemplateBody !== undefined && TemplateURL !== undefined)
    throw validationError('Only one of TemplateBody and TemplateURL may be given.');
  if (TemplateURL === undefined) {
    checkTemplateSize(TemplateBody ?? '', false);
    return TemplateBody;
  }
  const { bucket, key } = parseTemplateUrl(TemplateURL);
  const body = await cloud
    .call(caller, 's3', 'GetObject', { Bucket: bucket, Key: key })
    .then(({ Body }) => readBody(Body))
    .catch((error: unknown) => {
      throw validationError(`S3 error: ${reasonOf(error)} (s3://${bucket}/${key})`);
    });
  checkTemplateSize(body, true);
  return body;
}

/** Bucket and key of an S3 address: virtual-hosted (`bucket.s3.…`) or path style on any host. */
export function parseTemplateUrl(url: string): { readonly bucket: string; readonly key: string } {
  if (!URL.canParse(url)) throw validationError('TemplateURL must be a valid URL.');
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname.slice(1));
  const hosted = /^(.+?)\.s3[.-]/.exec(hostname)?.[1];
  if (hosted !== undefined) return { bucket: hosted, key: path };
  const slash = path.indexOf('/');
  if (slash < 1) throw validationError('TemplateURL must reference a valid S3 object to which you have access.');
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

async function readBody(body: unknown): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  if (!isIterable(body)) throw new TypeError('the object has no readable body');
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
