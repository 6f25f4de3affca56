import { describe, expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';

const event = {
  source: 'aws.s3',
  resources: ['arn:aws:s3:::lake-raw'],
  detail: {
    bucket: { name: 'lake-raw' },
    object: { key: 'logs/haproxy/a.gz', size: 12 },
    reason: null,
    ok: true,
    ip: '10.1.2.3',
    tags: ['a', 'b'],
    parts: [
      { n: 1, k: 'x' },
      { n: 2, k: 'y' },
    ],
    empty: {},
  },
};
const matches = (pattern: unknown) => compilePattern(JSON.stringify(pattern))(event);
const key = (matcher: unknown) => matches({ detail: { object: { key: [matcher] } } });

describe('event patterns', () => {
  test.each<[string, boolean, unknown]>([
    ['every field must match', true, { source: ['aws.s3'], detail: { bucket: { name: ['x', 'lake-raw'] } } }],
    ['a field that differs', false, { source: ['aws.s3'], detail: { bucket: { name: ['x'] } } }],
    ['any element of an array', true, { resources: ['arn:aws:s3:::lake-raw'], detail: { tags: ['b'] } }],
    ['objects in an array', true, { detail: { parts: { n: [2] } } }],
    ['one element must match whole', false, { detail: { parts: { n: [1], k: ['y'] } } }],
    ['null', true, { detail: { reason: [null] } }],
    ['a boolean', true, { detail: { ok: [true] } }],
    ['a number is no text', false, { detail: { object: { size: ['12'] } } }],
    ['exists', true, { detail: { object: { key: [{ exists: true }] } } }],
    ['exists false', true, { detail: { object: { etag: [{ exists: false }] } } }],
    ['exists false below what is absent', true, { detail: { none: { deeper: [{ exists: false }] } } }],
    ['an object is no leaf', true, { detail: { empty: [{ exists: false }] } }],
    ['numeric', true, { detail: { object: { size: [{ numeric: ['>', 0, '<=', 12] }] } } }],
    ['numeric out of range', false, { detail: { object: { size: [{ numeric: ['<', 12] }] } } }],
    ['cidr', true, { detail: { ip: [{ cidr: '10.1.0.0/16' }] } }],
    ['cidr of another net', false, { detail: { ip: [{ cidr: '10.2.0.0/16' }] } }],
    ['$or', true, { $or: [{ source: ['no'] }, { detail: { ok: [true] } }], resources: [{ prefix: 'arn:' }] }],
    ['$or without a match', false, { detail: { $or: [{ ok: [false] }, { tags: ['c'] }] } }],
    ['anything-but of an absent field', false, { detail: { none: [{ 'anything-but': ['a'] }] } }],
  ])('%s: %s', (_what, expected, pattern) => expect(matches(pattern)).toBe(expected));

  test.each<[boolean, unknown]>([
    [true, { prefix: 'logs/' }],
    [true, { suffix: '.gz' }],
    [true, { prefix: { 'equals-ignore-case': 'LOGS/' } }],
    [true, { 'equals-ignore-case': 'LOGS/haproxy/A.gz' }],
    [true, { wildcard: 'logs/*/a.*' }],
    [true, { wildcard: '*haproxy*' }],
    [false, { wildcard: 'logs/*/b.*' }],
    [false, { wildcard: 'logs/haproxy/a.gz*gz' }],
    [true, { 'anything-but': ['x', 'y'] }],
    [false, { 'anything-but': 'logs/haproxy/a.gz' }],
    [false, { 'anything-but': { prefix: 'logs/' } }],
    [true, { 'anything-but': { prefix: ['rejected/', 'tmp/'] } }],
    [false, { 'anything-but': { suffix: '.gz' } }],
    [false, { 'anything-but': { wildcard: '*/haproxy/*' } }],
    [false, { 'anything-but': { 'equals-ignore-case': ['LOGS/haproxy/a.gz'] } }],
  ])('%s for a key and %j', (expected, matcher) => expect(key(matcher)).toBe(expected));

  test.each([
    ['{', 'JSON'],
    ['{}', 'empty'],
    ['{"source":[]}', 'Empty arrays'],
    ['{"source":"aws.s3"}', 'array'],
    ['{"source":[{"like":"x"}]}', 'like'],
    ['{"source":[{"wildcard":"a**b"}]}', 'Consecutive'],
    ['{"source":[{"numeric":["~",1]}]}', '~'],
    ['{"source":[{"cidr":"10.0.0.0"}]}', 'CIDR'],
  ])('refuses %s, saying why', (pattern, why) => expect(() => compilePattern(pattern)).toThrow(why));
});
