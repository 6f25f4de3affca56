import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNumber, parseExact, unmarked, writeExact } from './exact-json.ts';

describe('JSON with exact numbers', () => {
  test.each([
    ['{"id":12345678901234567890}'],
    ['[0.1234567890123456789,-9007199254740993]'],
    ['{"a":1e400,"b":1e-400}'],
    ['{"text":"12345678901234567890 \\"9007199254740993\\"","n":9007199254740993}'],
    ['9007199254740993'],
  ])('writes %s as it has read it', (text) => {
    expect(writeExact(parseExact(text))).toBe(text);
  });

  test('gives the digits of a number that JavaScript cannot hold', () => {
    const value = parseExact('[9007199254740993]');
    const [number] = Array.isArray(value) ? value : [];
    expect(unmarked(number)).toBe('9007199254740993');
    expect(isNumber(number)).toBe(true);
    expect(isNumber('9007199254740993')).toBe(false);
  });

  test('is what JSON.parse and JSON.stringify make of a document without such numbers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(writeExact(parseExact(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('keeps each digit of any integers, wherever they stand', () => {
    const integers = fc.array(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), { minLength: 1 });
    fc.assert(
      fc.property(integers, fc.string({ unit: 'binary' }), (numbers, key) => {
        const text = `{${JSON.stringify(key)}:[${numbers.join(',')}]}`;
        expect(writeExact(parseExact(text))).toBe(
          JSON.stringify({ [key]: 0 }).replace(/0}$/, `[${numbers.join(',')}]}`),
        );
      }),
    );
  });

  test.each([['01234567890123456789'], ['{12345678901234567890:1}'], ['[12345678901234567890'], ['1234567890123456.']])(
    'refuses %s, as JSON.parse does',
    (text) => {
      expect(() => parseExact(text)).toThrow(SyntaxError);
    },
  );

  test('takes no text of a sender for a number', () => {
    const text = JSON.stringify(['\u0000n:1', '\u000012345678901234567890']);
    expect(writeExact(parseExact(text))).toBe(text);
  });
});
