import { S3ServiceException } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createObjects } from './objects.ts';

function failing(name: string, httpStatusCode: number) {
  const error = new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: name });
  return createObjects({ send: async () => Promise.reject(error) });
}

const source = { bucket: 'raw', key: 'raw/logs/haproxy/a', versionId: 'v1' };

test('an archived object is no bad data: the error says what it is, and how to have it read', async () => {
  const read = failing('InvalidObjectState', 403).readRangeOf(source);
  await expect(read(0, 10)).rejects.toThrow(
    /^s3:\/\/raw\/raw\/logs\/haproxy\/a is archived.*restore-object --bucket raw --key 'raw\/logs\/haproxy\/a' --version-id v1/,
  );
});

test('an object without bytes has none', async () => {
  const read = failing('InvalidRange', 416).readRangeOf(source);
  expect(await read(0, 10)).toEqual({ bytes: Buffer.alloc(0), size: 0 });
});

test('what else S3 says is thrown as it is', async () => {
  await expect(failing('AccessDenied', 403).readRangeOf(source)(0, 10)).rejects.toThrow(/^AccessDenied$/);
});
