import type { Vector } from '@tributary/shared/parquet-write.ts';
import type { ColumnType, Field } from '../types/column-type.ts';
import { leafVector } from './leaf-vector.ts';
import { form, isOnly, isOnlyScalars, lengthOf, type SpanColumn, type SpanRecords, stride } from './span-column.ts';

const nothing: Vector = { kind: 'same', value: null };

/** What stands in a column as a vector of its type, for so many owners; undefined where not all of it fits, or it is a map. */
export function spanVector(
  column: SpanColumn,
  type: ColumnType,
  owners: number,
  records: SpanRecords,
): Vector | undefined {
  if (type.kind === 'struct')
    return isOnly(column, form.object) ? structVector(column, type.fields, owners, records) : undefined;
  if (type.kind === 'array')
    return isOnly(column, form.array) ? listVector(column, type.element, owners, records) : undefined;
  if (type.kind === 'map' || !isOnlyScalars(column)) return undefined;
  let fits = true;
  const vector = leafVector({ column, type, owners }, records, () => {
    fits = false;
  });
  return fits ? vector : undefined;
}

function structVector(
  column: SpanColumn,
  fields: readonly Field[],
  owners: number,
  records: SpanRecords,
): Vector | undefined {
  const known = new Map(column.fields.map((field) => [field.key, field]));
  const vectors: Vector[] = [];
  for (const { key, type } of fields) {
    const field = known.get(key);
    const vector = field === undefined ? nothing : spanVector(field, type, column.count, records);
    if (vector === undefined) return undefined;
    vectors.push(vector);
    known.delete(key);
  }
  return known.size > 0 ? undefined : { kind: 'structs', ...presenceOf(column, owners), fields: vectors };
}

/** Nothing where all have one. */
function presenceOf({ entries, count }: SpanColumn, owners: number): { readonly present?: Uint8Array } {
  if (count === owners) return {};
  const present = new Uint8Array(owners);
  for (let at = 0; at < count * stride; at += stride) present[entries[at] ?? 0] = 1;
  return { present };
}

function listVector(column: SpanColumn, type: ColumnType, owners: number, records: SpanRecords): Vector | undefined {
  const { entries, count, element, elements } = column;
  const inner = element === undefined || element.count === 0 ? nothing : spanVector(element, type, elements, records);
  if (inner === undefined) return undefined;
  const lengths = new Int32Array(owners).fill(-1);
  for (let at = 0; at < count * stride; at += stride) lengths[entries[at] ?? 0] = lengthOf(entries[at + 3] ?? 0);
  return { kind: 'lists', lengths, elements: inner };
}
