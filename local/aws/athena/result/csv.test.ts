import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow, parseRows } from './csv.ts';

const rows = fc.array(
  fc.array(fc.option(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é') })), { minLength: 2, maxLength: 4 }),
  { maxLength: 20 },
);

test('what is written is read back, in pages of any size', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (written, size) => {
      const bytes = Buffer.from(written.map(csvRow).join(''));
      const read: (string | null)[][] = [];
      let start = 0;
      while (start < bytes.length) {
        const page = parseRows(bytes.subarray(start), size);
        read.push(...page.rows);
        start += page.end;
      }
      expect(read).toEqual(written);
    }),
  );
});

test('a row that the bytes cut is left for later', () => {
  const bytes = Buffer.from('"a","b"\n"c","d\n');
  expect(parseRows(bytes, 9)).toEqual({ rows: [['a', 'b']], end: 8 });
});
