import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributesOf, maxPathLength, pathPattern, valueAt } from './attributes.ts';

const shape = { depth: 8, arrays: new Set<string>() };

function paths(value: unknown, of = shape): Record<string, string> {
  return Object.fromEntries(attributesOf(JSON.stringify(value), of).map(({ path, value: text }) => [path, text]));
}

describe('attributes', () => {
  test('are dotted paths of nested objects; an array is one value', () => {
    expect(paths({ status: 'paid', total: { amount: 12.5, currency: 'EUR' }, tags: [1, { a: 2 }] })).toEqual({
      status: '"paid"',
      'total.amount': '12.5',
      'total.currency': '"EUR"',
      tags: '[1,{"a":2}]',
    });
  });

  test('are one, called $, of a value that is no object, and none of an empty object', () => {
    expect(paths({})).toEqual({});
    for (const value of [null, 1, 'x', [], [1]]) expect(paths(value)).toEqual({ $: JSON.stringify(value) });
  });

  test('keep an empty object within another: that it is empty is a fact', () => {
    expect(paths({ a: {}, b: { c: {} } })).toEqual({ a: '{}', 'b.c': '{}' });
  });

  test('are made of the elements of an array where that is declared, with * for any index', () => {
    const value = { items: [{ sku: 'a', sizes: [1] }, { sku: 'b' }] };
    expect(paths(value, { depth: 8, arrays: new Set(['items']) })).toEqual({
      'items.0.sku': '"a"',
      'items.0.sizes': '[1]',
      'items.1.sku': '"b"',
    });
    const both = { depth: 8, arrays: new Set(['items', 'items.*.sizes']) };
    expect(paths(value, both)['items.0.sizes.0']).toBe('1');
    expect(paths([5, 6], { depth: 8, arrays: new Set(['$']) })).toEqual({ 0: '5', 1: '6' });
  });

  test('end at the depth that is declared', () => {
    expect(paths({ a: { b: { c: 1 } }, d: 2 }, { ...shape, depth: 2 })).toEqual({ 'a.b': '{"c":1}', d: '2' });
  });

  test('of an object whose keys are too long for a path are one value', () => {
    const long = { [`${'k'.repeat(maxPathLength)}x`]: 1, short: 2 };
    expect(paths({ a: long })).toEqual({ a: JSON.stringify(long) });
    expect(paths(long)).toEqual({ $: JSON.stringify(long) });
  });

  test('never share a path, whatever the keys are, and each path leads back to its value', () => {
    const keys = fc.oneof(fc.constantFrom('', '.', '*', '$', '\\', 'e', '\\e', 'a', 'a.b', 'b', '\n'), fc.string());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 5 }, fc.integer(), fc.dictionary(keys, tie('tree'), { maxKeys: 4 })),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const json = JSON.stringify(value);
        const attributes = attributesOf(json, shape);
        expect(new Set(attributes.map(({ path }) => path)).size).toBe(attributes.length);
        for (const { path, value: text } of attributes.filter((attribute) => attribute.path !== '$')) {
          expect(path).toMatch(pathPattern);
          expect(valueAt(json, path)).toBe(text);
        }
      }),
    );
  });
});
