import { expect, test } from 'vitest';
import { rowsText } from './rows-text.ts';

const columns = ['day', 'email'].map((name) => ({ name, type: 'varchar' }));

test('rows are told by their columns, and only by those that may be shown', () => {
  const rows = [
    ['2026-11-20', 'a@b'],
    [undefined, 'c\nd'],
  ];
  expect(rowsText({ columns, rows })).toBe('day=2026-11-20, email=a@b; day=null, email=c d');
  expect(rowsText({ columns, rows }, ['day'])).toBe('2026-11-20; null');
  expect(rowsText({ columns, rows }, ['other'])).toBe('2 rows, none of whose columns may be shown');
});

test('rows are told briefly, and a sentence that stands alone as it is', () => {
  const many = Array.from({ length: 11 }, (_, at) => [`${at}`, 'x'.repeat(200)]);
  const text = rowsText({ columns, rows: many });
  expect(text.length).toBeLessThan(11 * 130);
  expect(text.endsWith('; …')).toBe(true);
  expect(rowsText({ columns: [{ name: 'fault', type: 'varchar' }], rows: [['x'.repeat(200)]] })).toHaveLength(200);
});
