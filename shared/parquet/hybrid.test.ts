import fc from 'fast-check';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { expect, test } from 'vitest';
import { encodeHybrid, encodeRun } from './hybrid.ts';

function decode(encoded: Uint8Array, width: number, count: number): readonly number[] {
  const bytes = new Uint8Array(encoded);
  const output: number[] = Array.from({ length: count }, () => -1);
  readRleBitPackedHybrid({ view: new DataView(bytes.buffer), offset: 0 }, width, output, bytes.length);
  return output;
}

test('a reader gets back the values, in runs or not, of any width', () => {
  const width = fc.integer({ min: 1, max: 16 });
  const runs = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 30 })), { maxLength: 40 });
  fc.assert(
    fc.property(width, runs, (bits, parts) => {
      const values = parts.flatMap(([value, count]) => Array.from({ length: count }, () => value % 2 ** bits));
      expect(decode(encodeHybrid(Uint16Array.from(values), values.length, bits), bits, values.length)).toEqual(values);
    }),
  );
});

test('values past the count are not looked at', () => {
  expect(decode(encodeHybrid(Uint16Array.from([1, 1, 1, 7, 7]), 3, 3), 3, 8)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
});

test('a run is one value and how often it comes, however long', () => {
  expect(encodeRun(1, 0, 1)).toHaveLength(0);
  expect(encodeRun(300, 100_000, 9)).toHaveLength(5);
  expect(new Set(decode(encodeRun(300, 100_000, 9), 9, 100_000))).toEqual(new Set([300]));
});
