import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Field } from '../types/column-type.ts';
import type { Fields } from '../value.ts';
import { anyRecords } from '../values-for-tests.ts';
import { createShapeRows } from './shape-rows.ts';
import { columnsFor } from './testing/any-fields.ts';
import { expectWhole } from './testing/put-together.ts';

function expectAllWhole(records: readonly Fields[], fields: readonly Field[]): void {
  const { vectors, rescued, count } = createShapeRows(fields)({ rows: records });
  expect(vectors).toHaveLength(fields.length);
  expect(count).toBe(rescued.reduce((sum, entries) => sum + (entries?.keys.length ?? 0), 0));
  for (const [row, record] of records.entries()) {
    const cells = new Map(
      fields.map(({ name }, at) => {
        const vector = vectors[at];
        return [name, vector?.kind === 'cells' ? vector.cells[row] : 'no cells'];
      }),
    );
    const { keys, values } = rescued[row] ?? { keys: [], values: [] };
    expectWhole(record, fields, { cells, rescued: keys.map((key, at) => [key, values[at] ?? null]) });
  }
}

test('every value of every record is in its column or rescued by its path as it was written, and never in both', () => {
  fc.assert(
    fc.property(
      anyRecords.chain((records) => fc.tuple(fc.constant(records), columnsFor(records))),
      ([records, fields]) => expectAllWhole(records, fields),
    ),
    { numRuns: 400 },
  );
});
