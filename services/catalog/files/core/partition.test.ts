import { partitionsOf } from '@tributary/shared/partitions.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, folderOf, partitionIn, unknownValue } from './partition.ts';

const landedAt = Date.UTC(2026, 10, 29, 23, 59, 59, 999);
const of = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([name, value]) => ({ name, value }));
const day = of(['year', '2026'], ['month', '11'], ['day', '29']);

describe('the partition of a file', () => {
  test('is the day in UTC on which it landed, where its folders say nothing', () => {
    expect(dayOf(landedAt)).toEqual(day);
    expect(dayOf(landedAt + 1)).toEqual(of(['year', '2026'], ['month', '11'], ['day', '30']));
    expect(partitionIn(['year', 'month', 'day'], [], landedAt)).toEqual({ values: day, beside: [] });
  });

  test('has the keys of the table, whatever its folders say; what they say beside is kept', () => {
    expect(partitionIn(['year', 'country'], of(['country', 'at'], ['shop', '7']), landedAt)).toEqual({
      values: of(['year', unknownValue], ['country', 'at']),
      beside: of(['shop', '7']),
    });
    expect(partitionIn(['country', 'day'], [], landedAt).values).toEqual(of(['country', unknownValue], ['day', '29']));
    expect(partitionIn(['country'], of(['country', '']), landedAt)).toEqual({
      values: of(['country', unknownValue]),
      beside: [],
    });
    expect(partitionIn([], of(['a', '1']), landedAt)).toEqual({ values: [], beside: of(['a', '1']) });
  });

  test('is a folder that tells its values again', () => {
    expect(folderOf(day)).toBe('year=2026/month=11/day=29/');
    expect(folderOf(of(['a', 'x/y=z %']))).toBe('a=x%2Fy%3Dz%20%25/');
    const values = fc.array(fc.record({ name: fc.constantFrom('a', 'b_2'), value: fc.string({ unit: 'grapheme' }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (all) => {
        expect(partitionsOf(`${folderOf(all)}f.parquet`)).toEqual(all);
      }),
    );
  });
});
