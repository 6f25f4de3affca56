import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeLength, unescapeText } from './unescape.ts';

function read(text: string): string {
  const bytes = Buffer.from(text);
  const target = Buffer.alloc(bytes.length + 2, '!');
  const end = unescapeText(target, 1, bytes, { from: 0, to: bytes.length });
  expect(target[end]).toBe(0x21);
  return target.toString('utf8', 1, end);
}

const piece = fc.oneof(
  fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t', 'a', 'é', '東', '😀', '\\ud83d\\ude00'),
  fc.constantFrom(
    '\\u0000',
    '\\u007f',
    '\\u0080',
    '\\u07ff',
    '\\u0800',
    '\\uFFFF',
    '\\ud800',
    '\\uDBFF',
    '\\udc00',
    '\\udfff',
  ),
  fc.integer({ min: 0, max: 0xffff }).map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`),
);

test('a text is what JSON.parse makes of it, in UTF-8', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      expect(read(text)).toBe(Buffer.from(String(JSON.parse(`"${text}"`))).toString());
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['\\n', 2],
  ['\\u00fF', 6],
  ['\\u00f', 0],
  ['\\u00fg', 0],
  ['\\x', 0],
  ['\\', 0],
  ['\\U0041', 0],
  ['\\é', 0],
])('the escape of %j has %i bytes', (text, length) => {
  expect(escapeLength(Buffer.from(text), 0)).toBe(length);
});
