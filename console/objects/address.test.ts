import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRoute } from '../app/route.ts';
import { folderHref, folderOfUri, nameOf, objectHref, placeOf, stepsOf } from './address.ts';

const shown = (href: string) => placeOf(readRoute(new URL(href, 'http://127.0.0.1:4566')));

test('a folder has an address that people can read, where a browser leaves it as it is', () => {
  expect(folderHref('b', 'raw/year=2026/a b/')).toBe('/_lake/objects/b/raw/year%3D2026/a%20b');
  expect(shown(folderHref('b', 'raw/logs/'))).toEqual({ kind: 'either', bucket: 'b', path: 'raw/logs' });
  expect(shown(folderHref('b', ''))).toEqual({ kind: 'folder', bucket: 'b', prefix: '' });
  expect(shown('/_lake/objects')).toEqual({ kind: 'buckets' });
});

test('any prefix and any key are those that their address shows', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('a//b/', './', '../../', '/', 'x', 'a/.../', '%2e/', '?#/'),
  );
  fc.assert(
    fc.property(text, text, (prefix, key) => {
      const folder = shown(folderHref('b', prefix));
      const meant = folder.kind === 'either' ? `${folder.path}/` : folder.kind === 'folder' ? folder.prefix : undefined;
      expect(meant).toBe(prefix);
      expect(shown(objectHref('b', key))).toEqual({ kind: 'object', bucket: 'b', key, version: undefined });
    }),
  );
});

test('an object is shown at a version, and its place is told step by step', () => {
  expect(shown(objectHref('b', 'k', [['version', 'v+1']]))).toMatchObject({ key: 'k', version: 'v+1' });
  expect(stepsOf('b', 'a//k').map(({ name, href }) => [name, href])).toEqual([
    ['b', '/_lake/objects/b'],
    ['a', '/_lake/objects/b/a'],
    ['/', '/_lake/objects/b?prefix=a%2F%2F'],
  ]);
  expect([nameOf('a/b/'), nameOf('a/b'), nameOf('/'), nameOf('a//')]).toEqual(['b/', 'b', '/', '/']);
});

test('where a table lies is a folder', () => {
  expect(folderOfUri('s3://b/lake/t')).toBe('/_lake/objects/b/lake/t');
  expect(folderOfUri('s3://b')).toBe('/_lake/objects/b');
  expect(folderOfUri('')).toBeUndefined();
});
