import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import type { BusEvent } from '../events/event.ts';
import { createFiles } from './files.ts';
import { applyLifecycle } from './lifecycle.ts';
import { createS3 } from './service.ts';
import { openS3Store } from './store.ts';
import { startEndpoint, type TestEndpoint } from './test-endpoint.ts';

let endpoint: TestEndpoint;
const events: BusEvent[] = [];
beforeEach(async () => {
  endpoint = await startEndpoint((cloud) => [createS3(cloud, { emit: (event) => events.push(event) })]);
});
afterEach(() => endpoint.stop());

test('deletes what a rule has expired, and says why', async () => {
  const { cloud } = endpoint;
  const Bucket = 'results';
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket });
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await cloud.call(admin, 's3', 'PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration });
  for (const Key of ['tmp/a', 'keep/a']) await cloud.call(admin, 's3', 'PutObject', { Bucket, Key, Body: 'x' });
  const Rules = [{ Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 7 } }];
  await cloud.call(admin, 's3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  const after = (days: number) => ({
    ...cloud,
    clock: { ...cloud.clock, now: () => Date.now() + days * 86_400_000 },
  });
  events.length = 0;
  const store = openS3Store(`${cloud.stateDir}/s3`, cloud.clock);
  const s3 = {
    store,
    emit: (event: BusEvent) => void events.push(event),
    replicate: () => undefined,
    mayExist: async () => true,
  };
  applyLifecycle(s3, after(6));
  expect(events).toEqual([]);
  applyLifecycle(s3, after(8));
  expect(store.index(Bucket).keys).toEqual(['keep/a']);
  expect(events).toMatchObject([{ 'detail-type': 'Object Deleted', detail: { reason: 'Lifecycle Expiration' } }]);
});

test('moves objects to the class that a rule has for them, where nobody reads them until they are restored', async () => {
  const { cloud } = endpoint;
  const Bucket = 'raw';
  const call = cloud.call;
  await call(admin, 's3', 'CreateBucket', { Bucket });
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await call(admin, 's3', 'PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration });
  const Rules = [
    {
      Status: 'Enabled' as const,
      ID: 'cold',
      Filter: { Prefix: 'raw/' },
      Transitions: [{ Days: 90, StorageClass: 'GLACIER' as const }],
      Expiration: { Days: 400 },
    },
  ];
  await call(admin, 's3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  const put = (Key: string, Body: Buffer) => call(admin, 's3', 'PutObject', { Bucket, Key, Body });
  const made = await put('raw/large', Buffer.alloc(131_072));
  await put('raw/small', Buffer.alloc(131_071));
  expect(made.Expiration).toMatch(/^expiry-date="\w{3}, .* 00:00:00 GMT", rule-id="cold"$/);
  const ahead = (days: number) => ({ ...cloud, clock: { ...cloud.clock, now: () => Date.now() + days * 86_400_000 } });
  const store = openS3Store(`${cloud.stateDir}/s3`, cloud.clock);
  const s3 = {
    store,
    emit: (event: BusEvent) => void events.push(event),
    replicate: () => undefined,
    mayExist: async () => true,
  };
  events.length = 0;
  applyLifecycle(s3, ahead(89));
  expect(events).toEqual([]);
  applyLifecycle(s3, ahead(91));
  expect(events).toMatchObject([
    { 'detail-type': 'Object Storage Class Changed', detail: { 'destination-storage-class': 'GLACIER' } },
  ]);
  await endpoint.restart(true);
  const files = () => createFiles({ ...s3, store: openS3Store(`${cloud.stateDir}/s3`, cloud.clock) }, cloud);
  const archived = () =>
    files()
      .list(Bucket, 'raw/')
      .map((file) => file.archived);
  expect(archived()).toEqual([true, false]);
  const large = { Bucket, Key: 'raw/large' };
  await expect(call(admin, 's3', 'GetObject', large)).rejects.toMatchObject({ code: 'InvalidObjectState' });
  await call(admin, 's3', 'RestoreObject', { ...large, RestoreRequest: { Days: 2 } });
  expect(events.slice(1).map((event) => event['detail-type'])).toEqual([
    'Object Restore Initiated',
    'Object Restore Completed',
  ]);
  expect((await call(admin, 's3', 'HeadObject', large)).Restore).toMatch(/^ongoing-request="false", expiry-date="/);
  const read = await call(admin, 's3', 'GetObject', large);
  expect(await read.Body?.transformToByteArray()).toHaveLength(131_072);
  expect(archived()).toEqual([false, false]);
});
