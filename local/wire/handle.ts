import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { refusesByModel } from '../constraints/check-operation.ts';
import type { Caller } from '../kernel/caller.ts';
import type { Cloud } from '../kernel/cloud.ts';
import { AwsError, notCovered } from '../kernel/error.ts';
import type { HttpExchange } from '../kernel/operation.ts';
import type { ServiceName } from '../kernel/sdk.ts';
import { turnAway } from './doorkeeper.ts';
import { type Exchange, exchange } from './exchange.ts';
import { asAwsError, isBrokenConnection, type Report, refuse } from './failure.ts';
import type { Request, Response } from './listen.ts';
import { isServiceName, serviceModel } from './model.ts';
import { readDocument, readExchange, restRequest } from './request.ts';
import type { RestResponse } from './rest.ts';
import { isGone, send } from './send.ts';
import { type Scope, signatureScope } from './signature.ts';
import { checkTimes } from './times.ts';

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
  /** Names beside those of loopback by which it may be asked. */
  readonly hosts?: readonly string[];
  /** The cloud's clock, by which presigned URLs expire; by default the machine's. */
  readonly now?: () => number;
  /** By default to standard error. */
  readonly log?: Cloud['log'];
};

/** Answers one HTTP request as the AWS service that its signature names. */
export async function handle(backend: Backend, request: Request, response: Response): Promise<void> {
  const requestId = randomUUID();
  const http = readExchange(request);
  const { method, path } = http;
  const { log = logToStderr } = backend;
  const report: Report = (error) => {
    if (!(isGone(response) && isBrokenConnection(error)))
      log('error', 'A request failed', { method, path, error: error.stack ?? error.message });
  };
  const answer = await admit(backend, http, { requestId, report, log, target: request.url ?? '' });
  if (isGone(response)) {
    if (answer.body instanceof Readable) answer.body.destroy();
    return log('debug', 'A client went away before its answer', { method, path });
  }
  await send(
    response,
    { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId } },
    method,
  );
}

type Asked = {
  readonly requestId: string;
  readonly report: Report;
  readonly target: string;
  readonly log: Cloud['log'];
};

/** What no person and no program of this machine sent goes no further, whatever it asks for. */
async function admit(backend: Backend, http: HttpExchange, asked: Asked): Promise<RestResponse> {
  const { method, path, headers } = http;
  const { requestId, report, target, log } = asked;
  const reason = turnAway({ method, target, headers }, backend.hosts ?? []);
  const scope = signatureScope(headers.authorization, http.query);
  const ask = { requestId, ...(scope === undefined ? {} : { service: scope.service }) };
  if (reason !== undefined) {
    http.body.resume();
    log('debug', 'A request was turned away', { method, path, reason });
    return refuse(new AwsError('AccessDenied', reason, 403), http, { ...ask, otherwise: 'text' });
  }
  return respond(backend, http, { scope, requestId, report }).catch((error: unknown) =>
    refuse(asAwsError(error, report), http, { ...ask, otherwise: scope === undefined ? 's3' : 'json' }),
  );
}

type Told = { readonly scope: Scope | undefined; readonly requestId: string; readonly report: Report };

async function respond(
  backend: Backend,
  http: HttpExchange,
  { scope, requestId, report }: Told,
): Promise<RestResponse> {
  const other = await backend.other(http.path, scope, http);
  if (other !== undefined) return other;
  if (scope === undefined) throw unsigned(http);
  const service = serviceOf(scope, http);
  const rest = restRequest(service, http);
  const document = once(() => readDocument(http.body));
  const spoken = exchange(await serviceModel(service), rest, document.read);
  return converse(backend, spoken, { scope, service, http, requestId, document }).catch((error: unknown) =>
    spoken.fail(asAwsError(error, report), requestId),
  );
}

/** The service by its signing name, which S3 and its control plane share, and both of SES's interfaces, of which the second is covered. */
function serviceOf({ service }: Scope, { path }: HttpExchange): ServiceName {
  if (service === 's3' && path.startsWith('/v20180820/')) return 's3-control';
  if (service === 'ses' && !path.startsWith('/v2/')) throw notCovered('the service ses');
  if (!isServiceName(service)) throw notCovered(`the service ${service}`);
  return service;
}

function unsigned({ method, headers }: HttpExchange): AwsError {
  if (method === 'POST' && headers['content-type']?.startsWith('multipart/form-data') === true)
    return notCovered("S3's POST of a form (a presigned POST)");
  return new AwsError(
    'MissingAuthenticationToken',
    'Sign the request: any AWS SDK or the aws CLI with the credentials test/test does.',
    403,
  );
}

/** What the services of the query and XML protocols call an access key that nobody has; the others have one name for it. */
const unknownKeyCodes: Readonly<Partial<Record<ServiceName, string>>> = {
  s3: 'InvalidAccessKeyId',
  sts: 'InvalidClientTokenId',
  iam: 'InvalidClientTokenId',
  cloudformation: 'InvalidClientTokenId',
  sns: 'InvalidClientTokenId',
  sqs: 'InvalidClientTokenId',
  monitoring: 'InvalidClientTokenId',
};

type Call = {
  readonly scope: Scope;
  readonly service: ServiceName;
  readonly http: HttpExchange;
  readonly requestId: string;
  readonly document: Once<Buffer>;
};

async function converse(
  backend: Backend,
  spoken: Exchange,
  { scope, service, http, requestId, document }: Call,
): Promise<RestResponse> {
  const caller = backend.callerOf(scope.accessKeyId);
  if (caller === undefined) {
    throw new AwsError(
      unknownKeyCodes[service] ?? 'UnrecognizedClientException',
      `The access key ${scope.accessKeyId} is not known here. The local administrator's is test/test.`,
      403,
    );
  }
  const machine = Date.now();
  checkTimes(http, service, { machine, cloud: backend.now?.() ?? machine });
  const { operation, input } = await spoken.decode();
  const missing = refusesByModel(service)
    ? []
    : operation.required.filter(
        (name) => input[name] === undefined && !operation.input.getMemberSchema(name).isStreaming(),
      );
  if (missing.length > 0) {
    const code = service === 's3' ? 'MissingRequestBodyError' : 'ValidationException';
    throw new AwsError(code, `${service}:${operation.name} needs ${missing.join(', ')}.`);
  }
  const bytes = await document.made();
  const call = { requestId, http: bytes ? { ...http, document: bytes } : http };
  const output = await backend.call(caller, service, operation.name, input, call);
  return spoken.encode(operation, output, requestId);
}

type Once<T> = {
  read(): Promise<T>;
  /** What was read, if it was. */
  made(): Promise<T> | undefined;
};

function once<T>(make: () => Promise<T>): Once<T> {
  let made: Promise<T> | undefined;
  return {
    read() {
      made ??= make();
      return made;
    },
    made: () => made,
  };
}

function logToStderr(level: string, _message: string, { error }: Readonly<Record<string, unknown>> = {}): void {
  if (level === 'error') process.stderr.write(`${String(error)}\n`);
}
