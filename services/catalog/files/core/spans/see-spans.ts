import { plain } from '@tributary/shared/csv/values/plain-digits.ts';
import { dateAt, instantAt } from '@tributary/shared/csv/values/plain-times.ts';
import type { ReadPlain } from '@tributary/shared/csv/values/plain-values.ts';
import { type Evidence, fieldOf, joinScalar, type Objects } from '../types/evidence.ts';
import { momentOf } from '../types/moments.ts';
import { joinScalars, type Scalar } from '../types/scalar.ts';
import {
  codeOfArray,
  entryValue,
  form,
  formOf,
  isOnly,
  isOnlyScalars,
  placeOf,
  type SpanColumn,
  type SpanRecords,
  stride,
} from './span-column.ts';

/** Takes in what records show, place by place: the same as record by record. */
export function seeSpans(objects: Objects, records: SpanRecords): void {
  objects.count += records.length;
  seeFields(objects, records.root, records);
}

function seeFields(objects: Objects, { fields }: SpanColumn, records: SpanRecords): void {
  for (const field of fields) {
    const { key, place, count } = field;
    see(fieldOf(objects, { key, at: place, seen: count }), field, records);
  }
}

function see(evidence: Evidence, column: SpanColumn, records: SpanRecords): void {
  const seen = seeScalars(evidence.scalar, column, records);
  if (seen.scalar !== undefined) joinScalar(evidence, seen.scalar, seen.scalars);
  if (seen.objects > 0) {
    evidence.objects ??= { count: 0, named: new Map() };
    evidence.objects.count += seen.objects;
    seeFields(evidence.objects, column, records);
  }
  if (seen.arrays === 0 || column.element === undefined) return;
  evidence.element ??= {};
  evidence.arrays = (evidence.arrays ?? 0) + seen.arrays;
  see(evidence.element, column.element, records);
}

type Seen = {
  readonly scalar: Scalar | undefined;
  readonly scalars: number;
  readonly objects: number;
  readonly arrays: number;
};

/** What the scalars show, beside what is known already; how many of each there are, of arrays those with elements. */
function seeScalars(known: Scalar | undefined, column: SpanColumn, records: SpanRecords): Seen {
  const { count } = column;
  if (isOnly(column, form.object)) return { scalar: undefined, scalars: 0, objects: count, arrays: 0 };
  const [objects, arrays, empty] = isOnlyScalars(column) ? [0, 0, 0] : countsOf(column);
  const scalars = count - objects - arrays - empty;
  return { scalar: scalars === 0 ? undefined : scalarOf(known, column, records), scalars, objects, arrays };
}

/** How many objects there are, arrays with elements, and arrays without. */
function countsOf({ entries, count }: SpanColumn): readonly [number, number, number] {
  let [objects, arrays, empty] = [0, 0, 0];
  for (let at = 3; at < count * stride; at += stride) {
    const code = entries[at] ?? 0;
    if (formOf(code) === form.object) objects += 1;
    else if (code === codeOfArray(0)) empty += 1;
    else if (formOf(code) === form.array) arrays += 1;
  }
  return [objects, arrays, empty];
}

/** All texts, where each of them is a day, or each an instant, as they are mostly written. */
function readMoments(column: SpanColumn, bytes: Buffer): SpanColumn['moments'] {
  if (!isOnly(column, form.text)) return undefined;
  const [from, to] = placeOf(column, 0);
  const scalar = dateAt(bytes, from, to) ? 'date' : 'timestamp';
  const values = readEach(column, scalar === 'date' ? dateAt : instantAt, bytes);
  return values && { scalar, values };
}

function readEach({ entries, count }: SpanColumn, read: ReadPlain, bytes: Buffer): Float64Array | undefined {
  const values = new Float64Array(count);
  for (let entry = 0; entry < count; entry += 1) {
    if (!read(bytes, entries[entry * stride + 1] ?? 0, entries[entry * stride + 2] ?? 0)) return undefined;
    values[entry] = plain.value;
  }
  return values;
}

/** Nothing is above text. */
function scalarOf(known: Scalar | undefined, column: SpanColumn, records: SpanRecords): Scalar | undefined {
  const moments = known === 'string' ? undefined : readMoments(column, records.source.bytes);
  if (moments !== undefined) {
    column.moments = moments;
    return moments.scalar;
  }
  let scalar = known;
  for (let entry = 0; entry < column.count && scalar !== 'string'; entry += 1) {
    const shown = scalarAt(column, entry, records);
    if (shown !== undefined) scalar = scalar === undefined ? shown : joinScalars(scalar, shown);
  }
  return scalar;
}

function scalarAt(column: SpanColumn, entry: number, records: SpanRecords): Scalar | undefined {
  const at = entry * stride;
  const found = formOf(column.entries[at + 3] ?? 0);
  if (found === form.object || found === form.array) return undefined;
  if (found === form.whole) return 'bigint';
  if (found === form.fraction) return 'double';
  if (found === form.true || found === form.false) return 'boolean';
  if (found === form.text) return textScalar(records, column.entries[at + 1] ?? 0, column.entries[at + 2] ?? 0);
  return escapedScalar(column, entry, records);
}

/** A text with backslashes; only what begins with a digit, or with one of these, may be a day. */
function escapedScalar(column: SpanColumn, entry: number, records: SpanRecords): Scalar {
  const first = records.source.bytes[column.entries[entry * stride + 1] ?? 0] ?? 0;
  if (first !== backslash && (first < zero || first > nine)) return 'string';
  const text = entryValue(column, entry, records.read);
  return (typeof text === 'string' ? momentOf(text) : undefined) ?? 'string';
}

const [dash, zero, nine, backslash] = [0x2d, 0x30, 0x39, 0x5c];
const dayLength = '2026-11-29'.length;

/** What a text shows; most that are no day or instant differ from one in these bytes. */
function textScalar({ source: { bytes } }: SpanRecords, from: number, to: number): Scalar {
  if (to - from < dayLength || bytes[from + 4] !== dash || bytes[from + 7] !== dash) return 'string';
  if (dateAt(bytes, from, to)) return 'date';
  if (instantAt(bytes, from, to)) return 'timestamp';
  return momentOf(bytes.toString('latin1', from, to)) ?? 'string';
}
