import { expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { createS3 } from '../../s3/service.ts';
import { startEndpoint } from '../../s3/test-endpoint.ts';
import { listFiles } from './object-access.ts';

test('lists what a query can read: nothing hidden, nothing archived', async () => {
  const endpoint = await startEndpoint((cloud) => [createS3(cloud, { emit: () => undefined })]);
  try {
    const { cloud } = endpoint;
    await cloud.call(admin, 's3', 'CreateBucket', { Bucket: 'lake' });
    const put = (Key: string, more = {}) => cloud.call(admin, 's3', 'PutObject', { Bucket: 'lake', Key, ...more });
    await put('t/_hidden');
    await put('t/seen');
    await put('t/instant', { StorageClass: 'GLACIER_IR' });
    await put('t/cold', { StorageClass: 'GLACIER' });
    await put('t/colder', { StorageClass: 'DEEP_ARCHIVE' });
    const { files: objects } = createS3(cloud, { emit: () => undefined });
    const found = listFiles({ cloud, caller: admin, objects }, { bucket: 'lake', key: 't/' });
    expect(found.map(({ key }) => key)).toEqual(['t/instant', 't/seen']);
  } finally {
    await endpoint.stop();
  }
});
