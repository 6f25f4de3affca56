import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fields, Value } from '../value.ts';
import { anyRecords } from '../values-for-tests.ts';
import { typeText } from './column-type.ts';
import { type Evidence, join, mostLevels, mostNames, see } from './evidence.ts';
import { evidenceText, readEvidence } from './evidence-text.ts';
import { mostFields, resolve } from './resolve.ts';

function seen(values: readonly Value[]): Evidence {
  const evidence: Evidence = {};
  for (const value of values) see(evidence, value);
  return evidence;
}

function joined(all: readonly Evidence[]): Evidence {
  const evidence: Evidence = {};
  for (const each of all) join(evidence, each);
  return evidence;
}

const told = (evidence: Evidence) => {
  const type = resolve(evidence);
  return type === undefined ? 'nothing' : typeText(type);
};
const typed = (...values: readonly Value[]) => told(seen(values));

/** Cut at these places. */
function cutAt(records: readonly Fields[], cuts: readonly number[]): readonly (readonly Fields[])[] {
  const ends = [...new Set([...cuts.filter((cut) => cut < records.length), records.length])].toSorted((a, b) => a - b);
  return ends.map((end, at) => records.slice(ends[at - 1] ?? 0, end));
}

describe('what records show', () => {
  test('does not depend on their order, nor on how they are cut into files', () => {
    fc.assert(
      fc.property(
        anyRecords.chain((records) =>
          fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
        ),
        fc.array(fc.nat(8), { maxLength: 4 }),
        ([records, shuffled], cuts) => {
          const whole = seen(records);
          const parts = cutAt(shuffled, cuts).map(seen);
          expect(joined(parts)).toEqual(whole);
          expect(joined(parts.toReversed())).toEqual(whole);
          expect(resolve(joined(parts))).toEqual(resolve(whole));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is the same once it has been kept as a text', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const evidence = seen(records);
        expect(readEvidence(evidenceText(evidence))).toEqual(evidence);
      }),
    );
  });

  test('is not changed by what it is joined to', () => {
    const one = seen([{ a: 1, tags: [1] }]);
    const text = evidenceText(one);
    joined([one, seen([{ a: 'x', tags: ['x'], b: { c: 1 } }])]);
    expect(evidenceText(one)).toBe(text);
  });

  test('is joined the same way with names that are too many to tell apart', () => {
    const many = (from: number, count: number) =>
      seen(Array.from({ length: count }, (_, at) => ({ by: { [`k${from + at}`]: at % 2 === 0 ? 1 : 1.5 } })));
    const parts = [many(0, 2500), many(2000, 2500), many(0, 10)];
    const [one, other] = [joined(parts), joined(parts.toReversed())];
    expect(one).toEqual(other);
    expect(readEvidence(evidenceText(one))).toEqual(one);
    expect(told(one)).toBe('struct<by:map<string,double>>');
  });
});

