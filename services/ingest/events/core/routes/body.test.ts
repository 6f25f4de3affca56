import zlib, { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { maxDepth, readBody } from './body.ts';
import { Rejection } from './rejection.ts';

function reasonOf(bytes: Buffer, encoding: string | null = null): string {
  try {
    readBody(bytes, encoding);
  } catch (error) {
    if (error instanceof Rejection) return error.reason;
    throw error;
  }
  return 'kept';
}

describe('a body', () => {
  test.each([null, '', 'identity', 'utf-8', ' UTF-8 ', 'binary', '8bit', 'gzip', 'deflate', 'br', 'zstd', 'none such'])(
    'with the encoding %j is JSON as it stands',
    (encoding) => {
      expect(readBody(Buffer.from('{"a":"é"}'), encoding)).toEqual({ text: '{"a":"é"}', value: { a: 'é' } });
    },
  );

  test.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['gzip:UTF-8', gzipSync],
    ['gzip, UTF-8', gzipSync],
    ['binary', gzipSync],
    ['', gzipSync],
    ['', deflateSync],
    ['br', gzipSync],
    ['deflate', deflateRawSync],
    ['deflate; charset=utf-8', deflateRawSync],
    ['gzip, gzip', (text: string) => gzipSync(gzipSync(text))],
    ['gzip', (text: string) => gzipSync(gzipSync(text))],
    ['deflate, br', (text: string) => brotliCompressSync(deflateRawSync(text))],
    ['gzip base64', (text: string) => Buffer.from(gzipSync(text).toString('base64'))],
  ])('packed by %s is unpacked', (encoding, pack) => {
    expect(readBody(pack('[1]'), encoding).value).toEqual([1]);
  });

  test('may begin with a byte order mark', () => {
    expect(readBody(Buffer.from('\ufeff{}'), null).text).toBe('{}');
  });

  test.each<[string, string, Buffer, string | null]>([
    ['not_json', 'text', Buffer.from('hello'), null],
    ['not_json', 'half a document', Buffer.from('{"a":'), null],
    ['not_json', 'nothing', Buffer.alloc(0), null],
    ['not_utf8', 'Latin-1', Buffer.from('{"a":"\xe9"}', 'latin1'), null],
    ['not_utf8', 'UTF-16', Buffer.from('{"a":1}', 'utf16le').fill(0xff, 0, 1), null],
    ['bad_encoding', 'gzip that is none', Buffer.from('hello'), 'gzip'],
    ['bad_encoding', 'packed five times', [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), Buffer.from('{}')), null],
    ['bad_encoding', 'damaged gzip', gzipSync('{"a":1}').subarray(0, 12), 'gzip'],
    ['bad_encoding', 'gzip of more than a message may have', gzipSync(Buffer.alloc(65 * 1024 * 1024)), 'gzip'],
    ['unknown_encoding', 'lz4', Buffer.from([4, 0x22, 0x4d, 0x18, 0xff]), 'lz4'],
    ['too_deep', '5,000 levels', Buffer.from('['.repeat(5000) + ']'.repeat(5000)), null],
    ['too_deep', 'levels that never end', Buffer.from('{"a":'.repeat(1_000_000)), null],
  ])('is rejected as %s when it is %s', (reason, _what, bytes, encoding) => {
    expect(reasonOf(bytes, encoding)).toBe(reason);
  });

  test('is zstd where Node reads it, and says where it does not', () => {
    // `[1]`, by zstd 1.5.
    const bytes = Buffer.from('28b52ffd04581900005b315d40f40762', 'hex');
    expect(reasonOf(bytes, null)).toBe('zstdDecompressSync' in zlib ? 'kept' : 'unknown_encoding');
  });

  test('has no halves of characters, which SQL engines do not read', () => {
    const text = String.raw`{"a\ud800":"\ud83d\ude00\\ud800\udc00\uDBFFx"}`;
    expect(readBody(Buffer.from(text), null).text).toBe(String.raw`{"a\ufffd":"\ud83d\ude00\\ud800\ufffd\ufffdx"}`);
  });

  test('nests as deep as is allowed, and no deeper', () => {
    const nested = (levels: number) => Buffer.from(`${'[{"a":"]"},'.repeat(levels - 1)}[]${']'.repeat(levels - 1)}`);
    expect(reasonOf(nested(200))).toBe('kept');
    expect(reasonOf(nested(maxDepth))).toBe('kept');
    expect(reasonOf(nested(maxDepth + 1))).toBe('too_deep');
  });

  test('of 5 MB is JSON like any other', () => {
    expect(reasonOf(Buffer.from(JSON.stringify({ text: '["{'.repeat(1_700_000) })))).toBe('kept');
  });

  test('is not quoted in what is said of it', () => {
    expect(() => readBody(Buffer.from('secret'), null)).toThrow(
      expect.objectContaining({ message: 'the body is not JSON' }),
    );
  });
});
