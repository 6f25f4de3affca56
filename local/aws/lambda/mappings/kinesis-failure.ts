import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../kernel/caller.ts';
import { notCovered } from '../../../kernel/error.ts';
import { deliver } from '../destination.ts';
import { resolveConfiguration } from '../function-name.ts';
import type { Outcome } from '../invocation.ts';
import { invalid } from '../refusal.ts';
import { eventText } from './kinesis-event.ts';
import type { Lane } from './kinesis-lane.ts';
import type { Item } from './kinesis-record.ts';

export type Discard = {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly attempts: number;
  /** Of the last attempt, if there was one. */
  readonly last?: { readonly requestId: string; readonly outcome: Outcome } | undefined;
};

/** Refuses what a stream's discarded batches cannot be told to. */
export function checkFailureDestination(arn: string | undefined): void {
  if (arn === undefined || /^arn:aws:(sqs|s3):/.test(arn)) return;
  if (/^arn:aws:(sns|kafka):/.test(arn)) throw notCovered(`the failure destination ${arn}`);
  throw invalid(`The provided destination ARN ${arn} is not a queue, topic or bucket.`);
}

/** Tells the mapping's failure destination which records are given up; a bucket gets the event as well. */
export async function giveUp(lane: Lane, items: readonly Item[], discard: Discard): Promise<void> {
  const { engine, mapping, target } = lane.reader;
  const destination = mapping.DestinationConfig?.OnFailure?.Destination;
  const { condition, attempts } = discard;
  engine.cloud.log('warn', `${target.name} did not take ${items.length} records of ${lane.shardId}`, {
    condition,
    attempts,
  });
  if (destination === undefined) return;
  const configuration = resolveConfiguration(engine.store, target);
  const body = invocationRecord(lane, items, discard);
  if (!destination.startsWith('arn:aws:s3:')) return deliver(engine, configuration, destination, body);
  const role: Caller = { kind: 'role', roleArn: configuration.Role, sessionName: configuration.FunctionName };
  await engine.cloud.call(role, 's3', 'PutObject', {
    Bucket: destination.slice('arn:aws:s3:::'.length),
    Key: objectKey(lane, engine.cloud.clock.now()),
    Body: Buffer.from(JSON.stringify({ ...body, payload: eventText(lane, items) })),
    ContentType: 'application/json',
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
function invocationRecord({ reader, shardId }: Lane, items: readonly Item[], { condition, attempts, last }: Discard) {
  const { engine, mapping, target } = reader;
  const configuration = resolveConfiguration(engine.store, target);
  const [first] = items;
  const newest = items.at(-1);
  return {
    requestContext: {
      requestId: last?.requestId ?? randomUUID(),
      functionArn: mapping.FunctionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: configuration.Version,
      ...(last?.outcome.functionError === undefined ? {} : { functionError: last.outcome.functionError }),
    },
    version: '1.0',
    timestamp: new Date(engine.cloud.clock.now()).toISOString(),
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: newest?.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first?.arrival ?? 0).toISOString(),
      approximateArrivalOfLastRecord: new Date(newest?.arrival ?? 0).toISOString(),
      batchSize: items.length,
      streamArn: mapping.EventSourceArn,
    },
  };
}

function objectKey({ reader, shardId }: Lane, now: number): string {
  const [day = '', time = ''] = new Date(now).toISOString().slice(0, 19).split('T');
  const folder = `aws/lambda/${reader.mapping.UUID}/${shardId}/${day.replaceAll('-', '/')}`;
  return `${folder}/${day}T${time.replaceAll(':', '.')}-${randomUUID()}`;
}
