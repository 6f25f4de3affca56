import type { Processor } from '@aws-sdk/client-firehose';
import type { SourceRecord } from './buffer-files.ts';

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

/** A processor's outcome: records that go on, which keep the id and arrival of their source, and those that failed. */
export type Step = { readonly records: readonly SourceRecord[]; readonly failed: readonly FailedRecord[] };

export function parameterOf(processor: Processor, name: string): string | undefined {
  return processor.Parameters?.find((parameter) => parameter.ParameterName === name)?.ParameterValue;
}
