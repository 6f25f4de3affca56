import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evolve, SchemaConflictError } from './evolve.ts';

const column = (name: string, type: string) => ({ name, type });

describe('evolve', () => {
  test('adds what is new at the end and removes nothing', () => {
    expect(evolve([column('a', 'string'), column('b', 'int')], [column('c', 'date'), column('b', 'int')])).toEqual({
      columns: [column('a', 'string'), column('b', 'int'), column('c', 'date')],
      added: ['c'],
      widened: [],
    });
  });
  test('widens and never narrows', () => {
    expect(evolve([column('n', 'int')], [column('n', 'bigint')])).toMatchObject({
      columns: [column('n', 'bigint')],
      widened: ['n'],
    });
    expect(evolve([column('n', 'bigint')], [column('n', 'int')])).toMatchObject({
      columns: [column('n', 'bigint')],
      widened: [],
    });
  });
  test.each([
    ['decimal(10,2)', 'decimal(12,4)', 'decimal(12,4)'],
    ['decimal(10,2)', 'decimal(20,2)', 'decimal(20,2)'],
    ['decimal(12,4)', 'decimal(10,2)', 'decimal(12,4)'],
    ['decimal(10,2)', 'decimal(8,4)', 'decimal(12,4)'],
    ['decimal(38,0)', 'decimal(38,0)', 'decimal(38,0)'],
  ])('widens %s and %s to what holds every value of both, %s', (current, arriving, expected) => {
    expect(evolve([column('d', current)], [column('d', arriving)])).toMatchObject({
      columns: [column('d', expected)],
      widened: expected === current ? [] : ['d'],
    });
  });
  test.each([
    ['decimal(38,0)', 'decimal(38,10)'],
    ['decimal(20,0)', 'bigint'],
    ['int', 'decimal(10,0)'],
    ['decimal(10,2)', 'double'],
  ])('refuses %s and %s: no type holds all, or Athena does not read the one as the other', (current, arriving) => {
    expect(() => evolve([column('d', current)], [column('d', arriving)])).toThrow(SchemaConflictError);
  });
  test('takes a struct with more fields at its end', () => {
    expect(evolve([column('s', 'struct<a:int>')], [column('s', 'struct<a:int,b:string>')]).columns).toEqual([
      column('s', 'struct<a:int,b:string>'),
    ]);
  });
  test('refuses types that have no common one, and says what to do', () => {
    expect(() => evolve([column('n', 'int')], [column('n', 'string')])).toThrow(SchemaConflictError);
    expect(() => evolve([column('n', 'int')], [column('n', 'string')])).toThrow(/Column n is int .* string/);
  });
  test('ends at the same types whatever the order of files', () => {
    const integers = fc.constantFrom('tinyint', 'smallint', 'int', 'bigint');
    const decimals = fc
      .tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 0, max: 19 }))
      .map(([whole, scale]) => `decimal(${whole + scale},${scale})`);
    const named = (names: readonly string[], type: fc.Arbitrary<string>) =>
      fc.record({ name: fc.constantFrom(...names), type });
    const file = fc.uniqueArray(fc.oneof(named(['a', 'b'], integers), named(['c', 'd'], decimals)), {
      selector: ({ name }) => name,
    });
    const all = (files: readonly (readonly { name: string; type: string }[])[]) =>
      files.reduce((table, next) => evolve(table, next).columns, []).toSorted((a, b) => a.name.localeCompare(b.name));
    fc.assert(
      fc.property(fc.array(file), (files) => {
        expect(all(files)).toEqual(all(files.toReversed()));
      }),
    );
  });
});
