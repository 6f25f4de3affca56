import { createHash } from 'node:crypto';
import type { TestEndpoint } from './test-endpoint.ts';

type Request = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** The region that the request is signed for. */
  readonly region?: string;
};

export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };

/** Sends what no SDK would, and answers with what came back, headers and all. */
export async function send(endpoint: TestEndpoint, path: string, request: Request = {}): Promise<RawAnswer> {
  const { method = 'GET', headers = {}, body, region = 'eu-west-1' } = request;
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(`${endpoint.options.endpoint}${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

/** The error's name and the status of an answer. */
export function refusal({ status, body }: RawAnswer): string {
  return `${status} ${/<Code>([^<]*)/.exec(body)?.[1] ?? ''}`.trim();
}

export function contentMd5(document: string): Readonly<Record<string, string>> {
  return { 'content-md5': createHash('md5').update(document).digest('base64') };
}
