import { expect, test } from 'vitest';
import { isArchived } from '../../core/object-created.ts';
import { createBuckets } from './buckets.ts';

test('an archived object that has been restored is read, though its storage class stays', async () => {
  const asked: unknown[] = [];
  const restored = new Date('2026-12-01T00:00:00Z');
  const version = (Key: string, RestoreStatus?: object) => ({ Key, StorageClass: 'GLACIER', RestoreStatus });
  const s3 = {
    send: async ({ input }: { input: unknown }) => {
      asked.push(input);
      return {
        Versions: [
          version('archived'),
          version('under-way', { IsRestoreInProgress: true }),
          version('restored', { IsRestoreInProgress: false, RestoreExpiryDate: restored }),
        ],
      };
    },
  };
  const { objects } = await createBuckets(s3, { raw: 'raw', lake: 'lake' }).listRaw('raw/logs/', { key: '' });
  expect(asked).toMatchObject([{ OptionalObjectAttributes: ['RestoreStatus'] }]);
  expect(objects.filter(isArchived).map(({ key }) => key)).toEqual(['archived', 'under-way']);
});
