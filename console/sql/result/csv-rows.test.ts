import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRows, lineRows } from './csv-rows.ts';
import { written } from './written.ts';

test('nothing is NULL, and quotes with nothing between them are an empty text', () => {
  expect(csvRows('"a","b"\n,""\n"",\n')).toEqual([
    ['a', 'b'],
    [null, ''],
    ['', null],
  ]);
});

test('quotes, commas and line feeds stand within quotes', () => {
  expect(csvRows('"say ""yes"", or","two\nlines"\n')).toEqual([['say "yes", or', 'two\nlines']]);
});

test('a column of NULLs alone is an empty line each', () =>
  expect(csvRows('"a"\n\n\n')).toEqual([['a'], [null], [null]]));

test('the last row may have no line feed, and a value no quotes', () =>
  expect(csvRows('a,"b"\n1,')).toEqual([
    ['a', 'b'],
    ['1', null],
  ]));

test('what Athena writes is read as it was', () => {
  const cell = fc.option(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '😀') }));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })), (rows) => {
      expect(csvRows(written(rows))).toEqual(rows);
    }),
  );
});

test('lines of a text are rows of one column, empty ones too', () => {
  expect(lineRows('a\n\n  "b\n')).toEqual([['a'], [''], ['  "b']]);
  expect(lineRows('a\nb')).toEqual([['a'], ['b']]);
  expect(lineRows('')).toEqual([]);
});
