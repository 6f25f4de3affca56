import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createS3 } from './service.ts';
import { startEndpoint, type TestEndpoint } from './test-endpoint.ts';
import { refusal, send } from './test-request.ts';

const Bucket = 'lake';
let endpoint: TestEndpoint;
let s3: S3Client;
beforeEach(async () => {
  endpoint = await startEndpoint((cloud) => [createS3(cloud, { emit: () => undefined })]);
  s3 = new S3Client({ ...endpoint.options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterEach(async () => {
  s3.destroy();
  await endpoint.stop();
});
const put = (Key: string, more = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body: '0123456789', ...more }));
const at = (path: string, method: string, headers = {}) => send(endpoint, `/${Bucket}/${path}`, { method, headers });

test('says in which region a bucket is', async () => {
  expect(await s3.send(new GetBucketLocationCommand({ Bucket }))).toMatchObject({ LocationConstraint: 'eu-west-1' });
  expect((await send(endpoint, `/${Bucket}?location`)).body).toContain('>eu-west-1</LocationConstraint>');
});

test('names a delete marker to whoever asks for it, and to whoever asks for what it hides', async () => {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await put('k');
  const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
  for (const method of ['GET', 'HEAD']) {
    const hidden = await at('k', method);
    expect([hidden.status, hidden.headers.get('x-amz-delete-marker')]).toEqual([404, 'true']);
    expect(hidden.headers.get('x-amz-version-id')).toBe(VersionId);
    const marker = await at(`k?versionId=${VersionId}`, method);
    expect([marker.status, marker.headers.get('x-amz-delete-marker')]).toEqual([405, 'true']);
    expect(marker.headers.get('allow')).toBe('DELETE');
    expect(Date.parse(marker.headers.get('last-modified') ?? '')).not.toBeNaN();
  }
  expect(refusal(await at('k?versionId=unreadable', 'GET'))).toBe('400 InvalidArgument');
  const source = { 'x-amz-copy-source': `${Bucket}/k?versionId=${VersionId}` };
  expect(refusal(await at('copy', 'PUT', source))).toBe('400 InvalidRequest');
});

test('tells a cache what it needs of an object that did not change', async () => {
  const { ETag } = await put('k', { CacheControl: 'max-age=9', Expires: new Date('2030-01-02T03:04:05Z') });
  for (const method of ['GET', 'HEAD']) {
    const answer = await at('k', method, { 'if-none-match': `"other", ${ETag}` });
    expect([answer.status, answer.headers.get('etag'), answer.body]).toEqual([304, ETag, '']);
    expect(answer.headers.get('cache-control')).toBe('max-age=9');
    expect(answer.headers.get('expires')).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
    expect(answer.headers.has('last-modified')).toBe(true);
  }
  for (const date of ['no date at all', 'Fri, 01 Jan 2100 00:00:00 GMT'])
    expect((await at('k', 'GET', { 'if-modified-since': date })).status).toBe(200);
});

test('gives Expires back as it came, or as the reader wants it', async () => {
  await at('k', 'PUT', { expires: 'soon', 'content-length': '0' });
  const head = await at('k', 'HEAD');
  expect([head.headers.get('expires'), head.headers.has('expiresstring')]).toEqual(['soon', false]);
  expect((await at('k?response-expires=123', 'GET')).headers.get('expires')).toBe('123');
});

test('says of a range that is not there how long the object is, and leaves a stale one out of account', async () => {
  const { ETag } = await put('k');
  const beyond = await at('k', 'GET', { range: 'bytes=10-' });
  expect([refusal(beyond), beyond.headers.get('content-range')]).toEqual(['416 InvalidRange', 'bytes */10']);
  expect((await at('k', 'GET', { range: 'bytes=1-2', 'if-range': ETag ?? '' })).status).toBe(206);
  expect((await at('k', 'GET', { range: 'bytes=1-2', 'if-range': '"older"' })).body).toBe('0123456789');
});

test('answers with metadata that is not ASCII as RFC 2047 has it', async () => {
  await endpoint.cloud.call(endpoint.context.caller, 's3', 'PutObject', { Bucket, Key: 'k', Metadata: { who: 'é' } });
  expect((await at('k', 'HEAD')).headers.get('x-amz-meta-who')).toBe('=?UTF-8?B?w6k=?=');
});

test('lists keys of characters that XML has no place for', async () => {
  await put('\u0001x');
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
  expect(Contents?.[0]?.Key).toBe('%01x');
  expect((await send(endpoint, `/${Bucket}?list-type=2`)).body).toContain('<Key>&#x1;x</Key>');
});

test('lists versions with their own storage class and checksum', async () => {
  await put('k', { StorageClass: 'GLACIER' });
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions).toMatchObject([
    { StorageClass: 'GLACIER', ChecksumAlgorithm: ['CRC32'], ChecksumType: 'FULL_OBJECT' },
  ]);
});

test('reads the one part of an object that was put whole with the checksum of the whole', async () => {
  const { ChecksumCRC32 } = await put('k');
  const input = { Bucket, Key: 'k', PartNumber: 1, ChecksumMode: 'ENABLED' as const };
  const part = await s3.send(new GetObjectCommand(input));
  expect(part).toMatchObject({ ChecksumCRC32, ChecksumType: 'FULL_OBJECT', ContentRange: 'bytes 0-9/10' });
  await part.Body?.transformToString();
  await expect(s3.send(new HeadObjectCommand({ ...input, PartNumber: 2 }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 416 },
  });
});
