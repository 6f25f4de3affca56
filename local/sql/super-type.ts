import type { RowField, TrinoType } from './type.ts';
import { sameType } from './type-name.ts';

/** Whether Trino casts `from` to `to` without being asked. */
export function canCoerce(from: TrinoType, to: TrinoType): boolean {
  const common = commonSuperType(from, to);
  return common !== undefined && sameType(unnamed(common), unnamed(to));
}

/** The type that both are coerced to where they meet (comparison, CASE, UNION, IN), or undefined: they do not meet. */
export function commonSuperType(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (sameType(a, b)) return a;
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  return sameKind(a, b) ?? differentKinds(a, b) ?? differentKinds(b, a);
}

function sameKind(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (a.kind === 'decimal' && b.kind === 'decimal') return widerDecimal(a, b);
  if (a.kind === 'varchar' && b.kind === 'varchar') return widerVarchar(a.length, b.length);
  if (a.kind === 'char' && b.kind === 'char') return { kind: 'char', length: Math.max(a.length, b.length) };
  if (isTimed(a) && isTimed(b) && a.kind === b.kind)
    return { kind: a.kind, precision: Math.max(a.precision, b.precision) };
  return nested(a, b);
}

function nested(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (a.kind === 'array' && b.kind === 'array') {
    const element = commonSuperType(a.element, b.element);
    return element && { kind: 'array', element };
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const key = commonSuperType(a.key, b.key);
    const value = commonSuperType(a.value, b.value);
    return key && value && { kind: 'map', key, value };
  }
  if (a.kind === 'row' && b.kind === 'row') return widerRow(a.fields, b.fields);
  return undefined;
}

function widerRow(a: readonly RowField[], b: readonly RowField[]): TrinoType | undefined {
  if (a.length !== b.length) return undefined;
  const fields: RowField[] = [];
  for (const [index, field] of a.entries()) {
    const other = b[index];
    const type = other && commonSuperType(field.type, other.type);
    if (type === undefined) return undefined;
    const named = field.name !== undefined && field.name === other?.name;
    fields.push(named ? { name: field.name, type } : { type });
  }
  return { kind: 'row', fields };
}

type Timed = Extract<
  TrinoType,
  { readonly precision: number; readonly kind: 'time' | 'timestamp' | 'timestamptz' | 'timetz' }
>;
type Decimal = Extract<TrinoType, { readonly kind: 'decimal' }>;

function isTimed(type: TrinoType): type is Timed {
  return type.kind === 'time' || type.kind === 'timestamp' || type.kind === 'timestamptz' || type.kind === 'timetz';
}

function widerDecimal(a: Decimal, b: Decimal): TrinoType {
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  return { kind: 'decimal', precision: Math.min(38, whole + scale), scale };
}

function widerVarchar(a: number | undefined, b: number | undefined): TrinoType {
  return a === undefined || b === undefined ? { kind: 'varchar' } : { kind: 'varchar', length: Math.max(a, b) };
}

/** What `from` becomes to meet a type of another kind; each pair is written in one direction only. */
function differentKinds(from: TrinoType, to: TrinoType): TrinoType | undefined {
  const number = numbers(from, to);
  if (number) return number;
  if (from.kind === 'varchar' && to.kind === 'char')
    return { kind: 'char', length: Math.max(to.length, Math.min(from.length ?? 65536, 65536)) };
  return moments(from, to);
}

const rank: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  integer: 3,
  bigint: 4,
  decimal: 5,
  real: 6,
  double: 7,
};

/** Digits of each whole number type, as a decimal. */
export const digits: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };

function numbers(from: TrinoType, to: TrinoType): TrinoType | undefined {
  const low = rank[from.kind];
  const high = rank[to.kind];
  if (low === undefined || high === undefined || low >= high) return undefined;
  if (to.kind !== 'decimal') return to;
  return widerDecimal({ kind: 'decimal', precision: digits[from.kind] ?? 38, scale: 0 }, to);
}

function moments(from: TrinoType, to: TrinoType): TrinoType | undefined {
  if (from.kind === 'date' && (to.kind === 'timestamp' || to.kind === 'timestamptz')) return to;
  if (from.kind === 'timestamp' && to.kind === 'timestamptz')
    return { kind: 'timestamptz', precision: Math.max(from.precision, to.precision) };
  if (from.kind === 'time' && to.kind === 'timetz')
    return { kind: 'timetz', precision: Math.max(from.precision, to.precision) };
  return undefined;
}

/** The same type without field names, which coercion does not look at. */
function unnamed(type: TrinoType): TrinoType {
  if (type.kind === 'array') return { kind: 'array', element: unnamed(type.element) };
  if (type.kind === 'map') return { kind: 'map', key: unnamed(type.key), value: unnamed(type.value) };
  if (type.kind === 'row') return { kind: 'row', fields: type.fields.map((field) => ({ type: unnamed(field.type) })) };
  return type;
}
