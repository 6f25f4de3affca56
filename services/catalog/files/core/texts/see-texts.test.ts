import { describe, expect, test } from 'vitest';
import type { Field } from '../types/column-type.ts';
import { join } from '../types/evidence.ts';
import { seeTexts } from './see-texts.ts';
import { shapeTexts } from './shape-texts.ts';
import { cellOf, csvRows, nothingSeen } from './texts-for-tests.ts';

describe('what rows of texts show', () => {
  const shown = (csv: string, nulls: readonly string[] = [], header: readonly string[] = ['a', 'b']) => {
    const objects = nothingSeen();
    seeTexts(objects, { names: header, rows: csvRows(csv), nulls });
    return Object.fromEntries([...objects.named].map(([key, { at, seen, what }]) => [key, [what.scalar, at, seen]]));
  };

  test.each([
    ['007', 'string'],
    ['-01', 'string'],
    ['+1', 'string'],
    ['0', 'bigint'],
    ['-0', 'bigint'],
    ['0.5', 'double'],
    ['-0.5', 'double'],
    ['00.5', 'string'],
    ['.5', 'double'],
    ['5.', 'double'],
    ['1.50', 'double'],
    ['1e3', 'double'],
    ['1e400', 'string'],
    ['1.2.3', 'string'],
    ['1-2', 'string'],
    ['-', 'string'],
    ['.', 'string'],
    ['"1,5"', 'string'],
    ['9223372036854775807', 'bigint'],
    ['9223372036854775808', 'string'],
    ['12345678901234567890', 'string'],
    ['1234567890123456.25', 'double'],
    ['2026-11-29', 'date'],
    ['0001-01-01', 'date'],
    ['0000-00-00', 'date'],
    ['2024-02-30', 'date'],
    ['2024-13-30', 'string'],
    ['2026-11-29 10:00:00', 'timestamp'],
    ['2026-11-29T10:00:00.123+02:00', 'timestamp'],
    ['0001-01-01T00:00:00Z', 'timestamp'],
    ['2016-12-31T23:59:60Z', 'timestamp'],
    ['true', 'boolean'],
    ['FALSE', 'boolean'],
    ['t', 'string'],
    ['tree', 'string'],
    ['yes', 'string'],
    ['1'.repeat(41), 'string'],
    ['192.168.0.1', 'string'],
    [' 5', 'bigint'],
    ['   -1.5  ', 'double'],
    ['" 2026-11-29"', 'date'],
    ['true ', 'boolean'],
    [' 007', 'string'],
    ['5 b', 'string'],
  ])('%s: %s', (csv, scalar) => {
    expect(shown(`${csv}\n`)).toEqual({ a: [scalar, 0, 1] });
  });

  test('does not count what is empty, be it between quotes, or stands for NULL without them', () => {
    expect(shown('1,\n"",NULL\n3,""\n', ['NULL'])).toEqual({ a: ['bigint', 0, 2] });
    expect(shown('1,"NULL"\n', ['NULL'])).toEqual({ a: ['bigint', 0, 1], b: ['string', 1, 1] });
    expect(shown('1,NULL\n', [])).toEqual({ a: ['bigint', 0, 1], b: ['string', 1, 1] });
  });

  test('does not count blanks alone, which are kept where texts are', () => {
    expect(shown('   ,\t\n1,"  "\n')).toEqual({ a: ['bigint', 0, 1] });
    const fields: Field[] = [
      { key: 'a', name: 'a', type: { kind: 'string' } },
      { key: 'b', name: 'b', type: { kind: 'double' } },
    ];
    const { vectors, rescued } = shapeTexts({ names: ['a', 'b', 'c'], rows: csvRows('  , ,\t\n'), nulls: [] }, fields);
    expect([vectors.map((vector, at) => cellOf(vector, 0, fields[at]?.type)), rescued]).toEqual([['  ', null], [null]]);
  });

  test('of rows that are short is what they have', () => {
    expect(shown('1\n1,2\n')).toEqual({ a: ['bigint', 0, 2], b: ['bigint', 1, 1] });
  });

  test('of a name that comes twice is what its first column has', () => {
    expect(shown('1,x\n', [], ['a', 'a'])).toEqual({ a: ['bigint', 0, 1] });
  });

  test('joins with what was shown before, also where names are too many to tell apart', () => {
    const objects = nothingSeen();
    const wide = (from: number, value: string) => {
      const header = Array.from({ length: 3000 }, (_, at) => `k${from + at}`);
      seeTexts(objects, { names: header, rows: csvRows(`${header.map(() => value).join()}\n`), nulls: [] });
    };
    wide(0, '1');
    wide(0, '2.5');
    expect(objects.named.get('k7')).toEqual({ at: 7, seen: 2, what: { scalar: 'double', scalars: 2 } });
    wide(3000, '3');
    expect([objects.count, objects.named.size, objects.many]).toEqual([3, 0, { scalar: 'double', scalars: 9000 }]);
    const other = nothingSeen();
    join({ objects: other }, { objects });
    expect(other).toEqual(objects);
  });
});
