import { describe, expect, test } from 'vitest';
import { plain } from './plain-digits.ts';
import { dateAt, instantAt } from './plain-times.ts';
import { booleanAt, numberAt, type ReadPlain, wholeAt } from './plain-values.ts';

/** What is read among other bytes; undefined where a slower reader has to look. */
const by = (read: ReadPlain) => (text: string) => {
  const bytes = Buffer.from(`1${text}1`);
  return read(bytes, 1, bytes.length - 1) ? plain.value : undefined;
};

test.each([
  ['0', 0],
  ['-0', -0],
  ['7', 7],
  ['-120', -120],
  ['999999999999999', 999_999_999_999_999],
  ['1000000000000000', undefined],
  ['007', undefined],
  ['-01', undefined],
  ['1.0', undefined],
  ['+1', undefined],
  ['', undefined],
])('%j is the whole number %s', (text, value) => {
  expect(by(wholeAt)(text)).toBe(value);
});

test.each([
  ['0.5', 0.5],
  ['-0.25', -0.25],
  ['.5', 0.5],
  ['5.', 5],
  ['12', 12],
  ['0.1', 0.1],
  ['12345678.9012345', 12_345_678.901_234_5],
  ['00.5', undefined],
  ['1.2.3', undefined],
  ['1e3', undefined],
  ['.', undefined],
])('%j is the number %s', (text, value) => {
  expect(by(numberAt)(text)).toBe(value);
});

test.each([
  ['true', 1],
  ['TRUE', 1],
  ['False', 0],
  ['t', undefined],
  ['tree', undefined],
  ['truE ', undefined],
  // As true and false but for the bit of the case, which these do not have as letters have.
  ['\u0014rue', undefined],
  ['fal\u0013e', undefined],
])('%j is %s', (text, value) => {
  expect(by(booleanAt)(text)).toBe(value);
});

describe('times', () => {
  test.each([
    ['1970-01-02', 1],
    ['1969-12-31', -1],
    ['2026-11-29T', undefined],
    ['2026-02-29', undefined],
  ])('%j is the day %s', (text, value) => {
    expect(by(dateAt)(text)).toBe(value);
  });

  test.each([
    ['1970-01-01 00:00:01', 1_000_000],
    ['1970-01-01T00:00:00.25Z', 250_000],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['1970-01-01T01:01:01.000001000', 3_661_000_001],
    ['1970-01-01 00:00:00.0000001', undefined],
    ['1970-01-01 24:00:00', undefined],
    ['1970-01-01 00:60:00', undefined],
    ['1970-01-01 00:00:60', undefined],
    ['1970-01-01 00:00:00+02:00', undefined],
    ['1970-01-01 00:00:00.', undefined],
    ['1970-01-01x00:00:00', undefined],
    // Not exact as microseconds.
    ['0001-01-01 00:00:00', undefined],
  ])('%j is the instant %s', (text, value) => {
    expect(by(instantAt)(text)).toBe(value);
  });
});
