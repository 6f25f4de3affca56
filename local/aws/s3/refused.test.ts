import { afterAll, beforeAll, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createS3 } from './service.ts';
import { startEndpoint, type TestEndpoint } from './test-endpoint.ts';
import { contentMd5, refusal, send } from './test-request.ts';

let endpoint: TestEndpoint;
beforeAll(async () => {
  endpoint = await startEndpoint((cloud) => [createS3(cloud, { emit: () => undefined })]);
  const call = endpoint.cloud.call;
  await call(admin, 's3', 'CreateBucket', { Bucket: 'lake' });
  await call(admin, 's3', 'PutObject', { Bucket: 'lake', Key: 'k', Body: '01234' });
  await call(admin, 's3', 'PutObject', { Bucket: 'lake', Key: 'cold', Body: 'x', StorageClass: 'GLACIER' });
  await call(admin, 's3', 'CreateBucket', { Bucket: 'with-acls', ObjectOwnership: 'BucketOwnerPreferred' });
});
afterAll(() => endpoint.stop());

const zeros = Buffer.alloc(16).toString('base64');
const chunk = (trailer: string) => `3\r\nabc\r\n0\r\n${trailer}\r\n`;
const chunked = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': '3',
  'x-amz-trailer': 'x-amz-checksum-crc32',
};

test.each([
  ['max-keys=blah', '400 InvalidArgument'],
  ['list-type=2&max-keys=-1', '400 InvalidArgument'],
  ['versions&max-keys=1.5', '400 InvalidArgument'],
  ['uploads&max-uploads=x', '400 InvalidArgument'],
  ['encoding-type=xml', '400 InvalidArgument'],
  ['list-type=3', '400 InvalidArgument'],
  ['list-type=2&continuation-token=unreadable', '400 InvalidArgument'],
  ['versions&version-id-marker=null', '400 InvalidArgument'],
  ['acl', '501 NotImplemented'],
  ['cors', '501 NotImplemented'],
  ['website', '501 NotImplemented'],
  ['object-lock', '501 NotImplemented'],
])('GET /bucket?%s: %s', async (query, wanted) => {
  expect(refusal(await send(endpoint, `/lake?${query}`))).toBe(wanted);
});

test.each([
  [{ 'x-amz-acl': 'public-read' }, '400 AccessControlListNotSupported'],
  [{ 'x-amz-acl': 'public-ready' }, '400 InvalidArgument'],
  [{ 'x-amz-grant-read': 'id=a' }, '400 AccessControlListNotSupported'],
  [{ 'x-amz-object-lock-retain-until-date': '2030-01-01T00:00:00Z' }, '501 NotImplemented'],
  [{ 'x-amz-object-lock-mode': 'GOVERNANCE' }, '501 NotImplemented'],
  [{ 'x-amz-server-side-encryption-customer-key': 'k' }, '501 NotImplemented'],
  [{ 'x-amz-write-offset-bytes': '1' }, '501 NotImplemented'],
  [{ 'x-amz-expected-bucket-owner': '111111111111' }, '403 AccessDenied'],
  [{ 'x-amz-storage-class': 'FOO' }, '400 InvalidStorageClass'],
  [{ 'x-amz-server-side-encryption': 'FOO' }, '400 InvalidArgument'],
  [{ 'x-amz-server-side-encryption-aws-kms-key-id': 'k' }, '400 InvalidArgument'],
  [{ 'x-amz-website-redirect-location': 'nowhere' }, '400 InvalidRedirectLocation'],
  [{ 'x-amz-tagging': 'a=1&a=2' }, '400 InvalidArgument'],
  [{ 'x-amz-tagging': 'aws:a=1' }, '400 InvalidTag'],
  [{ 'x-amz-tagging': `${'a'.repeat(129)}=1` }, '400 InvalidTag'],
  [{ 'x-amz-meta-a': 'x'.repeat(2048) }, '400 MetadataTooLarge'],
  [{ 'content-md5': zeros }, '400 BadDigest'],
  [{ 'content-md5': 'c2hvcnQ=' }, '400 InvalidDigest'],
  [{ 'x-amz-content-sha256': '0'.repeat(64) }, '400 XAmzContentSHA256Mismatch'],
  [{ 'x-amz-content-sha256': 'nonsense' }, '400 InvalidArgument'],
  [{ 'x-amz-checksum-crc32': 'AAAAAA==' }, '400 BadDigest'],
  [{ 'x-amz-checksum-crc32': 'short' }, '400 InvalidRequest'],
  [{ 'x-amz-sdk-checksum-algorithm': 'SHA256' }, '400 InvalidRequest'],
  [{ 'x-amz-sdk-checksum-algorithm': 'SHA1', 'x-amz-checksum-crc32': 'NSRBwg==' }, '400 InvalidRequest'],
  [{ 'if-match': '"other"' }, '412 PreconditionFailed'],
  [{ 'if-none-match': '"other"' }, '501 NotImplemented'],
  [{ 'x-amz-copy-source': 'lake/cold' }, '403 ObjectNotInActiveTierError'],
  [{ 'x-amz-copy-source': 'lake/k', 'x-amz-metadata-directive': 'FOO' }, '400 InvalidArgument'],
  [{ 'x-amz-copy-source': 'lake/k', 'x-amz-source-expected-bucket-owner': '1' }, '403 AccessDenied'],
  [{ 'x-amz-copy-source': 'lake/k?versionId=' }, '400 InvalidArgument'],
])('PUT of an object with %j: %s', async (headers, wanted) => {
  expect(refusal(await send(endpoint, '/lake/k', { method: 'PUT', headers: { ...headers }, body: 'abc' }))).toBe(
    wanted,
  );
});

