import { AwsError, ErrorWithHeaders, notCovered } from '../kernel/error.ts';
import { type BodyCodec, cborBody, jsonBody, xmlBody } from './body.ts';
import { type ErrorFormat, escapeXml, writeError } from './error-body.ts';
import { readForm } from './form.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import { type RestResponse, readRestInput, writeRestOutput } from './rest.ts';
import { matchRest, type RestRequest } from './route.ts';

export type Decoded = { readonly operation: OperationModel; readonly input: Record<string, unknown> };

/** One request in its protocol: which operation it is, its input, and how its output or error is written. */
export type Exchange = {
  decode(): Promise<Decoded>;
  encode(operation: OperationModel, output: unknown, requestId: string): RestResponse;
  fail(error: AwsError, requestId: string): RestResponse;
};

type Speech = {
  readonly readBody: () => Promise<Buffer>;
  readonly codec: BodyCodec;
  readonly format: ErrorFormat;
};

/** Finds the protocol that the request speaks; one service may be spoken to in several. */
export function exchange(model: ServiceModel, request: RestRequest, readBody: () => Promise<Buffer>): Exchange {
  if (request.headers['x-amz-target'] !== undefined) return jsonRpc(model, request, readBody);
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return cborRpc(model, request, readBody);
  if (model.protocol === 'rest-xml')
    return rest(model, request, { readBody, codec: xmlBody(model.xmlNamespace), format: 's3' });
  if (model.protocol === 'rest-json')
    return rest(model, request, { readBody, codec: jsonBody('application/json'), format: 'rest-json' });
  return query(model, request, readBody);
}

function jsonRpc(model: ServiceModel, request: RestRequest, readBody: () => Promise<Buffer>): Exchange {
  const target = request.headers['x-amz-target'] ?? '';
  const codec = jsonBody(
    request.headers['content-type'] === 'application/x-amz-json-1.0'
      ? 'application/x-amz-json-1.0'
      : 'application/x-amz-json-1.1',
  );
  return rpc(model, target.slice(target.lastIndexOf('.') + 1), { readBody, codec, format: 'json' });
}

function cborRpc(model: ServiceModel, request: RestRequest, readBody: () => Promise<Buffer>): Exchange {
  const name = request.path.slice(request.path.lastIndexOf('/') + 1);
  const spoken = rpc(model, name, { readBody, codec: cborBody, format: 'cbor' });
  const header = { 'smithy-protocol': 'rpc-v2-cbor' };
  return {
    decode: spoken.decode,
    encode(operation, output, requestId) {
      const answer = spoken.encode(operation, output, requestId);
      return { ...answer, headers: { ...answer.headers, ...header } };
    },
    fail: spoken.fail,
  };
}

function rpc(model: ServiceModel, name: string, { readBody, codec, format }: Speech): Exchange {
  return {
    async decode() {
      const operation = named(model, name);
      const input = await codec.read(operation.input, await readBody());
      return { operation, input: { ...(typeof input === 'object' ? input : {}) } };
    },
    encode(operation, output) {
      const headers = { 'content-type': codec.contentType };
      if (!operation.output.isStructSchema()) return { status: 200, headers, body: '' };
      return { status: 200, headers, body: codec.write(operation.output, output ?? {}) };
    },
    fail: (error, requestId) => ({ status: error.status, ...writeError(error, format, requestId) }),
  };
}

function rest(model: ServiceModel, request: RestRequest, { readBody, codec, format }: Speech): Exchange {
  return {
    async decode() {
      const match = matchRest(model, request);
      if (match === undefined)
        throw format === 's3'
          ? noS3Operation(request)
          : unknownOperation(`${model.name} ${request.method} ${request.path}`);
      return { operation: match.operation, input: await readRestInput(match, request, readBody, codec) };
    },
    encode(operation, output) {
      const answer = writeRestOutput(operation.output, operation.http?.status ?? 200, { ...(output ?? {}) }, codec);
      return operation.name === 'GetBucketLocation' ? { ...answer, body: unwrapped(answer.body) } : answer;
    },
    fail(error, requestId) {
      const answer = writeError(error, format, requestId);
      const headers = { ...answer.headers, ...(error instanceof ErrorWithHeaders && error.headers) };
      return { status: error.status, headers, body: request.method === 'HEAD' ? '' : answer.body };
    },
  };
}

/** An upload by an HTML form is the one request of S3's that is no operation of the SDK. */
function noS3Operation({ method, headers }: RestRequest): AwsError {
  if (method === 'POST' && headers['content-type']?.startsWith('multipart/form-data') === true)
    return notCovered('S3 uploads by an HTML form (POST policy)');
  const message = 'The specified method is not allowed against this resource.';
  return new AwsError('MethodNotAllowed', message, 405, { Method: method, ResourceType: 'OBJECT' });
}

/** S3's GetBucketLocation answers with its one member as the root (the model's s3UnwrappedXmlOutput). */
function unwrapped(body: unknown): string {
  const document = String(body);
  const region = /<LocationConstraint>([^<]*)<\/LocationConstraint>/.exec(document)?.[1] ?? '';
  const namespace = /xmlns="[^"]*"/.exec(document)?.[0] ?? '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint ${namespace}>${region}</LocationConstraint>`;
}

function query(model: ServiceModel, request: RestRequest, readBody: () => Promise<Buffer>): Exchange {
  return {
    async decode() {
      const form = new URLSearchParams((await readBody()).toString('utf8'));
      for (const [name, value] of request.query) form.append(name, value);
      const operation = named(model, form.get('Action') ?? '');
      return { operation, input: operation.input.isStructSchema() ? readForm(operation.input, form) : {} };
    },
    encode(operation, output, requestId) {
      const headers = { 'content-type': 'text/xml' };
      const result = operation.output.isStructSchema() ? resultXml(model, operation, output ?? {}) : '';
      const body = `<${operation.name}Response xmlns="${escapeXml(model.xmlNamespace)}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`;
      return { status: 200, headers, body };
    },
    fail: (error, requestId) => ({ status: error.status, ...writeError(error, 'query', requestId) }),
  };
}

function resultXml(model: ServiceModel, operation: OperationModel, output: unknown): string {
  const document = String(xmlBody(model.xmlNamespace).write(operation.output, output));
  const root = /<(?!\?)[^>]*>/.exec(document);
  const inner =
    root === null || root[0].endsWith('/>')
      ? ''
      : document.slice(root.index + root[0].length, document.lastIndexOf('</'));
  return `<${operation.name}Result>${inner}</${operation.name}Result>`;
}

function named(model: ServiceModel, name: string): OperationModel {
  const operation = model.operations.get(name);
  if (operation === undefined) throw unknownOperation(`${model.name}:${name}`);
  return operation;
}

function unknownOperation(what: string): AwsError {
  return new AwsError('UnknownOperationException', `${what} is no operation that the AWS SDK knows.`, 404);
}
