import { signedHeaders } from './scope.ts';

/** What AWS, or the local cloud in its place, said against a request. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** `ResourceNotFoundException` */
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** X-Amz-Target's first part, by a service's signing name. */
const targets = {
  athena: ['AmazonAthena', '1.1'],
  dynamodb: ['DynamoDB_20120810', '1.0'],
  events: ['AWSEvents', '1.1'],
  firehose: ['Firehose_20150804', '1.1'],
  glue: ['AWSGlue', '1.1'],
  kinesis: ['Kinesis_20131202', '1.1'],
  logs: ['Logs_20140328', '1.1'],
  monitoring: ['GraniteServiceVersion20100801', '1.0'],
  sqs: ['AmazonSQS', '1.0'],
} as const;

export type JsonService = keyof typeof targets;

/** Calls an operation of a service that speaks AWS's JSON protocol; gives its output as it came. Throws AwsError. */
export async function call(
  service: JsonService,
  operation: string,
  input: object = {},
  signal?: AbortSignal,
): Promise<unknown> {
  const [target, version] = targets[service];
  const response = await send(service, '/', {
    method: 'POST',
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` },
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  if (!response.ok) throw errorOfJson(text, response);
  return text === '' ? {} : JSON.parse(text);
}

/** Calls an operation of a service whose protocol is REST with JSON, as Lambda's. Throws AwsError. */
export async function callRest(
  service: 'lambda' | 'scheduler',
  path: string,
  init: RequestInit = {},
): Promise<{ readonly headers: Headers; readonly body: unknown }> {
  const response = await send(service, path, init);
  const text = await response.text();
  if (!response.ok) throw errorOfJson(text, response);
  return { headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

/** Nothing of an answer is kept, and nothing of the browser's goes with a question. */
export const unkept = { cache: 'no-store', credentials: 'omit' } as const;

/** Any request, in the name of the lake's local administrator. */
export function send(service: string, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(signedHeaders(service, new Date()))) headers.set(name, value);
  return fetch(path, { ...init, headers, ...unkept });
}

function errorOfJson(text: string, { status, headers }: Response): AwsError {
  const body = readObject(text);
  const named = body.__type ?? body.code ?? headers.get('x-amzn-errortype') ?? `HTTP ${status}`;
  const code = String(named).replace(/^.*#/, '').replace(/:.*$/, '');
  const said = body.message ?? body.Message ?? (text.startsWith('{') ? '' : text);
  return new AwsError(code, String(said) || code, status);
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
