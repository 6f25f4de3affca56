import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOf, tokenAround, tokensOf } from './tokens.ts';

test('words, texts, names in quotes, numbers, comments and signs are told apart', () => {
  const sql = `SELECT "a ""b""", 'it''s;', 1.5e3 -- c;\n/* d; */ FROM t$x`;
  expect(tokensOf(sql).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'word SELECT',
    'quoted "a ""b"""',
    'sign ,',
    "text 'it''s;'",
    'sign ,',
    'number 1.5e3',
    'comment -- c;',
    'comment /* d; */',
    'word FROM',
    'word t$x',
  ]);
});

test('what is written is all there, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '1', "'", '"', '`', '-', '/', '*', '\n', ' ', ';', 'é') }),
      (sql) => {
        const tokens = tokensOf(sql);
        expect(tokens.map(({ text }) => text).join('')).toBe(
          tokens.map(({ from, to }) => sql.slice(from, to)).join(''),
        );
        expect(
          tokens
            .map(({ text }) => text)
            .join('')
            .replace(/\s/g, ''),
        ).toBe(sql.replace(/\s/g, ''));
      },
    ),
  );
});

test.each([
  ["SELECT 'ab", 10, 'text'],
  ["SELECT 'ab'", 11, undefined],
  ["SELECT 'ab'", 9, 'text'],
  ["SELECT 'it''", 12, 'text'],
  ["SELECT '", 8, 'text'],
  ["SELECT ''", 9, undefined],
  ['-- ab', 5, 'comment'],
  ['-- ab\n', 6, undefined],
  ['/* ab', 5, 'comment'],
  ['/* ab */', 8, undefined],
  ['/*/', 3, 'comment'],
  ['SELECT "a', 9, 'quoted'],
  ['SELECT ab', 9, undefined],
])('within %j, place %i is %s', (sql, at, kind) => {
  expect(tokenAround(tokensOf(sql), at)?.kind).toBe(kind);
});

test('names have no case, in quotes or without', () => {
  expect(tokensOf('Orders "Or""ders" `Or`').map(nameOf)).toEqual(['orders', 'or"ders', 'or']);
});
