import { randomUUID } from 'node:crypto';
import type { Processor } from '@aws-sdk/client-firehose';
import { z } from 'zod';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import type { SourceRecord } from './buffer-files.ts';
import { type FailedRecord, parameterOf, type Step } from './processor.ts';
import type { DeliveryStream } from './store.ts';

const answerSchema = z.object({
  records: z.array(
    z.object({
      recordId: z.string(),
      result: z.enum(['Ok', 'Dropped', 'ProcessingFailed']),
      data: z.base64().nullish(),
    }),
  ),
});

type Answer = z.infer<typeof answerSchema>['records'][number];

/** A batch of a transformation is 1 MB by default; the request, base64 and JSON included, may be 6 MB. */
const defaultBatchMb = 1;
const maxRequestBytes = 6_000_000;
const defaultRetries = 3;
const retryMs = 100;

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html: batches, three retries, each record answered once. */
export async function transform(
  cloud: Cloud,
  stream: DeliveryStream,
  processor: Processor,
  records: readonly SourceRecord[],
): Promise<Step> {
  const kept: SourceRecord[] = [];
  const failed: FailedRecord[] = [];
  const batchBytes = Number(parameterOf(processor, 'BufferSizeInMBs') ?? defaultBatchMb) * 1_048_576;
  for (const batch of split(records, batchBytes)) {
    const step = await transformBatch(cloud, stream, processor, batch);
    kept.push(...step.records);
    failed.push(...step.failed);
  }
  return { records: kept, failed };
}

function split(records: readonly SourceRecord[], batchBytes: number): SourceRecord[][] {
  const limit = Math.min(batchBytes, (maxRequestBytes * 3) / 4 - 100_000);
  const batches: SourceRecord[][] = [];
  let bytes = 0;
  for (const record of records) {
    const open = batches.at(-1);
    if (open === undefined || bytes + record.data.length > limit) {
      batches.push([record]);
      bytes = record.data.length;
    } else {
      open.push(record);
      bytes += record.data.length;
    }
  }
  return batches;
}

async function transformBatch(
  cloud: Cloud,
  stream: DeliveryStream,
  processor: Processor,
  batch: readonly SourceRecord[],
): Promise<Step> {
  const lambdaArn = parameterOf(processor, 'LambdaArn') ?? '';
  const roleArn = parameterOf(processor, 'RoleArn') ?? stream.destination.RoleARN ?? '';
  const retries = Number(parameterOf(processor, 'NumberOfRetries') ?? defaultRetries);
  const payload = requestOf(cloud, stream, batch);
  let attempts = 0;
  let result: Attempt;
  do {
    if (attempts > 0) await new Promise<void>((go) => cloud.clock.after(retryMs * attempts, go));
    attempts += 1;
    result = await attempt(cloud, { kind: 'role', roleArn, sessionName: 'FirehoseDelivery' }, lambdaArn, payload);
  } while (result.answers === undefined && attempts <= retries);
  const fail = (record: SourceRecord, errorCode: string, errorMessage: string): FailedRecord => ({
    attemptsMade: attempts,
    arrivalTimestamp: record.arrival,
    errorCode,
    errorMessage,
    attemptEndingTimestamp: cloud.clock.now(),
    rawData: record.data.toString('base64'),
    lambdaArn,
  });
  const { answers } = result;
  if (answers === undefined)
    return { records: [], failed: batch.map((record) => fail(record, result.errorCode, result.errorMessage)) };
  return judge(batch, answers, fail);
}

function requestOf(cloud: Cloud, stream: DeliveryStream, batch: readonly SourceRecord[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      invocationId: randomUUID(),
      deliveryStreamArn: stream.arn,
      ...(stream.source === undefined ? {} : { sourceKinesisStreamArn: stream.source.KinesisStreamARN }),
      region: cloud.region,
      records: batch.map(({ recordId, arrival, data, kinesis }) => ({
        recordId,
        approximateArrivalTimestamp: arrival,
        data: data.toString('base64'),
        ...(kinesis === undefined
          ? {}
          : { kinesisRecordMetadata: { ...kinesis, approximateArrivalTimestamp: arrival, subsequenceNumber: '' } }),
      })),
    }),
  );
}

type Attempt = {
  readonly answers: ReadonlyMap<string, readonly Answer[]> | undefined;
  readonly errorCode: string;
  readonly errorMessage: string;
};

async function attempt(cloud: Cloud, role: Caller, FunctionName: string, Payload: Buffer): Promise<Attempt> {
  try {
    const answer = await cloud.call(role, 'lambda', 'Invoke', { FunctionName, Payload });
    if (answer.FunctionError === undefined) return readAnswer(Buffer.from(answer.Payload ?? []).toString('utf8'));
    const message = 'The Lambda function was successfully invoked but it returned an error result.';
    return { answers: undefined, errorCode: 'Lambda.FunctionError', errorMessage: message };
  } catch (error) {
    const code = error instanceof AwsError ? invokeErrors[error.code] : undefined;
    const errorMessage = error instanceof Error ? error.message : String(error);
    return { answers: undefined, errorCode: code ?? 'Lambda.InvokeFailed', errorMessage };
  }
}

function readAnswer(payload: string): Attempt {
  const parsed = answerSchema.safeParse(JSON.parse(payload));
  if (!parsed.success)
    return {
      answers: undefined,
      errorCode: 'Lambda.JsonProcessingException',
      errorMessage:
        'There was an error parsing returned records from the Lambda function. Ensure that the returned records follow the status model required by Amazon Data Firehose.',
    };
  const answers = new Map<string, Answer[]>();
  for (const one of parsed.data.records) answers.set(one.recordId, [...(answers.get(one.recordId) ?? []), one]);
  return { answers, errorCode: '', errorMessage: '' };
}

const invokeErrors: Readonly<Record<string, string>> = {
  TooManyRequestsException: 'Lambda.InvokeLimitExceeded',
  AccessDeniedException: 'Lambda.InvokeAccessDenied',
  AccessDenied: 'Lambda.InvokeAccessDenied',
  ResourceNotFoundException: 'Lambda.ResourceNotFound',
};

function judge(
  batch: readonly SourceRecord[],
  answers: ReadonlyMap<string, readonly Answer[]>,
  fail: (record: SourceRecord, code: string, message: string) => FailedRecord,
): Step {
  const records: SourceRecord[] = [];
  const failed: FailedRecord[] = [];
  for (const record of batch) {
    const [answer, second] = answers.get(record.recordId) ?? [];
    const problem = problemOf(answer, second);
    if (problem !== undefined) failed.push(fail(record, problem[0], problem[1]));
    else if (answer?.result === 'Ok') records.push({ ...record, data: Buffer.from(answer.data ?? '', 'base64') });
  }
  return { records, failed };
}

function problemOf(answer: Answer | undefined, second: Answer | undefined): readonly [string, string] | undefined {
  if (answer === undefined)
    return ['Lambda.MissingRecordId', 'A record id was missing in the output of the Lambda function.'];
  if (second !== undefined)
    return ['Lambda.DuplicatedRecordId', 'Multiple records were returned with the same record ID.'];
  if (answer.result === 'ProcessingFailed')
    return ['Lambda.ProcessingFailedStatus', 'ProcessingFailed status set for record'];
  return undefined;
}
