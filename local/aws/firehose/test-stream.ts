import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { createFirehose } from './service.ts';

export type StoredObject = { readonly bucket: string; readonly key: string; readonly body: Buffer };

const trust = JSON.stringify({
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'firehose.amazonaws.com' } },
});

export const deliveryRole = 'arn:aws:iam::000000000000:role/to-s3';

/** Firehose on a cloud of doubles that keeps the objects it is given. */
export function createTestFirehose(stateDir?: string) {
  const testing = createTestCloud(stateDir);
  const objects: StoredObject[] = [];
  testing.answer('iam', 'GetRole', () => ({ Role: { AssumeRolePolicyDocument: encodeURIComponent(trust) } }));
  testing.answer('s3', 'PutObject', (input) => {
    const { Bucket, Key, Body } = Object(input);
    objects.push({ bucket: Bucket, key: Key, body: Body });
    return {};
  });
  const start = () => {
    const firehose = createFirehose(testing.cloud, { pace: 0.001, retryMs: 10 });
    testing.add(firehose);
    firehose.start?.();
    return firehose;
  };
  return {
    testing,
    objects,
    start,
    /** Whether all that was accepted has been delivered. */
    isIdle: () => readdirSync(join(testing.cloud.stateDir, 'firehose', 'buffers', 'events')).length === 0,
    /** Objects under a prefix of the key, as text. */
    texts: (prefix: string) => objects.filter(({ key }) => key.startsWith(prefix)).map(({ body }) => String(body)),
    create: (destination: Readonly<Record<string, unknown>>, stream: Readonly<Record<string, unknown>> = {}) =>
      testing.cloud.call(admin, 'firehose', 'CreateDeliveryStream', {
        DeliveryStreamName: 'events',
        ExtendedS3DestinationConfiguration: {
          RoleARN: deliveryRole,
          BucketARN: 'arn:aws:s3:::raw',
          BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 64 },
          ...destination,
        },
        ...stream,
      }),
    put: (...data: readonly (string | Buffer)[]) =>
      testing.cloud.call(admin, 'firehose', 'PutRecordBatch', {
        DeliveryStreamName: 'events',
        Records: data.map((one) => ({ Data: Buffer.from(one) })),
      }),
  };
}

export function processor(Type: string, parameters: Readonly<Record<string, string>> = {}) {
  const Parameters = Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
    ParameterName,
    ParameterValue,
  }));
  return { Type, Parameters };
}

export async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 10_000) throw new Error('Not within 10 s.');
    await new Promise((go) => setTimeout(go, 10));
  }
}
