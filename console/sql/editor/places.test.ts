import { expect, test } from 'vitest';
import { placed } from './places.ts';

const marked = (text: string, sent: Parameters<typeof placed>[1], message: string) => {
  const place = placed(message, sent);
  return place && text.slice(place.from, place.to);
};

test('the word at the place is marked, and what is said of it told', () => {
  const sql = 'SELECT a,\n  foo\nFROM t';
  const message = "COLUMN_NOT_FOUND: line 2:3: Column 'foo' cannot be resolved";
  expect(placed(message, { sql, from: 0 })).toEqual({ from: 12, to: 15, message: "Column 'foo' cannot be resolved" });
});

test('of a statement further down its own places are counted from there', () => {
  const text = 'SELECT 1;\n\n SELECT foo';
  expect(marked(text, { sql: 'SELECT foo', from: 12 }, 'line 1:8: no')).toBe('foo');
});

test('what is sent before the statement is not counted', () => {
  const sql = 'SELECT foo\nFROM bar';
  expect(marked(sql, { sql, from: 0, before: 'EXPLAIN ' }, 'line 1:16: no')).toBe('foo');
  expect(marked(sql, { sql, from: 0, before: 'EXPLAIN ' }, 'line 2:6: no')).toBe('bar');
  expect(marked(sql, { sql, from: 0, before: 'EXPLAIN ' }, 'line 1:1: no')).toBe('SELECT');
});

test('characters are counted as people do', () => {
  const sql = "SELECT '😀é', foo";
  expect(marked(sql, { sql, from: 0 }, 'line 1:14: no')).toBe('foo');
});

test.each([
  ['SELECT abs(', 'line 1:12: end', '('],
  ['SELECT abs(', 'line 9:1: far', '('],
  ['SELECT "a b" x', 'line 1:8: no', '"a b"'],
  ['SELECT 1.50 x', 'line 1:8: no', '1.50'],
  ['SELECT 1 +\nFROM', 'line 1:11: at an end of a line', '+'],
])('in %j %s is %j', (sql, message, expected) => expect(marked(sql, { sql, from: 0 }, message)).toBe(expected));

test('a message without a place has none', () => {
  expect(placed('DIVISION_BY_ZERO: Division by zero', { sql: 'SELECT 1/0', from: 0 })).toBeUndefined();
});
