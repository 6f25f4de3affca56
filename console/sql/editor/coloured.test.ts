import { expect, test } from 'vitest';
import { coloured, wordKinds } from './coloured.ts';

const words = wordKinds(['count', 'Date', 'left']);
const all = { from: 0, to: Number.POSITIVE_INFINITY };
const told = (sql: string, range = all) =>
  coloured(sql, words, range).map(({ from, to, kind }) => `${sql.slice(from, to)}: ${kind}`);

test('words, texts, numbers and comments have a colour, names and signs none', () => {
  expect(told(`Select COUNT(*), "a b", 'it''s' -- from\nFROM t WHERE x > 1.5`)).toEqual([
    'Select: keyword',
    'COUNT: function',
    '"a b": text',
    "'it''s': text",
    '-- from: comment',
    'FROM: keyword',
    'WHERE: keyword',
    '1.5: number',
  ]);
});

test('what a word is is told by what it is first: a type, then a keyword, then a function', () => {
  expect(told('CAST(a AS date) LEFT')).toEqual(['CAST: keyword', 'AS: keyword', 'date: type', 'LEFT: keyword']);
});

test('what is not in view is left out, and what reaches into it is whole', () => {
  expect(told('SELECT /* a */ 1, 2', { from: 10, to: 16 })).toEqual(['/* a */: comment', '1: number']);
});