test.each([
  ['', '400 MalformedTrailerError'],
  ['x-amz-checksum-crc32:AAAAAA==\r\n', '400 BadDigest'],
  ['x-amz-checksum-crc32:short\r\n', '400 InvalidRequest'],
  ['x-amz-checksum-crc32:NSRBwg==\r\n', '200'],
])('PUT with the trailer %j: %s', async (trailer, wanted) => {
  const request = { method: 'PUT', headers: chunked, body: chunk(trailer) };
  expect(refusal(await send(endpoint, '/lake/trailed', request))).toBe(wanted);
});

test('a body whose length nobody says', async () => {
  const { 'x-amz-decoded-content-length': _unsaid, ...headers } = chunked;
  const request = { method: 'PUT', headers, body: chunk('') };
  expect(refusal(await send(endpoint, '/lake/k', request))).toBe('411 MissingContentLength');
});

test.each([
  ['versioning', '<VersioningConfiguration><Status>On</Status></VersioningConfiguration>', '400 MalformedXML'],
  ['versioning', '<VersioningConfiguration><Status>Ena', '400 MalformedXML'],
  ['versioning', '<Versioning><Status>Enabled</Status></Versioning>', '400 MalformedXML'],
  ['versioning', '', '400 MissingRequestBodyError'],
  ['tagging', '<Tagging/>', '400 MalformedXML'],
  ['ownershipControls', '<OwnershipControls></OwnershipControls>', '400 MalformedXML'],
  [
    'lifecycle',
    '<LifecycleConfiguration><Rule><Prefix/><Status>Enabled</Status><Expires>3</Expires></Rule></LifecycleConfiguration>',
    '400 MalformedXML',
  ],
])('PUT /bucket?%s of %s: %s', async (query, body, wanted) => {
  const request = { method: 'PUT', headers: contentMd5(body), body };
  expect(refusal(await send(endpoint, `/lake?${query}`, request))).toBe(wanted);
});

test.each([
  ['<Delete><Object></Object></Delete>', {}, '400 MalformedXML'],
  ['<Delete><Object><Key>none</Key></Object></Delete>', { 'content-md5': zeros }, '400 BadDigest'],
  ['<Delete><Object><Key>none</Key></Object></Delete>', { 'content-md5': '', 'x-amz-meta-a': '' }, '400 InvalidDigest'],
  ['<Delete><Object><Key>none</Key></Object></Delete>', { 'x-amz-checksum-crc32': 'AAAAAA==' }, '400 BadDigest'],
])('multi-deletion of %s with %j: %s', async (body, headers, wanted) => {
  const request = { method: 'POST', headers: { ...contentMd5(body), ...headers }, body };
  expect(refusal(await send(endpoint, '/lake?delete', request))).toBe(wanted);
});

test('a multi-deletion without a digest, which could be of anything', async () => {
  const body = '<Delete><Object><Key>k</Key></Object></Delete>';
  expect(refusal(await send(endpoint, '/lake?delete', { method: 'POST', body }))).toBe('400 InvalidRequest');
});

test.each([
  ['GET', '/lake/%ff', {}, '400 InvalidURI'],
  ['GET', `/lake/${'x'.repeat(1025)}`, {}, '400 KeyTooLongError'],
  ['GET', '/lake/cold', {}, '403 InvalidObjectState'],
  ['GET', '/lake/k', { 'x-amz-server-side-encryption': 'AES256' }, '400 InvalidArgument'],
  ['GET', '/lake/k', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, '501 NotImplemented'],
  ['GET', '/lake/k?attributes', { 'x-amz-object-attributes': 'Nonsense' }, '400 InvalidArgument'],
  ['DELETE', '/lake/k', { 'x-amz-bypass-governance-retention': 'true' }, '501 NotImplemented'],
  ['DELETE', '/lake/k', { 'x-amz-if-match-size': '9' }, '501 NotImplemented'],
  ['POST', '/lake/k', {}, '405 MethodNotAllowed'],
  ['POST', '/lake', { 'content-type': 'multipart/form-data; boundary=x' }, '501 NotImplemented'],
  ['PUT', '/with-acls/k', { 'x-amz-acl': 'public-read' }, '501 NotImplemented'],
  ['PUT', '/new-bucket', { 'x-amz-acl': 'public-read' }, '400 InvalidBucketAclWithObjectOwnership'],
  ['PUT', '/new-bucket', { 'x-amz-bucket-object-lock-enabled': 'true' }, '501 NotImplemented'],
  ['PUT', '/new-bucket', {}, '400 IllegalLocationConstraintException'],
])('%s %s with %j: %s', async (method, path, headers, wanted) => {
  expect(refusal(await send(endpoint, path, { method, headers: { ...headers } }))).toBe(wanted);
});

test('a bucket that names no region is made for who signs for us-east-1, as there', async () => {
  expect(refusal(await send(endpoint, '/global', { method: 'PUT', region: 'us-east-1' }))).toBe('200');
});
