import type { _Record as KinesisRecord } from '@aws-sdk/client-kinesis';
import { deliver } from '../destination.ts';
import type { Engine } from '../engine.ts';
import { type FunctionName, resolveConfiguration } from '../function-name.ts';
import type { Outcome } from '../invocation.ts';
import type { Mapping } from '../store.ts';
import { type BatchResult, readBatchResponse } from './batch-response.ts';
import { toEventRecord } from './kinesis-record.ts';
import { pause } from './pause.ts';
import type { PollerOptions } from './poller.ts';

type Job = {
  readonly engine: Engine;
  readonly mapping: Mapping;
  readonly target: FunctionName;
  readonly shardId: string;
  readonly options: PollerOptions;
  readonly stopped: () => boolean;
};

const defaultRetryMs = 200;

/** Runs one batch to its end: success, or retries, bisection and the failure destination as the mapping says. */
export async function handleStreamBatch(job: Job, records: readonly KinesisRecord[]): Promise<void> {
  let left = records;
  let attempts = 0;
  while (left.length > 0 && !job.stopped()) {
    const { result, outcome } = await attempt(job, left);
    if (result !== 'all' && result.size === 0) return;
    const done = firstFailed(left, result);
    left = left.slice(done);
    attempts = done > 0 ? 0 : attempts + 1;
    if (attempts > 0) left = await afterFailure(job, left, { attempts, outcome });
  }
}

type Failure = { readonly attempts: number; readonly outcome: Outcome | undefined };

/** What is still to be tried after a batch failed from its first record on. */
async function afterFailure(job: Job, left: readonly KinesisRecord[], failure: Failure) {
  const { attempts } = failure;
  if (isGivenUp(job, left, attempts)) {
    await giveUp(job, left, failure);
    return [];
  }
  if (job.mapping.BisectBatchOnFunctionError === true && left.length > 1) {
    const middle = Math.ceil(left.length / 2);
    await handleStreamBatch(job, left.slice(0, middle));
    await handleStreamBatch(job, left.slice(middle));
    return [];
  }
  const base = job.options.streamRetryMs ?? defaultRetryMs;
  await pause(job.engine.cloud, Math.min(base * 2 ** (attempts - 1), base * 30));
  return left;
}

async function attempt(
  job: Job,
  records: readonly KinesisRecord[],
): Promise<{ result: BatchResult; outcome: Outcome | undefined }> {
  const { engine, mapping, target, shardId } = job;
  const source = {
    arn: mapping.EventSourceArn,
    shardId,
    role: resolveConfiguration(engine.store, target).Role,
    region: engine.cloud.region,
  };
  const Records = records.map((record) => toEventRecord(record, source));
  try {
    const outcome = await engine.invoke(target, { payload: JSON.stringify({ Records }) });
    const reportsItems = mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') === true;
    const identifiers = new Set(records.map((record) => record.SequenceNumber ?? ''));
    return { result: readBatchResponse(outcome, reportsItems, identifiers), outcome };
  } catch {
    return { result: 'all', outcome: undefined };
  }
}

/** A stream restarts from the lowest failed sequence number: later successes come again. */
function firstFailed(records: readonly KinesisRecord[], result: BatchResult): number {
  if (result === 'all') return 0;
  return records.findIndex((record) => result.has(record.SequenceNumber ?? ''));
}

function isGivenUp({ mapping, engine }: Job, records: readonly KinesisRecord[], attempts: number): boolean {
  const retries = mapping.MaximumRetryAttempts ?? -1;
  if (retries >= 0 && attempts > retries) return true;
  const maxAge = mapping.MaximumRecordAgeInSeconds ?? -1;
  const arrived = records[0]?.ApproximateArrivalTimestamp?.getTime() ?? engine.cloud.clock.now();
  return maxAge >= 0 && engine.cloud.clock.now() - arrived > maxAge * 1_000;
}

async function giveUp(
  { engine, mapping, target, shardId }: Job,
  records: readonly KinesisRecord[],
  { attempts, outcome }: Failure,
): Promise<void> {
  const destination = mapping.DestinationConfig?.OnFailure?.Destination;
  const first = records[0];
  const last = records.at(-1);
  if (destination === undefined) {
    engine.cloud.log('warn', `${target.name} did not take ${records.length} records of ${shardId}`, { attempts });
    return;
  }
  const configuration = resolveConfiguration(engine.store, target);
  await deliver(engine, configuration, destination, {
    requestContext: {
      functionArn: configuration.FunctionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: configuration.Version,
      functionError: outcome?.functionError,
    },
    version: '1.0',
    timestamp: new Date(engine.cloud.clock.now()).toISOString(),
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: first?.ApproximateArrivalTimestamp?.toISOString(),
      approximateArrivalOfLastRecord: last?.ApproximateArrivalTimestamp?.toISOString(),
      batchSize: records.length,
      streamArn: mapping.EventSourceArn,
    },
  });
}
