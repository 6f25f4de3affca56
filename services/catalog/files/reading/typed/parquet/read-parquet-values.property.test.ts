import { expectTiles, partsBy, reasonsIn, rejectedIn, rowsIn } from '@tributary/shared/objects/testing/read-parts.ts';
import { table } from '@tributary/shared/parquet/testing/nested-columns.ts';
import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedValue } from '../testing/expected-value.ts';
import { readParquetValues } from './read-parquet-values.ts';

const partsOf = partsBy(readParquetValues);
const anyTable = table.filter(({ columns }) => columns.length > 0);

test('columns of columns are read as they were written, eight levels deep, and from every cut on', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 15 }), async ({ columns, rows }, groupRows) => {
      const bytes = await writeLots(columns, [rows], groupRows);
      const parts = await partsOf(bytes, { records: 1 });
      const struct = { name: 'row', type: 'STRUCT', fields: columns } as const;
      expect(rowsIn(parts)).toEqual(rows.map((row) => expectedValue(row, struct)));
      expect(reasonsIn(parts)).toEqual([]);
      expectTiles(parts, bytes.length);
      for (const [at, part] of parts.entries())
        if (part.kind === 'cut') expect(await partsOf(bytes, { records: 1 }, part)).toEqual(parts.slice(at + 1));
    }),
    { numRuns: 100 },
  );
});

test('whatever bytes are changed, every row is read or its bytes are rejected, and nothing throws', async () => {
  const change = fc.record({ at: fc.nat(), value: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(anyTable, fc.array(change, { minLength: 1, maxLength: 4 }), async ({ columns, rows }, changes) => {
      const bytes = await writeLots(columns, [rows, rows], 5);
      const footerAt = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
      for (const { at, value } of changes) bytes[at % bytes.length] = value;
      const parts = await partsOf(bytes);
      expectTiles(parts, bytes.length);
      // How many rows there are is the footer's to say.
      const isInRows = changes.every(({ at }) => at % bytes.length < footerAt);
      if (isInRows && rejectedIn(parts).length === 0) expect(rowsIn(parts)).toHaveLength(rows.length * 2);
    }),
    { numRuns: 150 },
  );
});
