import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import type { BusEvent } from '../events/event.ts';
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
  const s3 = { store, emit: (event: BusEvent) => void events.push(event) };
  applyLifecycle(s3, after(6));
  expect(events).toEqual([]);
  applyLifecycle(s3, after(8));
  expect(store.index(Bucket).keys).toEqual(['keep/a']);
  expect(events).toMatchObject([{ 'detail-type': 'Object Deleted', detail: { reason: 'Lifecycle Expiration' } }]);
});
