import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('a CSV keeps commas, quotes, ends of lines, and what is NULL apart from what is empty', () => {
  const rows = [
    ['a,b', '1'],
    ['say "so"', null],
    ['two\nlines', ''],
  ];
  expect(csvOf(['Name', 'n'], rows)).toBe('Name,n\r\n"a,b",1\r\n"say ""so""",\r\n"two\nlines",""\r\n');
});
