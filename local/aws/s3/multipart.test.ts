import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createS3 } from './service.ts';
import { startEndpoint, type TestEndpoint } from './test-endpoint.ts';
import { refusal, send } from './test-request.ts';

const Bucket = 'lake';
const Key = 'big';
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

/** An upload of three parts, each with its SHA-256. */
async function uploadThree() {
  const created = new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' });
  const { UploadId } = await s3.send(created);
  const parts: CompletedPart[] = [];
  for (const [at, bytes] of [5 * 1024 * 1024, 5 * 1024 * 1024, 3].entries()) {
    const input = { Bucket, Key, UploadId, PartNumber: at + 1, ChecksumAlgorithm: 'SHA256' as const };
    const { ETag, ChecksumSHA256 } = await s3.send(new UploadPartCommand({ ...input, Body: Buffer.alloc(bytes, at) }));
    parts.push({ PartNumber: at + 1, ETag, ChecksumSHA256 });
  }
  const complete = (Parts: readonly CompletedPart[], more = {}) =>
    s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [...Parts] }, ...more }),
    );
  return { parts, complete };
}

test('compares what completing says of the parts and of the whole', async () => {
  const { parts, complete } = await uploadThree();
  const zeros = Buffer.alloc(32).toString('base64');
  const unstated = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag, ChecksumSHA256: undefined }));
  await expect(complete(unstated)).rejects.toMatchObject({ name: 'InvalidRequest' });
  const wrong = parts.map((part) => ({ ...part, ChecksumSHA256: zeros }));
  await expect(complete(wrong)).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete(parts, { ChecksumSHA256: `${zeros}-3` })).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(complete(parts, { MpuObjectSize: 7 })).rejects.toMatchObject({ name: 'InvalidRequest' });
  await expect(complete(parts, { ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject({ name: 'InvalidRequest' });
  const done = await complete(parts, { MpuObjectSize: 10 * 1024 * 1024 + 3 });
  expect(done.ChecksumSHA256).toMatch(/-3$/);
});

test('answers the same when an upload is completed again, and makes no second version', async () => {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const { parts, complete } = await uploadThree();
  const { $metadata: _first, ...answer } = await complete(parts);
  await endpoint.restart(true);
  const { $metadata: _second, ...again } = await complete(parts);
  expect(again).toEqual(answer);
  await expect(complete(parts.slice(0, 1))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions).toHaveLength(1);
});

test('tells of an object by parts: pages of them, and each one with its checksum', async () => {
  const { parts, complete } = await uploadThree();
  await complete(parts);
  const attributes = async (more = {}) => {
    const input = { Bucket, Key, ObjectAttributes: ['ObjectParts' as const], ...more };
    return (await s3.send(new GetObjectAttributesCommand(input))).ObjectParts;
  };
  expect(await attributes({ MaxParts: 2 })).toMatchObject({
    TotalPartsCount: 3,
    IsTruncated: true,
    MaxParts: 2,
    NextPartNumberMarker: '2',
    Parts: [{ PartNumber: 1, ChecksumSHA256: parts[0]?.ChecksumSHA256 }, { PartNumber: 2 }],
  });
  expect(await attributes({ PartNumberMarker: '2' })).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3 }] });
  const head = new HeadObjectCommand({ Bucket, Key, PartNumber: 3, ChecksumMode: 'ENABLED' });
  expect(await s3.send(head)).toMatchObject({
    ContentLength: 3,
    PartsCount: 3,
    ChecksumType: 'COMPOSITE',
    ChecksumSHA256: parts[2]?.ChecksumSHA256,
  });
});

test('takes checksums of parts only by the algorithm that the upload named', async () => {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }));
  const part = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x', ChecksumAlgorithm: 'SHA1' });
  await expect(s3.send(part)).rejects.toMatchObject({ message: expect.stringMatching(/sha256.*sha1/) });
  for (const more of [
    { ChecksumAlgorithm: 'CRC64NVME' as const, ChecksumType: 'COMPOSITE' as const },
    { ChecksumAlgorithm: 'SHA1' as const, ChecksumType: 'FULL_OBJECT' as const },
    { ChecksumType: 'FULL_OBJECT' as const },
  ])
    await expect(s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
});

test('copies exactly the range that a part names, or none', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'from', Body: '01234' }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const copy = (CopySourceRange: string) =>
    s3.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        CopySource: `${Bucket}/from`,
        CopySourceRange,
      }),
    );
  for (const range of ['0-2', 'bytes=1-', 'bytes=-2', 'bytes=3-1', 'bytes=0-1,3-4', 'bytes=0-5'])
    await expect(copy(range), range).rejects.toMatchObject({ name: 'InvalidArgument' });
  const { CopyPartResult } = await copy('bytes=1-3');
  expect(CopyPartResult?.ETag).toBeDefined();
});

test('lists uploads by pages, several of one key in the order of their making', async () => {
  const made: string[] = [];
  for (const key of ['a', 'a', 'a', 'b/1', 'b/2', 'c'])
    made.push((await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: key }))).UploadId ?? '');
  const pages = async (more = {}) => {
    const seen: (string | undefined)[] = [];
    let marker = {};
    for (let page = 0; page < 9; page++) {
      const found = await s3.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 1, ...marker, ...more }));
      seen.push(...(found.Uploads ?? []).map(({ UploadId }) => UploadId));
      seen.push(...(found.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      if (found.IsTruncated !== true) break;
      marker = { KeyMarker: found.NextKeyMarker, UploadIdMarker: found.NextUploadIdMarker };
    }
    return seen;
  };
  expect(await pages()).toEqual(made);
  expect(await pages({ Delimiter: '/' })).toEqual([...made.slice(0, 3), 'b/', made[5]]);
  const unreadable = await send(endpoint, `/${Bucket}/a?uploadId=${made[0]}&part-number-marker=x`);
  expect(refusal(unreadable)).toBe('400 InvalidArgument');
});
