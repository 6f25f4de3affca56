import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDays, readChoice, writeChoice } from './choices.ts';

const texts = { type: 'select', label: 'L', multiple: true } as const;
const days = { type: 'date_range', label: 'L' } as const;

describe('a choice', () => {
  test.each([
    ['a,b', ['a', 'b']],
    ['', []],
    [',a,,b,', ['a', 'b']],
    ['Acme\\, Inc.,b', ['Acme, Inc.', 'b']],
    ['a\\\\,b', ['a\\', 'b']],
    ['C:\\x', ['C:\\x']],
  ])('of texts written %j is %j', (text, choice) => {
    expect(readChoice(texts, text)).toEqual({ choice });
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (choice) => {
        expect(readChoice(texts, writeChoice(choice))).toEqual({ choice });
      }),
    );
  });

  test.each([
    [{ from: '2026-11-01', to: '2026-11-30' }, '2026-11-01..2026-11-30'],
    [{ from: '2026-11-01' }, '2026-11-01..'],
    [{ to: '2026-11-30' }, '..2026-11-30'],
    [{}, 'all'],
  ])('of days %j is written %s, and read as such', (choice, text) => {
    expect(writeChoice(choice)).toBe(text);
    expect(readChoice(days, text)).toEqual({ choice });
  });

  test('of one of several values that are known is told where it is none', () => {
    expect(readChoice({ ...texts, values: ['a'] }, 'a,d')).toEqual({ wrong: 'd is none.', unknown: 'd' });
    expect(readChoice({ ...texts, multiple: false }, 'a,d')).toEqual({ wrong: 'it takes one value.' });
  });
});

test('the last days are those up to today, in UTC', () => {
  expect(lastDays(1, new Date('2026-12-01T00:30:00+01:00'))).toEqual({ from: '2026-11-30', to: '2026-11-30' });
  expect(lastDays(30, new Date('2026-12-01T12:00:00Z'))).toEqual({ from: '2026-11-02', to: '2026-12-01' });
});
