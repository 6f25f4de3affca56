import type { Constraint } from '../sql/plan.ts';
import { applyTransform, type Transform } from './transform.ts';
import type { Primitive } from './type.ts';
import { compareValues, parseValue, type Value } from './value.ts';

/** What a constraint allows a column to be: inclusive bounds, or one of some values, or null alone. Wider than the constraint, never narrower. */
export type Domain =
  | { readonly kind: 'null' }
  | { readonly kind: 'not null' }
  | { readonly kind: 'range'; readonly low?: Value; readonly high?: Value }
  | { readonly kind: 'values'; readonly values: readonly Value[] };

/** What is known of a column within a file, row group or manifest; what is absent is unknown. */
export type ColumnRange = {
  readonly lower?: Value;
  readonly upper?: Value;
  readonly hasNull?: boolean;
  readonly hasValue?: boolean;
};

/** The domain of a constraint on a column of this type; undefined where the constraint says nothing that bounds can be held against. */
export function constraintDomain(constraint: Constraint, type: Primitive): Domain | undefined {
  if (constraint.operator === 'is null') return { kind: 'null' };
  if (constraint.operator === 'is not null') return { kind: 'not null' };
  const values: Value[] = [];
  for (const text of constraint.values) {
    const value = parseValue(type, text);
    if (value === undefined) return undefined;
    values.push(value);
  }
  if (constraint.operator === '=' || constraint.operator === 'in') return { kind: 'values', values };
  const [value] = values;
  return value === undefined ? undefined : range(constraint.operator, value);
}

function range(operator: '<' | '<=' | '>' | '>=', value: Value): Domain {
  const step = typeof value === 'bigint' ? 1n : undefined;
  if (operator === '<') return { kind: 'range', high: typeof value === 'bigint' && step ? value - step : value };
  if (operator === '>') return { kind: 'range', low: typeof value === 'bigint' && step ? value + step : value };
  return operator === '<=' ? { kind: 'range', high: value } : { kind: 'range', low: value };
}

/** The partition values that rows within the domain may have: the specification's inclusive projection. */
export function projectDomain(domain: Domain, transform: Transform, type: Primitive): Domain | undefined {
  if (transform.kind === 'void') return undefined;
  if (transform.kind === 'identity' || domain.kind === 'null' || domain.kind === 'not null') return domain;
  if (domain.kind === 'values') return projectValues(domain.values, transform, type);
  if (transform.kind === 'bucket') return undefined;
  const low = domain.low === undefined ? null : applyTransform(transform, type, domain.low);
  const high = domain.high === undefined ? null : applyTransform(transform, type, domain.high);
  return {
    kind: 'range',
    ...(low === null ? {} : { low }),
    ...(high === null ? {} : { high: forOldWriters(transform, high) }),
  };
}

function projectValues(values: readonly Value[], transform: Transform, type: Primitive): Domain {
  const projected = new Set<Value>();
  for (const value of values) {
    const partition = applyTransform(transform, type, value);
    if (partition === null) continue;
    projected.add(partition);
    projected.add(forOldWriters(transform, partition));
  }
  return { kind: 'values', values: [...projected] };
}

/** Early Iceberg writers rounded times before 1970 towards zero: such partition values are one too high. */
function forOldWriters(transform: Transform, value: Value): Value {
  const timed = ['year', 'month', 'day', 'hour'].includes(transform.kind);
  return timed && typeof value === 'bigint' && value < 0n ? value + 1n : value;
}

/** False only where no row of the range can be within the domain. */
export function mayMatch(domain: Domain, range: ColumnRange): boolean {
  if (domain.kind === 'null') return range.hasNull !== false;
  if (range.hasValue === false) return false;
  if (domain.kind === 'not null') return true;
  if (domain.kind === 'range') return within(range, domain.low, domain.high);
  return domain.values.some((value) => within(range, value, value));
}

function within(range: ColumnRange, low: Value | undefined, high: Value | undefined): boolean {
  if (low !== undefined && range.upper !== undefined && compareValues(range.upper, low) < 0) return false;
  return !(high !== undefined && range.lower !== undefined && compareValues(range.lower, high) > 0);
}
