import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRows, delimiterOf, hasHeader, readCsv } from './csv.ts';

const whole = { delimiter: ',', header: undefined, isWhole: true } as const;

test('fields in quotes hold delimiters, line ends and quotes', () => {
  const text = 'id,note\r\n1,"a, ""b""\r\nc"\r\n2,\r\n"",x"y\n3,"no" end\n';
  expect(csvRows(text, ',')).toEqual({
    rows: [
      ['id', 'note'],
      ['1', 'a, "b"\r\nc'],
      ['2', ''],
      ['', 'x"y'],
      ['3', 'no end'],
    ],
    isOpen: false,
  });
});

test('empty lines are no rows, and the last line needs no end', () => {
  expect(csvRows('', ',').rows).toEqual([]);
  expect(csvRows('\n\na\n\nb', ',').rows).toEqual([['a'], ['b']]);
  expect(csvRows('a,b\n1,', ',').rows).toEqual([
    ['a', 'b'],
    ['1', ''],
  ]);
  expect(csvRows('a\rb\r', ',').rows).toEqual([['a'], ['b']]);
});

test('a quote that is not closed is told, of a part the last row waits for more', () => {
  const text = 'a,b\n1,2\n3,"x\ny';
  expect(readCsv(text, whole).notes).toEqual(['A quote is not closed: all that follows it is one field.']);
  expect(readCsv(text, { ...whole, isWhole: false })).toMatchObject({ rows: [['1', '2']], notes: [] });
  expect(readCsv('a,b\n1,2\n', { ...whole, isWhole: false }).rows).toEqual([['1', '2']]);
});

test('the first row names the columns where it looks like names, unless a person says otherwise', () => {
  expect(readCsv('id,name\n1,x\n', whole)).toMatchObject({
    isHeader: true,
    columns: [{ name: 'id' }, { name: 'name' }],
  });
  expect(readCsv('I,1,x\nU,2,y\n', whole)).toMatchObject({ isHeader: false, columns: [{ name: 'column 1' }, {}, {}] });
  expect(readCsv('id,name\n1,x\n', { ...whole, header: false }).rows).toHaveLength(2);
  expect(readCsv('1,2\n3,4\n', { ...whole, header: true })).toMatchObject({ columns: [{ name: '1' }, { name: '2' }] });
  expect(hasHeader([['a', 'a']])).toBe(false);
  expect(hasHeader([['a', '2026-11-20']])).toBe(false);
  expect(hasHeader([['a', '']])).toBe(false);
});

test('rows of other widths are shown whole and told', () => {
  const read = readCsv('a,b\n1\n1,2,3\n4,5\n', whole);
  expect(read.columns.map(({ name }) => name)).toEqual(['a', 'b', 'column 3']);
  expect(read.rows).toEqual([
    ['1', null, null],
    ['1', '2', '3'],
    ['4', '5', null],
  ]);
  expect(read.notes).toEqual(['2 rows have more or fewer than 2 fields.']);
});

test('the delimiter is the one by which all rows are as wide', () => {
  expect(delimiterOf('a,b;c\n1,2;3\n')).toBe(',');
  expect(delimiterOf('a;b\n1,5;2\n"x;y";3,1,2')).toBe(';');
  expect(delimiterOf('a\tb,c\n1\t2\n')).toBe('\t');
  expect(delimiterOf('a|b\nc|d')).toBe('|');
  expect(delimiterOf('Well, then.\nNo comma here.\n')).toBeUndefined();
  expect(delimiterOf('only, one line')).toBeUndefined();
  expect(delimiterOf(`a,b\n${'1,"x\n"\n'.repeat(20_000)}`)).toBe(',');
});

test('whatever fields are written by RFC 4180 are read again', () => {
  const field = fc.oneof(fc.constantFrom('', 'a', '"', ',', '\n', '\r\n', ' "x"'), fc.string());
  const written = (row: readonly string[], end: string) =>
    row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',') + end;
  fc.assert(
    fc.property(
      fc.array(fc.array(field, { minLength: 2, maxLength: 4 })),
      fc.constantFrom('\n', '\r\n'),
      (all, end) => {
        expect(csvRows(all.map((row) => written(row, end)).join(''), ',').rows).toEqual(all);
      },
    ),
  );
});