describe('the type of values', () => {
  test.each([null, undefined, [], {}, [null], [[]], [{}], { a: null }, { a: {} }, { a: [] }])(
    'is none for %j',
    (value) => {
      expect(typed(value)).toBe('nothing');
      expect(typed(value, 1)).toBe('bigint');
    },
  );

  test.each<[string, readonly Value[], string]>([
    ['an object before arrays and scalars, where there are as many', [[1], { a: 1 }, 'x'], 'struct<a:bigint>'],
    ['an array before scalars, where there are as many', ['x', [1]], 'array<bigint>'],
    ['what most are: arrays', [{ a: 1 }, [1], 'x', [2]], 'array<bigint>'],
    ['what most are: scalars', [{ a: 1 }, [1], 'x', 'y'], 'string'],
    ['what most are, empty ones apart', [{}, [], 5], 'bigint'],
    ['an object where arrays are empty', [{ a: 1 }, []], 'struct<a:bigint>'],
    [
      'fields in the order in which they stand',
      [
        { b: 1, a: 2 },
        { c: 1, b: 1 },
      ],
      'struct<b:bigint,c:bigint,a:bigint>',
    ],
    ['numbers and texts', [1, 'x'], 'string'],
    ['dates and times', ['2026-11-29', '2026-11-29T10:00:00Z'], 'timestamp'],
    ['days that are none, as MySQL writes them', ['2026-11-29', '0000-00-00'], 'date'],
    ['days that no calendar has', ['2026-11-29', '2024-02-30'], 'date'],
    ['elements of all arrays', [[1], [2.5], []], 'array<double>'],
    ['fields of all elements', [[{ a: 1 }, { b: 'x' }]], 'array<struct<a:bigint,b:string>>'],
    ['whole numbers beyond 64 bits', [2n ** 70n], 'bigint'],
    [
      'names that are no names',
      [{ Größe: 1, grosse: 2, '': 3 }],
      'struct<grosse_2:bigint,grosse:bigint,column:bigint>',
    ],
  ])('is that of %s', (_, values, type) => {
    expect(typed(...values)).toBe(type);
  });

  test('is as deep as Stripe nests, seven levels', () => {
    const charge = { data: [{ lines: { data: [{ price: { tiers: [{ up_to: 1 }] } }] } }] };
    expect(typed(charge)).toBe(
      'struct<data:array<struct<lines:struct<data:array<struct<price:struct<tiers:array<struct<up_to:bigint>>>>>>>>>',
    );
  });

  const nested = (levels: number, inner: Value): Value =>
    levels === 0 ? inner : levels % 2 === 0 ? [nested(levels - 1, inner)] : { a: nested(levels - 1, inner) };

  test('knows sixteen levels, and nothing of what is deeper', () => {
    expect(typed(nested(mostLevels, 1)).split('<')).toHaveLength(mostLevels + 1);
    expect(typed(nested(mostLevels + 1, 1))).toBe('nothing');
    expect(typed(nested(mostLevels + 2, 1))).toBe('nothing');
    for (const inner of [[1], { a: 1 }]) {
      expect(typed(nested(mostLevels, inner))).toBe('nothing');
      expect(typed(nested(mostLevels - 1, inner)).split('<')).toHaveLength(mostLevels + 1);
    }
  });

  test('is a map where there are many keys, of which each is rare', () => {
    const rows = (count: number, share: number) =>
      Array.from({ length: count * share }, (_, at) => ({ [`id_${at % count}`]: at }));
    expect(typed(...rows(41, 2))).toBe('map<string,bigint>');
    expect(typed(...rows(40, 2))).toMatch(/^struct/);
    const together = (each: number) =>
      Array.from({ length: 100 }, (_, at) =>
        Object.fromEntries(Array.from({ length: each }, (_, key) => [`id_${(at * each + key) % 50}`, 1])),
      );
    expect(typed(...together(9))).toMatch(/^map/);
    expect(typed(...together(10))).toMatch(/^struct/);
  });

  test('is no map where values are of different forms', () => {
    const rows = Array.from({ length: 100 }, (_, at) => ({ [`id_${at}`]: at % 2 === 0 ? at : { a: at } }));
    expect(typed(...rows)).toMatch(/^struct/);
  });

  test('tells so many names apart, and makes a map of more', () => {
    const wide = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 1]));
    expect(typed(wide(mostNames))).toMatch(/^struct/);
    expect(typed(wide(mostNames + 1))).toBe('map<string,bigint>');
    // What was told apart before is not forgotten.
    expect(typed({ k0: 1.5 }, wide(mostNames + 1))).toBe('map<string,double>');
  });

  test('has so many fields, the first ones, whichever come first in files', () => {
    const keys = Array.from({ length: mostFields + 5 }, (_, at) => `k${at}`);
    const row = Object.fromEntries(keys.map((key) => [key, 1]));
    const last = Object.fromEntries(keys.slice(-3).map((key, at) => [at === 0 ? 'k0' : key, 1]));
    const [one, other] = [resolve(seen([row, last])), resolve(seen([last, row]))];
    expect(one).toEqual(other);
    expect(one?.kind === 'struct' && one.fields.length).toBe(mostFields);
    expect(told(seen([row])).endsWith(`k${mostFields - 1}:bigint>`)).toBe(true);
  });

  test('of decimals has room for all of their digits, or is double', () => {
    const decimal = (whole: number, scale: number): Evidence => ({ scalar: { whole, scale } });
    expect([decimal(0, 0), decimal(2, 3), decimal(30, 8), decimal(30, 9)].map(told)).toEqual([
      'decimal(1,0)',
      'decimal(5,3)',
      'decimal(38,8)',
      'double',
    ]);
  });
});

test('a text that keeps no evidence is refused', () => {
  for (const text of ['{"s":"money"}', '{"s":[1]}', '{"o":{"n":-1,"f":[]}}', '[]', '{"o":{"f":[]}}'])
    expect(() => readEvidence(text), text).toThrow();
});
