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
    const types = fc.constantFrom('tinyint', 'smallint', 'int', 'bigint');
    const file = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c'), type: types }), {
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
