import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRows, lineRows } from './csv-rows.ts';
import { createRowIndex, rowsOfGroup } from './row-index.ts';
import { written } from './written.ts';

const decoder = new TextDecoder();

/** Bytes in pieces of these lengths, again and again. */
function piecesOf(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = lengths[pieces.length % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

function indexOf(bytes: Uint8Array, lengths: readonly number[], isText = false) {
  const index = createRowIndex({ isText });
  for (const piece of piecesOf(bytes, lengths)) index.push(piece);
  index.finish();
  return index;
}

test('rows are found wherever the bytes are cut, within quotes and characters too', () => {
  const cell = fc.option(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '😀') }));
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 3 * rowsOfGroup });
  const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, lengths, (all, cuts) => {
      const bytes = new TextEncoder().encode(written(all));
      const index = indexOf(bytes, cuts);
      expect(index.rows()).toBe(all.length);
      const groups = Array.from({ length: Math.ceil(all.length / rowsOfGroup) }, (_, at) => index.group(at));
      expect(groups.flatMap((at) => csvRows(decoder.decode(bytes.subarray(at?.from, at?.to))))).toEqual(all);
      expect(index.group(groups.length)).toBeUndefined();
    }),
  );
});

test('a row counts when it is whole, or when nothing follows', () => {
  const index = createRowIndex({ isText: false });
  const encoder = new TextEncoder();
  index.push(encoder.encode('"a"\n"b'));
  expect([index.rows(), index.group(0)]).toEqual([1, { from: 0, to: 4 }]);
  index.push(encoder.encode('\n"'));
  expect(index.rows()).toBe(1);
  index.finish();
  expect([index.rows(), index.group(0)]).toEqual([2, { from: 0, to: 8 }]);
});

test('a quote in a text of lines is a letter', () => {
  const bytes = new TextEncoder().encode('it is 5" wide\nand\n');
  const index = indexOf(bytes, [3], true);
  expect(index.rows()).toBe(2);
  expect(lineRows(decoder.decode(bytes.subarray(0, index.group(0)?.to)))).toEqual([['it is 5" wide'], ['and']]);
});

test('nothing has no rows', () => {
  const index = indexOf(new Uint8Array(), [1]);
  expect([index.rows(), index.group(0)]).toEqual([0, undefined]);
});
