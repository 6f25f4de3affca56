import { expect, test } from 'vitest';
import { chosen, parameterCount, statementAt, statementsOf } from './statements.ts';

const text = "SELECT ';' AS a; -- one;\n\nSELECT 2 /* ; */\n;;\n-- nothing\n";

test('semicolons part statements, but not those in texts and comments', () => {
  expect(statementsOf(text).map(({ sql }) => sql)).toEqual(["SELECT ';' AS a", '-- one;\n\nSELECT 2 /* ; */']);
  expect(statementsOf(text).map(({ from, to, sql }) => text.slice(from, to) === sql)).toEqual([true, true]);
});

test.each([' ', '-- a', ';', '/* a */ ; '])('%j has no statement', (empty) => {
  expect(statementsOf(empty)).toEqual([]);
  expect(statementAt(empty, 0)).toBeUndefined();
});

test.each([
  [0, 0],
  [7, 0],
  [15, 0],
  [16, 0],
  [30, 1],
  [text.length, 1],
])('at %i the statement is number %i', (at, which) => {
  expect(statementAt(text, at)).toEqual(statementsOf(text)[which]);
});

test('before the first statement it is the first', () => {
  expect(statementAt('\n\nSELECT 1', 0)?.sql).toBe('SELECT 1');
});

test('what is selected is run, where it stands', () => {
  const sql = 'SELECT 1 + (SELECT 2)';
  expect(chosen(sql, { from: 12, to: 20 })).toEqual({ from: 12, to: 20, sql: 'SELECT 2' });
  expect(chosen(sql, { from: 3, to: 3 })?.sql).toBe(sql);
  expect(chosen(sql, { from: 10, to: 11 })).toBeUndefined();
});

test('question marks wait for values, but for those in texts, names and comments', () => {
  expect(parameterCount(`SELECT ?, '?', "?" -- ?\nWHERE a = ?`)).toBe(2);
});
