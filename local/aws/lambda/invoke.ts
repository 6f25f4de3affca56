import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import type { EventQueue } from './event-queue.ts';
import { functionArn, readFunctionName, resolveConfiguration } from './function-name.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, and 1 MB for asynchronous events. */
const maxPayloadBytes = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 } as const;

export function invoke(engine: Engine, queue: EventQueue): Operation {
  return operation('lambda', 'Invoke', {
    permissions: ({ FunctionName, Qualifier }, { cloud }) => [
      { action: 'lambda:InvokeFunction', resource: functionArn(cloud, readFunctionName(FunctionName, Qualifier)) },
    ],
    async handle(input, { requestId }) {
      const type = input.InvocationType ?? 'RequestResponse';
      const of = readFunctionName(input.FunctionName, input.Qualifier);
      const configuration = resolveConfiguration(engine.store, of);
      const payload = readPayload(input.Payload, type);
      if (type === 'DryRun') return { StatusCode: 204 };
      if (type === 'Event') {
        queue.submit(of, payload, requestId);
        return { StatusCode: 202 };
      }
      const outcome = await engine.invoke(of, { payload, requestId, ...readClientContext(input.ClientContext) });
      return {
        StatusCode: 200,
        ExecutedVersion: configuration.Version,
        Payload: encoded(outcome.payload),
        ...(outcome.functionError === undefined ? {} : { FunctionError: outcome.functionError }),
        ...(input.LogType === 'Tail' ? { LogResult: Buffer.from(outcome.logTail).toString('base64') } : {}),
      };
    },
  });
}

/** The SDK's payload type is a byte array that also prints itself as text. */
function encoded(text: string) {
  const bytes = Buffer.from(text);
  return Object.assign(new Uint8Array(bytes), { transformToString: () => text });
}

function readPayload(payload: unknown, type: keyof typeof maxPayloadBytes): string {
  const bytes = bytesOf(payload);
  const limit = maxPayloadBytes[type];
  if (bytes.length > limit)
    throw new AwsError(
      'RequestTooLargeException',
      `${bytes.length} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
      413,
    );
  const text = bytes.length === 0 ? '{}' : bytes.toString('utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${reason}`,
    );
  }
  return text;
}

function bytesOf(payload: unknown): Buffer {
  if (payload === undefined) return Buffer.alloc(0);
  if (typeof payload === 'string') return Buffer.from(payload);
  if (ArrayBuffer.isView(payload)) return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  throw new AwsError('InvalidRequestContentException', 'The payload is not a run of bytes.');
}

function readClientContext(text: string | undefined): { clientContext?: unknown } {
  if (text === undefined) return {};
  try {
    return { clientContext: JSON.parse(Buffer.from(text, 'base64').toString('utf8')) };
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Client context must be a valid Base64-encoded JSON object.');
  }
}
