import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BusEvent } from '../events/event.ts';
import { createS3 } from './service.ts';
import { startEndpoint, type TestEndpoint } from './test-endpoint.ts';

describe('S3, as the SDK sees it', () => {
  let endpoint: TestEndpoint;
  let s3: S3Client;
  let events: BusEvent[];
  const Bucket = 'lake';

  beforeEach(async () => {
    events = [];
    endpoint = await startEndpoint((cloud) => [createS3(cloud, { emit: (event) => events.push(event) })]);
    s3 = new S3Client({ ...endpoint.options, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(async () => {
    s3.destroy();
    await endpoint.stop();
  });
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const text = async (Key: string, more = {}) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

  test('gives back what was put, with its headers, etag and checksum', async () => {
    const body = '{"a":1}';
    const answer = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a b/ü.json',
        Body: body,
        ContentType: 'application/json',
        Metadata: { Owner: 'us' },
      }),
    );
    expect(answer.ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
    expect(answer.ChecksumCRC32).toBeDefined();
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/ü.json', ChecksumMode: 'ENABLED' }));
    expect(got).toMatchObject({ ContentType: 'application/json', ContentLength: 7, Metadata: { owner: 'us' } });
    expect(got.ChecksumCRC32).toBe(answer.ChecksumCRC32);
    expect(await got.Body?.transformToString()).toBe(body);
  });

  test('takes a stream with a trailing checksum', async () => {
    const Body = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(70_000, 'b')]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: 170_000 }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
    expect(head).toMatchObject({ ContentLength: 170_000 });
    expect(head.ContentEncoding).toBeUndefined();
    expect(await text('k', { Range: 'bytes=99999-100000' })).toBe('ab');
  });

  test('refuses a body that does not match its checksum, and keeps nothing of it', async () => {
    await expect(
      s3.send(
        new PutObjectCommand({ Bucket, Key: 'k', Body: 'a', ChecksumSHA256: Buffer.alloc(32).toString('base64') }),
      ),
    ).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('reads ranges and conditions as HTTP has them', async () => {
    const { ETag } = await put('k', '0123456789');
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=2-4' }));
    expect(part).toMatchObject({ ContentRange: 'bytes 2-4/10', ContentLength: 3, $metadata: { httpStatusCode: 206 } });
    expect(await text('k', { Range: 'bytes=-3' })).toBe('789');
    expect(await text('k', { Range: 'bytes=8-99' })).toBe('89');
    await expect(text('k', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    await expect(text('k', { IfMatch: '"x"' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    await expect(text('k', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  test('If-None-Match: * lets one writer win', async () => {
    const create = () => s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', IfNoneMatch: '*' }));
    const outcomes = await Promise.allSettled([create(), create(), create()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('lists by prefix, delimiter and page, in the order of UTF-8', async () => {
    for (const key of ['b/1', 'b/2', 'a', 'b-', 'c/x/y', 'z', '\u{1F600}', '\uFF5E']) await put(key, key);
    const pages: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2, ...(token && { ContinuationToken: token }) }),
      );
      pages.push(
        [
          ...(page.Contents ?? []).map(({ Key }) => Key),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        ].join(' '),
      );
      token = page.NextContinuationToken;
    } while (token);
    expect(pages).toEqual(['a b-', 'b/ c/', 'z \uFF5E', '\u{1F600}']);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/', StartAfter: 'b/1' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['b/2']);
  });

  test('keeps versions and delete markers', async () => {
    await put('k', 'null version');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const first = await put('k', 'one');
    const second = await put('k', 'two');
    const gone = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(gone.DeleteMarker).toBe(true);
    await expect(text('k')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await text('k', { VersionId: first.VersionId })).toBe('one');
    expect(await text('k', { VersionId: 'null' })).toBe('null version');
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(listed.Versions?.map(({ VersionId }) => VersionId)).toEqual([second.VersionId, first.VersionId, 'null']);
    expect(listed.DeleteMarkers).toMatchObject([{ Key: 'k', IsLatest: true }]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: gone.VersionId }));
    expect(await text('k')).toBe('two');
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  });

  test('joins the parts of a multipart upload, copied ones too', async () => {
    const Key = 'big';
    const body = Buffer.alloc(5 * 1024 * 1024, 'abcdefg');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'tail', Body: '0123456789' }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const whole = { Bucket, Key, UploadId };
    const first = await s3.send(new UploadPartCommand({ ...whole, PartNumber: 1, Body: body }));
    const second = await s3.send(
      new UploadPartCopyCommand({
        ...whole,
        PartNumber: 7,
        CopySource: `${Bucket}/tail`,
        CopySourceRange: 'bytes=2-4',
      }),
    );
    const parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 7, ETag: second.CopyPartResult?.ETag },
    ];
    const complete = (Parts: typeof parts) =>
      s3.send(new CompleteMultipartUploadCommand({ ...whole, MultipartUpload: { Parts } }));
    await expect(complete(parts.toReversed())).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([{ PartNumber: 2, ETag: '"x"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    const { ETag } = await complete(parts);
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
      ContentLength: body.length + 3,
      ETag,
    });
    expect(await text(Key, { Range: 'bytes=-4' })).toBe(`${body.toString('latin1').at(-1)}234`);
    expect((await complete(parts)).ETag).toBe(ETag);
    await expect(complete(parts.slice(0, 1))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('copies, with other metadata when asked', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'from', Body: 'x', Metadata: { a: '1' } }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({ Metadata: { a: '1' } });
    await expect(
      s3.send(new CopyObjectCommand({ Bucket, Key: 'from', CopySource: `${Bucket}/from` })),
    ).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  test('tells EventBridge of what it made and deleted, with growing sequencers', async () => {
    await put('before', 'x');
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    await put('k+ü', 'x');
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'k+ü' }, { Key: 'none' }] } }));
    expect(events).toMatchObject([
      {
        'detail-type': 'Object Created',
        source: 'aws.s3',
        resources: ['arn:aws:s3:::lake'],
        detail: { version: '0', bucket: { name: Bucket }, object: { key: 'k+ü', size: 1 }, reason: 'PutObject' },
      },
      { 'detail-type': 'Object Deleted', detail: { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' } },
    ]);
    const sequencers = events.map(({ detail }) => JSON.stringify(detail.object).match(/"sequencer":"(\w+)"/)?.[1]);
    expect([...sequencers].sort()).toEqual(sequencers);
  });

  test('tells only who may list a bucket that a key does not exist', async () => {
    endpoint.deny(({ action }) => action === 's3:ListBucket');
    await expect(text('none')).rejects.toMatchObject({ name: 'AccessDenied' });
    endpoint.deny(() => false);
    await expect(text('none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('has everything again after the process was killed', async () => {
    await put('k', 'x');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await put('k2', 'y');
    await endpoint.restart(true);
    expect(await text('k2')).toBe('y');
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['k2']);
  });
});
