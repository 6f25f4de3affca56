import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { createTestFirehose, processor, until } from './test-stream.ts';

let firehose: ReturnType<typeof createTestFirehose>;

beforeEach(() => {
  firehose = createTestFirehose();
  firehose.start();
});
afterEach(() => firehose.testing.end());

const requestSchema = z.object({
  invocationId: z.uuid(),
  deliveryStreamArn: z.string(),
  region: z.literal('eu-west-1'),
  records: z.array(z.object({ recordId: z.string(), approximateArrivalTimestamp: z.number(), data: z.base64() })),
});

type Request = z.infer<typeof requestSchema>;

function answerWith(answer: (request: Request) => unknown): Buffer[] {
  const requests: Buffer[] = [];
  firehose.testing.answer('lambda', 'Invoke', (input) => {
    const payload = Buffer.from(Object(input).Payload);
    requests.push(payload);
    const value = answer(requestSchema.parse(JSON.parse(payload.toString())));
    return value === undefined
      ? { FunctionError: 'Unhandled', Payload: Buffer.from('{}') }
      : { Payload: Buffer.from(JSON.stringify(value)) };
  });
  return requests;
}

function create(parameters: Readonly<Record<string, string>> = {}) {
  const LambdaArn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
  return firehose.create({
    Prefix: 'good/!{timestamp:yyyy}/',
    ErrorOutputPrefix: 'bad/!{firehose:error-output-type}/',
    ProcessingConfiguration: { Enabled: true, Processors: [processor('Lambda', { LambdaArn, ...parameters })] },
  });
}

function failed() {
  return firehose
    .texts('bad/processing-failed/')
    .flatMap((text) => text.trim().split('\n'))
    .map((line) => JSON.parse(line));
}

const textOf = (data: string) => Buffer.from(data, 'base64').toString();

describe('a transformation', () => {
  test('keeps each request within the processor’s size and Lambda’s, however small the records', async () => {
    const requests = answerWith(({ records }) => ({ records: records.map((one) => ({ ...one, result: 'Ok' })) }));
    await create({ BufferSizeInMBs: '3' });
    const batches = Array.from({ length: 30 }, (_batch, i) => Array.from({ length: 500 }, (_one, n) => `${i}.${n};`));
    const large = Array.from({ length: 8 }, (_one, n) => [`${n}`.repeat(1_000_000)]);
    for (const batch of [...batches, ...large]) await firehose.put(...batch);
    await until(firehose.isIdle);
    expect(firehose.texts('good/').join('') === [...batches, ...large].flat().join('')).toBe(true);
    expect(Math.max(...requests.map((request) => request.length))).toBeLessThanOrEqual(6_291_456);
    const dataBytes = requests.map((request) =>
      requestSchema
        .parse(JSON.parse(request.toString()))
        .records.reduce((sum, { data }) => sum + Buffer.from(data, 'base64').length, 0),
    );
    expect(Math.max(...dataBytes)).toBeLessThanOrEqual(3 * 1_048_576);
  });

  test('that answers wrongly is not asked again, and its records fail', async () => {
    const requests = answerWith(({ records }) => ({ records: records.map((one) => ({ ...one, result: 'Fine' })) }));
    await create();
    await firehose.put('a', 'b');
    await until(() => firehose.objects.length === 1);
    expect(requests).toHaveLength(1);
    expect(failed().map(({ errorCode, attemptsMade, lambdaArn }) => ({ errorCode, attemptsMade, lambdaArn }))).toEqual(
      ['a', 'b'].map(() => ({
        errorCode: 'Lambda.JsonProcessingException',
        attemptsMade: 1,
        lambdaArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
      })),
    );
  });

  test('is tried as often as it is told to, with an invocation id of its own each time', async () => {
    const requests = answerWith(() => undefined);
    await create({ NumberOfRetries: '1' });
    await firehose.put('a');
    await until(() => firehose.objects.length === 1);
    const ids = requests.map((request) => requestSchema.parse(JSON.parse(request.toString())).invocationId);
    expect(new Set(ids).size).toBe(2);
    expect(failed()[0]).toMatchObject({ attemptsMade: 2, errorCode: 'Lambda.FunctionError' });
  });

  test('that the role may not invoke says so', async () => {
    firehose.testing.answer('lambda', 'Invoke', () => {
      throw new AwsError('AccessDeniedException', 'not authorized to perform: lambda:InvokeFunction', 403);
    });
    await create({ NumberOfRetries: '0' });
    await firehose.put('a');
    await until(() => firehose.objects.length === 1);
    expect(failed()[0]).toMatchObject({ errorCode: 'Lambda.InvokeAccessDenied', attemptsMade: 1 });
  });

  test('delivers, drops or fails each record exactly once, whatever the function answers', async () => {
    const kind = fc.constantFrom('Ok', 'Dropped', 'ProcessingFailed', 'missing', 'twice', 'renamed', 'garbled');
    const record = fc.record({ kind, bytes: fc.oneof(fc.nat(40), fc.nat(60_000)) });
    await create({ BufferSizeInMBs: '0.2', NumberOfRetries: '1' });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 12 }), fc.nat(3), async (records, errors) => {
        run += 1;
        firehose.objects.length = 0;
        let left = errors;
        const names = records.map((one, at) => `<${run}.${at}.${one.kind}>`);
        answerWith((request) => (left-- > 0 ? undefined : { records: request.records.flatMap(answersTo) }));
        await firehose.put(...records.map(({ bytes }, at) => `${names[at]}${'x'.repeat(bytes)}`));
        await until(firehose.isIdle);
        const good = firehose.texts('good/').join('');
        const bad = failed().map(({ rawData }) => textOf(rawData).replace(/x*$/, ''));
        for (const [at, name] of names.entries()) {
          const count = good.split(name).length - 1 + bad.filter((one) => one === name).length;
          const isDropped = records[at]?.kind === 'Dropped' && !bad.includes(name);
          expect(count).toBe(isDropped ? 0 : 1);
        }
      }),
      { numRuns: 25 },
    );
  });
});

function answersTo({ recordId, data }: Request['records'][number]): unknown[] {
  const kind = /^<[\d.]+\.(\w+)>/.exec(textOf(data))?.[1] ?? '';
  const ok = { recordId, result: 'Ok', data };
  if (kind === 'missing') return [];
  if (kind === 'twice') return [ok, ok];
  if (kind === 'renamed') return [{ ...ok, recordId: `${recordId}?` }];
  if (kind === 'garbled') return [{ recordId, result: 'Ok', data: 'not base64!' }];
  return [{ recordId, result: kind, data }];
}
