import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyIn, objectPath, readS3Uri } from './s3-path.ts';

/** The key that arrives after a browser has made an address of the path. */
function arrived(path: string): string {
  const { pathname } = new URL(path, 'http://127.0.0.1:4566');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/(.*)$/s.exec(pathname) ?? [];
  expect(decodeURIComponent(bucket)).toBe('b');
  return decodeURIComponent(key);
}

test.each([
  'a/./b',
  'a/../../c',
  '../x',
  './',
  '//a',
  '/a',
  'a//b',
  'a/',
  'a b+c%2F&?#=;:@',
  'é/日本/😀',
  '%2e%2e/x',
  '\\x',
  'a\nb',
  '...',
  '..a',
])('the key %j arrives as it is', (key) => {
  expect(arrived(objectPath('b', key) ?? '')).toBe(key);
});

test('any key arrives as it is, but for the two that no address can name', () => {
  const key = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(key, (text) => {
      const path = objectPath('b', text);
      expect(path === undefined ? text : arrived(path)).toBe(text);
      expect(path === undefined).toBe(text === '.' || text === '..');
    }),
  );
});

test('keys of listings are read whether blanks are written as + or %20', () => {
  expect([keyIn('a+b'), keyIn('a%20b'), keyIn('a%2Bb'), keyIn('x/%25')]).toEqual(['a b', 'a b', 'a+b', 'x/%']);
});

test('an address of S3 has a bucket, and a key or none', () => {
  expect(readS3Uri('s3://b/k/ey')).toEqual({ bucket: 'b', key: 'k/ey' });
  expect(readS3Uri('s3://b')).toEqual({ bucket: 'b', key: '' });
  expect(readS3Uri('s3://b//x')).toEqual({ bucket: 'b', key: '/x' });
  expect([readS3Uri(''), readS3Uri('/tmp/x'), readS3Uri('s3:///x')]).toEqual([undefined, undefined, undefined]);
});
