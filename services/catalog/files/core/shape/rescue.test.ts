import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyKey, asWritten } from '../values-for-tests.ts';
import { createRescue, pathText } from './rescue.ts';

describe('the path of what was rescued', () => {
  test.each<[readonly (string | number)[], string]>([
    [['customer', 'address', 'zip'], 'customer.address.zip'],
    [['lines', 3, 'price'], 'lines[3].price'],
    [['a.b', 'c'], "['a.b'].c"],
    [[''], "['']"],
    [["it's"], "['it\\'s']"],
    [['a', 'b[0]', 0], "a['b[0]'][0]"],
  ])('%j is %s', (path, text) => {
    expect(pathText(path)).toBe(text);
  });

  test('is that of no other', () => {
    const key = fc.oneof(
      anyKey,
      fc.array(fc.constantFrom('[', ']', "'", '\\', '.', 'x', '0'), { maxLength: 6 }).map((all) => all.join('')),
    );
    const path = fc
      .tuple(key, fc.array(fc.oneof(key, fc.nat(9)), { maxLength: 3 }))
      .map(([first, rest]) => [first, ...rest]);
    fc.assert(
      fc.property(path, path, (one, other) => {
        expect(pathText(one) === pathText(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is rescued', () => {
  test('is each value that says something, by its path, until the next row', () => {
    const rescue = createRescue();
    rescue.path.push('a');
    for (const value of [null, undefined, [], {}, [null, {}], { b: [] }]) expect(rescue.add(value)).toBeNull();
    expect([rescue.entries(), rescue.count()]).toEqual([null, 0]);
    rescue.add('');
    rescue.path.push(2);
    rescue.add([1n, asWritten('number', '1.50'), asWritten('date', '2026-11-29'), 'ä"', null, undefined, { c: true }]);
    expect(rescue.entries()).toEqual({
      keys: ['a', 'a[2]'],
      values: ['', '[1,1.50,"2026-11-29","ä\\"",null,null,{"c":true}]'],
    });
    rescue.reset();
    expect([rescue.entries(), rescue.count(), rescue.path]).toEqual([null, 0, []]);
  });

  test('is inexact where it has numbers that are doubles', () => {
    const isInexact = (value: Parameters<ReturnType<typeof createRescue>['add']>[0]) => {
      const rescue = createRescue();
      rescue.add(value);
      return rescue.isInexact;
    };
    expect([1.5, [[1]], { a: { b: 1 } }].map(isInexact)).toEqual([true, true, true]);
    expect(['1', true, 1n, asWritten('number', '1'), { a: [asWritten('number', '1')] }].some(isInexact)).toBe(false);
  });
});
