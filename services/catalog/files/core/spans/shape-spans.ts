import type { Vector } from '@tributary/shared/parquet-write.ts';
import { pathText } from '../shape/rescue.ts';
import { createRescuedRows, type RescuedRows } from '../shape/rescued-rows.ts';
import { createShapeRows, type Shaped } from '../shape/shape-rows.ts';
import type { Field } from '../types/column-type.ts';
import { type Fields, textOf } from '../value.ts';
import { leafVector } from './leaf-vector.ts';
import { entryValue, isOnlyScalars, type SpanColumn, type SpanRecords, stride } from './span-column.ts';
import { spanVector } from './span-vector.ts';

type Shape = { readonly records: SpanRecords; readonly rescued: RescuedRows };

/** Makes the columns of records column by column; what does not fit a column, or has none, is rescued. */
export function createShapeSpans(fields: readonly Field[]) {
  const known = new Set(fields.map(({ key }) => key));
  const byValues = new Map(fields.map((field) => [field.key, createShapeRows([field])]));
  const ofNoField = createShapeRows([]);

  return function shapeSpans(records: SpanRecords): Shaped {
    const rescued = createRescuedRows(records.length);
    const shape = { records, rescued };
    const columns = new Map(records.root.fields.map((column) => [column.key, column]));
    const vectors = fields.map((field) => {
      const column = columns.get(field.key);
      if (column === undefined) return { kind: 'same', value: null } as const;
      return vectorOf(shape, field, column) ?? shapeValues(shape, column, byValues.get(field.key) ?? ofNoField);
    });
    for (const column of records.root.fields) if (!known.has(column.key)) shapeValues(shape, column, ofNoField);
    return { vectors, ...rescued.shaped() };
  };
}

function vectorOf(shape: Shape, { key, type }: Field, column: SpanColumn): Vector | undefined {
  const { records } = shape;
  if (type.kind === 'struct' || type.kind === 'array' || type.kind === 'map' || !isOnlyScalars(column))
    return spanVector(column, type, records.length, records);
  const path = pathText([key]);
  return leafVector({ column, type, owners: records.length }, records, (row, value) => {
    shape.rescued.add(row, { keys: [path], values: [textOf(value)] });
  });
}

/** The slow way, with what stands in one column of each record that has it. */
function shapeValues(shape: Shape, column: SpanColumn, shapeRows: ReturnType<typeof createShapeRows>): Vector {
  const { records } = shape;
  const { key, entries, count } = column;
  const rows = new Array<Fields>(records.length).fill({});
  const entryOf = new Map<number, number>();
  for (let entry = 0; entry < count; entry += 1) {
    const row = entries[entry * stride] ?? 0;
    rows[row] = { [key]: entryValue(column, entry, records.read) };
    entryOf.set(row, entry);
  }
  const exactly = (row: number): Fields => ({ [key]: entryValue(column, entryOf.get(row) ?? 0, records.readExactly) });
  const { vectors, rescued } = shapeRows({ rows, exactly });
  for (const [row, values] of rescued.entries()) if (values !== null) shape.rescued.add(row, values);
  return vectors[0] ?? { kind: 'same', value: null };
}
