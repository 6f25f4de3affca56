import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressionOf, gzipPage } from './compression.ts';

const digests = Array.from({ length: 8_000 }, (_, at) => createHash('sha256').update(`${at}`).digest('hex')).join('');
const paths = Array.from({ length: 20_000 }, (_, at) => `/api/v1/projects/${at % 97}/tasks`).join('');

test.each([
  ['nothing', ''],
  ['one byte', 'x'],
  ['a page below the window', 'abc'.repeat(200)],
  ['digests', digests],
  ['paths', paths],
])('any reader of gzip unpacks %s', (_, text) => {
  expect(gunzipSync(gzipPage(Buffer.from(text))).toString()).toBe(text);
});

test('digests come to little more than half, text that repeats to a tenth', () => {
  expect(gzipPage(Buffer.from(digests)).length).toBeLessThan(digests.length * 0.55);
  expect(gzipPage(Buffer.from(paths)).length).toBeLessThan(paths.length * 0.1);
});

test('a runtime that has Zstandard compresses by it, at level 1; another by gzip', () => {
  const calls: unknown[] = [];
  const zstdCompressSync = (bytes: Uint8Array, options: unknown) => {
    calls.push(options);
    return bytes.subarray(1);
  };
  const { codec, compress } = compressionOf({ zstdCompressSync });
  expect([codec, compress(Buffer.of(1, 2))]).toEqual(['ZSTD', Buffer.of(2)]);
  expect(calls).toEqual([{ params: { 100: 1 } }]);
  expect(compressionOf({}).codec).toBe('GZIP');
});
