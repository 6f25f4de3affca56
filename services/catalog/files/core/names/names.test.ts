import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyType } from '../shape/testing/any-fields.ts';
import { readType, typeText } from '../types/column-type.ts';
import { anyKey } from '../values-for-tests.ts';
import { takeName, validName } from './column-name.ts';
import { keysOf, withKeys } from './keys.ts';

describe('a name in the table', () => {
  test.each([
    ['id', 'id'],
    ['_id', '_id'],
    ['unitPrice', 'unitprice'],
    ['Amount (€)', 'amount'],
    ['a.b', 'a_b'],
    ['a - b', 'a_b'],
    ['Größe', 'grosse'],
    ['GRÖẞE', 'grosse'],
    ['ß', 'ss'],
    ['İstanbul', 'istanbul'],
    ['ﬁeld', 'field'],
    ['中文', 'column'],
    ['', 'column'],
    ['---', 'column'],
    ['2024', '_2024'],
    ['$id', 'id'],
    ['__proto__', 'proto'],
    ['constructor', 'constructor'],
    ['select', 'select'],
  ])('of %j is %s', (key, name) => {
    expect(validName(key)).toBe(name);
  });

  test('is one that Glue takes, of whatever key, and stays as it is', () => {
    fc.assert(
      fc.property(fc.oneof(anyKey, fc.string({ unit: 'binary', maxLength: 300 })), (key) => {
        const name = validName(key);
        expect(name).toMatch(/^[a-z_][a-z0-9_]{0,128}$/);
        expect(validName(name)).toBe(name);
      }),
    );
    expect(validName('x'.repeat(200))).toBe('x'.repeat(128));
  });

  test('is not that of another', () => {
    const taken = new Set(['year']);
    expect(['A', 'a', 'a', 'year', '中', '文', 'a_2'].map((key) => takeName(key, taken))).toEqual([
      'a',
      'a_2',
      'a_3',
      'year_2',
      'column',
      'column_2',
      'a_2_2',
    ]);
  });
});

test('keys of fields are kept beside a type, as far as they differ from names', () => {
  const type = withKeys(readType('array<struct<unit_price:bigint,id:bigint,tags:map<string,struct<a:string>>>>'), {
    unit_price: 'unitPrice',
    'tags.a': '__proto__',
    gone: 'x',
  });
  expect(keysOf(type)).toEqual({ unit_price: 'unitPrice', 'tags.a': '__proto__' });
  expect(keysOf(readType('bigint'))).toEqual({});
});

test('a type and the keys of its fields make it again', () => {
  fc.assert(
    fc.property(anyType(4), (type) => {
      const kept: unknown = JSON.parse(JSON.stringify(keysOf(type)));
      expect(kept).toEqual(keysOf(type));
      expect(withKeys(readType(typeText(type)), keysOf(type))).toEqual(type);
    }),
    { numRuns: 300 },
  );
});
