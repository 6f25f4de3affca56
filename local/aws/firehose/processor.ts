import type { Processor } from '@aws-sdk/client-firehose';
import type { SourceRecord } from './buffer-files.ts';

/** A record on its way through the processors. `raw` is what it was before the first of them changed it. */
export type WorkingRecord = SourceRecord & {
  readonly raw: Buffer;
  readonly keysFromLambda?: ReadonlyMap<string, unknown>;
  readonly keysFromQuery?: ReadonlyMap<string, unknown>;
};

/** What `!{firehose:error-output-type}` becomes. */
export type ErrorOutputType =
  | 'processing-failed'
  | 'decompression-failed'
  | 'metadata-extraction-failed'
  | 'active-partitions-limit-exceeded';

/** A record that could not be processed, as Firehose writes it among the failed ones. */
export type FailedRecord = {
  readonly attemptsMade: number;
  readonly arrivalTimestamp: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly attemptEndingTimestamp: number;
  readonly rawData: string;
  readonly lambdaArn?: string;
};

export type Failure = { readonly type: ErrorOutputType; readonly record: FailedRecord };

/** A processor's outcome: records that go on, which keep the id and arrival of their source, and those that failed. */
export type Step = { readonly records: readonly WorkingRecord[]; readonly failed: readonly Failure[] };

/** Why a record failed; `type` is processing-failed by default. */
export type Problem = {
  readonly code: string;
  readonly message: string;
  readonly now: number;
  readonly type?: ErrorOutputType;
  readonly attempts?: number;
  readonly lambdaArn?: string;
};

export function failure(record: WorkingRecord, problem: Problem): Failure {
  const { code, message, now, type = 'processing-failed', attempts = 1, lambdaArn } = problem;
  return {
    type,
    record: {
      attemptsMade: attempts,
      arrivalTimestamp: record.arrival,
      errorCode: code,
      errorMessage: message,
      attemptEndingTimestamp: now,
      rawData: record.raw.toString('base64'),
      ...(lambdaArn === undefined ? {} : { lambdaArn }),
    },
  };
}

export function parameterOf(processor: Processor, name: string): string | undefined {
  return processor.Parameters?.find((parameter) => parameter.ParameterName === name)?.ParameterValue;
}
