import { randomUUID } from 'node:crypto';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { SealedBuffer, SourceRecord } from './buffer-files.ts';
import { type PreparedObject, prepareBuffer, putObject } from './delivery.ts';
import { type DeliveryTry, recordDelivery } from './metrics.ts';
import type { DeliveryStream, FirehoseStore } from './store.ts';

/** One buffer's delivery, called until it gives true: what was processed or put once is not again unless the stream was changed. */
export function createDelivery(cloud: Cloud, store: FirehoseStore, buffer: SealedBuffer) {
  let held: Held | undefined;
  const prepare = (stream: DeliveryStream, id: string) => {
    const records = store.buffers.read(buffer);
    held ??= heldBy(records);
    return prepareBuffer(cloud, stream, { ...buffer, id }, records);
  };
  const record = (stream: DeliveryStream, succeeded: boolean) => {
    if (held !== undefined) recordDelivery(cloud, stream, { succeeded, ...held });
  };
  let left: PreparedObject[] = [];
  let preparedFor: number | undefined;

  async function deliver(stream: DeliveryStream): Promise<void> {
    if (preparedFor !== stream.version) left = [...(await prepare(stream, buffer.id))];
    preparedFor = stream.version;
    for (let object = left[0]; object !== undefined; object = left[0]) {
      await putObject(cloud, object);
      left.shift();
    }
  }
  return async (stream: DeliveryStream): Promise<boolean> => {
    const kinds = cloud.faults.strike('firehose:deliver', stream.arn).map(({ kind }) => kind);
    if (kinds.includes('lose')) return true;
    try {
      if (kinds.includes('duplicate'))
        for (const object of await prepare(stream, randomUUID())) await putObject(cloud, object);
      await deliver(stream);
      record(stream, true);
      return true;
    } catch (error) {
      record(stream, false);
      await complain(cloud, stream, error);
      return false;
    }
  };
}

type Held = Pick<DeliveryTry, 'records' | 'bytes' | 'oldest'>;

function heldBy(records: readonly SourceRecord[]): Held {
  return {
    records: records.length,
    bytes: records.reduce((sum, { data }) => sum + data.length, 0),
    oldest: records.reduce((first, { arrival }) => Math.min(first, arrival), Number.MAX_SAFE_INTEGER),
  };
}

/** Tells the stream's own log, if it has one, and the local cloud's. */
async function complain(cloud: Cloud, stream: DeliveryStream, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  cloud.log('warn', `The delivery stream ${stream.name} could not deliver and will try again`, { reason });
  const options = stream.destination.CloudWatchLoggingOptions;
  if (options?.Enabled !== true || cloud.service('logs') === undefined) return;
  const role: Caller = { kind: 'role', roleArn: stream.destination.RoleARN ?? '', sessionName: 'FirehoseDelivery' };
  const message = JSON.stringify({
    deliveryStreamARN: stream.arn,
    destination: stream.destination.BucketARN,
    deliveryStreamVersionId: stream.version,
    message: reason,
    errorCode: error instanceof Error ? `S3.${error.name}` : 'S3.InternalError',
  });
  await cloud
    .call(role, 'logs', 'PutLogEvents', {
      logGroupName: options.LogGroupName,
      logStreamName: options.LogStreamName,
      logEvents: [{ timestamp: cloud.clock.now(), message }],
    })
    .catch((failure: unknown) =>
      cloud.log('warn', `The error log of ${stream.name} was not written`, { reason: String(failure) }),
    );
}
