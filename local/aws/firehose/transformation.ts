import { randomUUID } from 'node:crypto';
import type { Processor } from '@aws-sdk/client-firehose';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Answers, judge, readAnswer } from './lambda-answer.ts';
import { recordProcessing } from './metrics.ts';
import { failure, parameterOf, type Step, type WorkingRecord } from './processor.ts';
import type { DeliveryStream } from './store.ts';

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
const defaultBatchMb = 1;
/** The request of a synchronous invocation, base64 and JSON included. */
const maxRequestBytes = 6_291_456;
/** What the members around the records' own take. */
const envelopeBytes = 2_048;
const defaultRetries = 3;
const retryMs = 100;
const maxInvocationMs = 300_000;

type Work = { readonly cloud: Cloud; readonly stream: DeliveryStream; readonly processor: Processor };

/** Batches within the processor's size and Lambda's, tried again where an invocation fails, each record answered once. */
export async function transform(work: Work, records: readonly WorkingRecord[]): Promise<Step> {
  const steps: Step[] = [];
  for (const batch of split(work, records)) steps.push(await transformBatch(work, batch));
  return { records: steps.flatMap((step) => step.records), failed: steps.flatMap((step) => step.failed) };
}

type Batch = { readonly records: WorkingRecord[]; readonly json: string[]; dataBytes: number; jsonBytes: number };

function split({ processor }: Work, records: readonly WorkingRecord[]): readonly Batch[] {
  const maxDataBytes = Number(parameterOf(processor, 'BufferSizeInMBs') ?? defaultBatchMb) * 1_048_576;
  const batches: Batch[] = [];
  for (const record of records) {
    const json = JSON.stringify(eventRecord(record));
    const jsonBytes = Buffer.byteLength(json) + 1;
    const open = batches.at(-1);
    const fits =
      open !== undefined &&
      open.dataBytes + record.data.length <= maxDataBytes &&
      open.jsonBytes + jsonBytes <= maxRequestBytes - envelopeBytes;
    const batch = fits ? open : { records: [], json: [], dataBytes: 0, jsonBytes: 0 };
    if (!fits) batches.push(batch);
    batch.records.push(record);
    batch.json.push(json);
    batch.dataBytes += record.data.length;
    batch.jsonBytes += jsonBytes;
  }
  return batches;
}

function eventRecord({ recordId, arrival, data, kinesis }: WorkingRecord) {
  return {
    recordId,
    approximateArrivalTimestamp: arrival,
    data: data.toString('base64'),
    ...(kinesis === undefined
      ? {}
      : { kinesisRecordMetadata: { ...kinesis, subsequenceNumber: '', approximateArrivalTimestamp: arrival } }),
  };
}

/** Members in AWS's order; the records are JSON already. */
function requestOf({ cloud, stream }: Work, batch: Batch): Buffer {
  const source = stream.source === undefined ? {} : { sourceKinesisStreamArn: stream.source.KinesisStreamARN };
  const envelope = { invocationId: randomUUID(), ...source, deliveryStreamArn: stream.arn, region: cloud.region };
  return Buffer.from(`${JSON.stringify(envelope).slice(0, -1)},"records":[${batch.json.join(',')}]}`);
}

async function transformBatch(work: Work, batch: Batch): Promise<Step> {
  const { cloud, stream, processor } = work;
  const lambdaArn = parameterOf(processor, 'LambdaArn') ?? '';
  const roleArn = parameterOf(processor, 'RoleArn') ?? stream.destination.RoleARN ?? '';
  const role: Caller = { kind: 'role', roleArn, sessionName: 'FirehoseDelivery' };
  const retries = Number(parameterOf(processor, 'NumberOfRetries') ?? defaultRetries);
  let attempts = 0;
  let result: Attempt;
  do {
    if (attempts > 0) await cloud.clock.wait(retryMs * 2 ** (attempts - 1));
    attempts += 1;
    result = await attempt(cloud, role, lambdaArn, requestOf(work, batch));
  } while (result.retry === true && attempts <= retries);
  const about = { now: cloud.clock.now(), attempts, lambdaArn };
  if (result.answers !== undefined) {
    const step = judge(batch.records, result.answers, about);
    recordProcessing(cloud, stream, true, batch.records.length - step.failed.length);
    return step;
  }
  recordProcessing(cloud, stream, false, 0);
  const { code, message } = result;
  return { records: [], failed: batch.records.map((record) => failure(record, { ...about, code, message })) };
}

type Attempt =
  | { readonly answers: Answers; readonly retry?: false }
  | { readonly answers?: undefined; readonly code: string; readonly message: string; readonly retry: boolean };

async function attempt(cloud: Cloud, role: Caller, FunctionName: string, Payload: Buffer): Promise<Attempt> {
  try {
    const answer = await inTime(cloud, cloud.call(role, 'lambda', 'Invoke', { FunctionName, Payload }));
    if (answer === undefined) return { ...timedOut, retry: true };
    if (answer.FunctionError !== undefined) return { ...functionError, retry: true };
    const answers = readAnswer(Buffer.from(answer.Payload ?? []).toString('utf8'));
    return answers === undefined ? { ...malformed, retry: false } : { answers };
  } catch (error) {
    const code = error instanceof AwsError ? invokeErrors[error.code] : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { code: code ?? 'Lambda.InvokeFailed', message, retry: true };
  }
}

/** Undefined once Firehose waits no longer. */
async function inTime<T>(cloud: Cloud, answer: Promise<T>): Promise<T | undefined> {
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = cloud.clock.after(maxInvocationMs, () => resolve(undefined));
  });
  return Promise.race([answer, late]).finally(cancel);
}

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html */
const timedOut = {
  code: 'Lambda.FunctionTimedOut',
  message:
    'The Lambda function invocation timed out. Increase the Timeout setting in the Lambda function and in the Lambda processor.',
};
const functionError = {
  code: 'Lambda.FunctionError',
  message: 'The Lambda function was successfully invoked but it returned an error result.',
};
const malformed = {
  code: 'Lambda.JsonProcessingException',
  message:
    'There was an error parsing returned records from the Lambda function. Ensure that the returned records follow the status model required by Amazon Data Firehose.',
};

const invokeErrors: Readonly<Record<string, string>> = {
  TooManyRequestsException: 'Lambda.InvokeLimitExceeded',
  ThrottlingException: 'Lambda.InvokeLimitExceeded',
  AccessDeniedException: 'Lambda.InvokeAccessDenied',
  AccessDenied: 'Lambda.InvokeAccessDenied',
  ResourceNotFoundException: 'Lambda.ResourceNotFound',
};
