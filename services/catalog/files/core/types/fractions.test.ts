import fc from 'fast-check';
import { parse } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import type { Value } from '../value.ts';
import { asWritten } from '../values-for-tests.ts';
import { typeText } from './column-type.ts';
import { type Evidence, see } from './evidence.ts';
import { seeFractions } from './fractions.ts';
import { resolve } from './resolve.ts';

const exact = (text: string): Value => {
  const read: unknown = parse(text, undefined, { parseNumber: (number) => asWritten('number', number) });
  return isValue(read) ? read : null;
};
const isValue = (value: unknown): value is Value => value !== undefined;

function seen(texts: readonly string[]) {
  const evidence: Evidence = {};
  let readAgain = 0;
  for (const text of texts) see(evidence, JSON.parse(text));
  seeFractions(evidence, {
    length: texts.length,
    textOf: (row) => texts[row] ?? '',
    exactly: (row) => {
      readAgain += 1;
      return exact(texts[row] ?? '');
    },
  });
  const type = resolve(evidence);
  return { type: type && typeText(type), readAgain };
}

describe('whole numbers that are written with a fraction', () => {
  test.each([
    ['{"a":10.0,"b":12}', 'struct<a:double,b:bigint>'],
    ['{"a" : -0.0 }', 'struct<a:double>'],
    ['{"a":10.00,"b":1.0}', 'struct<a:double,b:double>'],
    [
      '{"a":[1, null, 2.0],"b":[[1,2],[3.0]],"c":[1]}',
      'struct<a:array<double>,b:array<array<double>>,c:array<bigint>>',
    ],
    ['{"x":{"a":1},"l":[{"a":1.0}]}', 'struct<x:struct<a:bigint>,l:array<struct<a:double>>>'],
    [
      '{"a.b":1.0,"a\\"b":1.0,"ä[":1.0,"$":1,"":2.0}',
      'struct<a_b:double,a_b_2:double,a:double,column:bigint,column_2:double>',
    ],
    ['[1.0]', 'array<double>'],
    ['7.0', 'double'],
  ])('%s: %s', (text, type) => {
    expect(seen([text]).type).toBe(type);
  });

  test('are seen under keys that are data', () => {
    const wide = (count: number) =>
      JSON.stringify({ by: Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 1])) });
    expect(seen([wide(5000), '{"by":{"k77":2.0}}']).type).toBe('struct<by:map<string,double>>');
    expect(seen([wide(300), '{"by":{"k77":2.0}}']).type).toContain('k0:bigint,k77:double,k1:bigint');
  });

  test('are looked for only where a place of whole numbers may have one', () => {
    expect(seen(['{"a":1,"ip":"10.0.0.1","b":1.5}', '{"a":2,"b":10.0}', '{"b":0.05}']).readAgain).toBe(0);
    expect(seen(['{"s":"a\\":1.0,1.0"}', '{"a":1.05}', '{"a":"1.0"}']).readAgain).toBe(0);
  });

  test('are none where more digits follow', () => {
    expect(seen(['{"a":1}', '{"x":{"a":1.05}}', '{"x":{"a":1.0e-3}}']).readAgain).toBe(0);
  });

  test('are found once for each place', () => {
    expect(seen(Array.from({ length: 100 }, () => '{"a":1.0,"b":[2.0]}'))).toEqual({
      type: 'struct<a:double,b:array<double>>',
      readAgain: 1,
    });
  });

  test('are not looked for without end where a name means several places', () => {
    const texts = Array.from({ length: 2000 }, () => '{"a":1,"x":{"a":1.0}}');
    expect(seen(['{"x":{"a":1.5}}', ...texts])).toEqual({
      type: 'struct<a:bigint,x:struct<a:double>>',
      readAgain: 500,
    });
  });

  test('make doubles of exactly those places that have one', () => {
    const key = fc.constantFrom('a', 'b', 'a.b', '"');
    const number = fc.oneof(
      fc.integer().map(String),
      fc.integer().map((value) => `${value}.0`),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, number, tie('list'), tie('object')),
      list: fc.array(tie('any'), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
      object: fc
        .uniqueArray(fc.tuple(key, tie('any')), { maxLength: 3, selector: ([name]) => name })
        .map((entries) => `{${entries.map(([name, each]) => `${JSON.stringify(name)}: ${each}`).join(',')}}`),
    }));
    fc.assert(
      fc.property(fc.array(value.object, { maxLength: 4 }), (texts) => {
        const written: Evidence = {};
        for (const text of texts) see(written, exact(String(text)));
        const type = resolve(written);
        expect(seen(texts.map(String)).type).toBe(type && typeText(type));
      }),
      { numRuns: 500 },
    );
  });
});
