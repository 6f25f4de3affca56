import { z } from 'zod';
import type { Metrics } from './data-file.ts';
import { quoteName } from './sql-text.ts';
import { type Field, type IcebergType, isPrimitive, type Primitive } from './type.ts';
import { encodeValue, parseValue, type Value } from './value.ts';

const statistics = z.array(
  z.object({ key: z.string(), value: z.array(z.object({ key: z.string(), value: z.string() })) }),
);

/** Characters, or bytes, that a bound keeps of a text: Iceberg's `truncate(16)`. */
const boundLength = 16;

/** Reads the column statistics that DuckDB's `COPY … (RETURN_STATS)` gives. `exact` keeps whole strings as bounds. */
export function readMetrics(fields: readonly Field[], columnStatistics: unknown, exact = false): Metrics {
  const columns = new Map(fields.flatMap((field) => leafPaths(field.type, quoteName(field.name), field.id, true)));
  const sizes = new Map<number, number>();
  const values = new Map<number, number>();
  const nulls = new Map<number, number>();
  const nans = new Map<number, number>();
  const lower = new Map<number, Buffer>();
  const upper = new Map<number, Buffer>();
  for (const { key, value } of statistics.parse(columnStatistics)) {
    const leaf = columns.get(key);
    if (!leaf) continue;
    const stats = new Map(value.map((item) => [item.key, item.value]));
    putNumber(sizes, leaf.id, stats.get('column_size_bytes'));
    putNumber(values, leaf.id, stats.get('num_values'));
    putNumber(nulls, leaf.id, stats.get('null_count'));
    if (stats.get('has_nan') === 'false') nans.set(leaf.id, 0);
    if (!leaf.bounded) continue;
    putBytes(
      lower,
      leaf.id,
      bound(leaf.type, stats.get('min'), (text) => (exact ? text : lowerBound(text))),
    );
    putBytes(
      upper,
      leaf.id,
      bound(leaf.type, stats.get('max'), (text) => (exact ? text : upperBound(text))),
    );
  }
  return { columnSizes: sizes, valueCounts: values, nullCounts: nulls, nanCounts: nans, lower, upper };
}

type Leaf = { readonly id: number; readonly type: Primitive; readonly bounded: boolean };

/** The leaves below a column by DuckDB's quoted path; those below a list or map have counts but no bounds. */
function leafPaths(type: IcebergType, path: string, id: number, bounded: boolean): [string, Leaf][] {
  if (isPrimitive(type)) return [[path, { id, type, bounded }]];
  if (type.kind === 'struct')
    return type.fields.flatMap((field) => leafPaths(field.type, `${path}.${quoteName(field.name)}`, field.id, bounded));
  if (type.kind === 'list') return leafPaths(type.element, `${path}."element"`, type.elementId, false);
  return [
    ...leafPaths(type.key, `${path}."key"`, type.keyId, false),
    ...leafPaths(type.value, `${path}."value"`, type.valueId, false),
  ];
}

function putNumber(into: Map<number, number>, id: number, text: string | undefined): void {
  if (text !== undefined) into.set(id, Number(text));
}

function putBytes(into: Map<number, Buffer>, id: number, bytes: Buffer | undefined): void {
  if (bytes !== undefined) into.set(id, bytes);
}

function bound(
  type: Primitive,
  text: string | undefined,
  shorten: (value: Value) => Value | undefined,
): Buffer | undefined {
  if (text === undefined) return undefined;
  const binary = type.kind === 'binary' || type.kind === 'fixed';
  const value = binary ? Buffer.from(text, 'hex') : parseValue(type, text);
  const short = value === undefined || type.kind === 'uuid' ? value : shorten(value);
  return short === undefined ? undefined : encodeValue(type, short);
}

/** A value that is not above this one, cut to the bound's length. */
export function lowerBound(value: Value): Value {
  if (typeof value === 'string') return [...value].slice(0, boundLength).join('');
  return Buffer.isBuffer(value) ? value.subarray(0, boundLength) : value;
}

/** A value that is not below this one, cut to the bound's length; undefined where no short one is. */
export function upperBound(value: Value): Value | undefined {
  if (Buffer.isBuffer(value)) return value.length <= boundLength ? value : nextBytes(value.subarray(0, boundLength));
  if (typeof value !== 'string') return value;
  const points = [...value];
  return points.length <= boundLength ? value : nextText(points.slice(0, boundLength));
}

function nextBytes(prefix: Buffer): Buffer | undefined {
  const last = prefix.findLastIndex((byte) => byte < 0xff);
  if (last < 0) return undefined;
  return Buffer.concat([prefix.subarray(0, last), Buffer.of((prefix[last] ?? 0) + 1)]);
}

function nextText(points: readonly string[]): string | undefined {
  const last = points.findLastIndex((point) => (point.codePointAt(0) ?? 0) < 0x10ffff);
  if (last < 0) return undefined;
  const next = (points[last]?.codePointAt(0) ?? 0) + 1;
  const surrogate = next >= 0xd800 && next <= 0xdfff;
  return points.slice(0, last).join('') + String.fromCodePoint(surrogate ? 0xe000 : next);
}
