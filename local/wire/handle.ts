import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Caller } from '../kernel/caller.ts';
import { AwsError } from '../kernel/error.ts';
import type { HttpExchange } from '../kernel/operation.ts';
import type { ServiceName } from '../kernel/sdk.ts';
import { writeError } from './error-body.ts';
import { type Exchange, exchange } from './exchange.ts';
import type { Request, Response } from './listen.ts';
import { isServiceName, serviceModel } from './model.ts';
import type { RestResponse } from './rest.ts';
import type { RestRequest } from './route.ts';
import { type Scope, signatureScope } from './signature.ts';

/** Documents (not streamed objects) are bounded: the largest that AWS takes is a PutRecordBatch or a Lambda zip of 50 MB in base64. */
const maxDocumentBytes = 80 * 1024 * 1024;

export type Backend = {
  callerOf(accessKeyId: string): Caller | undefined;
  call(
    caller: Caller,
    service: ServiceName,
    operation: string,
    input: Readonly<Record<string, unknown>>,
    exchange: { readonly requestId: string; readonly http: HttpExchange },
  ): Promise<unknown>;
  /** Requests that are not AWS's: the cloud's own console under /_lake/, and DynamoDB, which another engine serves. */
  other(path: string, scope: Scope | undefined, http: HttpExchange): Promise<RestResponse | undefined>;
};

/** Answers one HTTP request as the AWS service that its signature names. */
export async function handle(backend: Backend, request: Request, response: Response): Promise<void> {
  const requestId = randomUUID();
  const http = readExchange(request);
  const answer = await respond(backend, http, requestId).catch((error: unknown) => plainFailure(error, requestId));
  await send(
    response,
    { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId } },
    http.method,
  );
}

async function respond(backend: Backend, http: HttpExchange, requestId: string): Promise<RestResponse> {
  const scope = signatureScope(http.headers.authorization, http.query);
  const other = await backend.other(http.path, scope, http);
  if (other !== undefined) return other;
  if (scope === undefined) {
    throw new AwsError(
      'MissingAuthenticationToken',
      'Sign the request: any AWS SDK or the aws CLI with the credentials test/test does.',
      403,
    );
  }
  if (!isServiceName(scope.service)) {
    throw new AwsError(
      'NotImplemented',
      `The local cloud does not cover the service ${scope.service}. local/COVERAGE.md lists what it does.`,
      501,
    );
  }
  const rest = restRequest(scope.service, http);
  const spoken = exchange(
    await serviceModel(scope.service),
    rest,
    once(() => readDocument(http.body)),
  );
  return converse(backend, spoken, { scope, service: scope.service, http, requestId }).catch((error: unknown) =>
    spoken.fail(asAwsError(error), requestId),
  );
}

/** What the services of the query and XML protocols call an access key that nobody has; the others have one name for it. */
const unknownKeyCodes: Readonly<Partial<Record<ServiceName, string>>> = {
  s3: 'InvalidAccessKeyId',
  sts: 'InvalidClientTokenId',
  iam: 'InvalidClientTokenId',
  cloudformation: 'InvalidClientTokenId',
  sqs: 'InvalidClientTokenId',
  monitoring: 'InvalidClientTokenId',
};

type Call = {
  readonly scope: Scope;
  readonly service: ServiceName;
  readonly http: HttpExchange;
  readonly requestId: string;
};

async function converse(
  backend: Backend,
  spoken: Exchange,
  { scope, service, http, requestId }: Call,
): Promise<RestResponse> {
  const caller = backend.callerOf(scope.accessKeyId);
  if (caller === undefined) {
    throw new AwsError(
      unknownKeyCodes[service] ?? 'UnrecognizedClientException',
      `The access key ${scope.accessKeyId} is not known here. The local administrator's is test/test.`,
      403,
    );
  }
  const { operation, input } = await spoken.decode();
  const missing = operation.required.filter(
    (name) => input[name] === undefined && !operation.input.getMemberSchema(name).isStreaming(),
  );
  if (missing.length > 0) {
    throw new AwsError('ValidationException', `${service}:${operation.name} needs ${missing.join(', ')}.`);
  }
  const output = await backend.call(caller, service, operation.name, input, { requestId, http });
  return spoken.encode(operation, output, requestId);
}

function readExchange(request: Request): HttpExchange {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return { method: request.method ?? 'GET', path, query: new URLSearchParams(query), headers, body: request };
}

/** S3 is addressed in path style (`/bucket/key`) or by host (`bucket.localhost`). */
function restRequest(service: ServiceName, { method, path, query, headers }: HttpExchange): RestRequest {
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
    ...(bucket === '' ? {} : { bucket: decodeURIComponent(bucket) }),
  };
}

async function readDocument(body: Readable): Promise<Buffer> {
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

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${cause.stack}\n`);
  return new AwsError('InternalFailure', `The local cloud failed: ${cause.message}`, 500);
}

function plainFailure(error: unknown, requestId: string): RestResponse {
  const failure = asAwsError(error);
  return { status: failure.status, ...writeError(failure, 'json', requestId) };
}

async function send(response: Response, { status, headers, body }: RestResponse, method: string): Promise<void> {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body instanceof Readable) {
    if (method === 'HEAD') body.destroy();
    else return pipeline(body, response).catch(() => undefined);
  }
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.alloc(0);
  if (method !== 'HEAD' && status !== 204 && status !== 304) response.setHeader('content-length', bytes.length);
  response.end(bytes);
}
