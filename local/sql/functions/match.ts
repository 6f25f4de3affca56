import { canCoerce, commonSuperType } from '../coercion.ts';
import type { TrinoType } from '../type.ts';
import { asDecimal } from './number-type.ts';
import type { Pattern } from './signature.ts';

/** What the letters of a signature stand for in one call. */
export type Bindings = {
  readonly types: Map<string, TrinoType>;
  /** undefined: unbounded (a varchar's length). */
  readonly numbers: Map<string, number | undefined>;
};

export function newBindings(): Bindings {
  return { types: new Map(), numbers: new Map() };
}

/** Takes `type` for `pattern`, widening what is bound already; false where it cannot be. */
export function match(pattern: Pattern, type: TrinoType, bindings: Bindings): boolean {
  if (pattern.is === 'variable') return widenType(pattern.name, type, bindings);
  if (type.kind === 'unknown') return pattern.is !== 'function' && pattern.is !== 'foreign';
  switch (pattern.is) {
    case 'scalar':
      return canCoerce(type, { kind: pattern.kind });
    case 'sized':
      return matchSized(pattern, type, bindings);
    case 'decimal': {
      const decimal = asDecimal(type);
      return decimal !== undefined && matchDecimal(pattern, decimal, bindings);
    }
    case 'timed':
      return matchTimed(pattern, type, bindings);
    default:
      return matchNested(pattern, type, bindings);
  }
}

/** The type that a pattern stands for, once its letters are bound; undefined while one is not. */
export function substitute(pattern: Pattern, bindings: Bindings): TrinoType | undefined {
  switch (pattern.is) {
    case 'variable':
      return bindings.types.get(pattern.name);
    case 'scalar':
      return { kind: pattern.kind };
    case 'sized':
      return sized(pattern.kind, pattern.length, bindings);
    case 'decimal':
      return {
        kind: 'decimal',
        precision: numberOf(pattern.precision, bindings) ?? 38,
        scale: numberOf(pattern.scale, bindings) ?? 0,
      };
    case 'timed':
      return { kind: pattern.kind, precision: numberOf(pattern.precision, bindings) ?? 3 };
    default:
      return substituteNested(pattern, bindings);
  }
}

function widenType(name: string, type: TrinoType, bindings: Bindings): boolean {
  const bound = bindings.types.get(name);
  const wide = bound ? commonSuperType(bound, type) : type;
  if (!wide) return false;
  bindings.types.set(name, wide);
  return true;
}

function widenNumber(name: string, value: number | undefined, bindings: Bindings): void {
  const bound = bindings.numbers.has(name) ? bindings.numbers.get(name) : 0;
  bindings.numbers.set(name, bound === undefined || value === undefined ? undefined : Math.max(bound, value));
}

function matchSized(pattern: Extract<Pattern, { is: 'sized' }>, type: TrinoType, bindings: Bindings): boolean {
  if (type.kind !== 'varchar' && type.kind !== 'char') return false;
  if (type.kind === 'char' && pattern.kind === 'varchar') return false;
  const length = pattern.kind === 'char' ? (type.length ?? 65_536) : type.length;
  if (pattern.length !== undefined) widenNumber(pattern.length, length, bindings);
  return true;
}

function matchDecimal(
  pattern: Extract<Pattern, { is: 'decimal' }>,
  type: Extract<TrinoType, { kind: 'decimal' }>,
  bindings: Bindings,
): boolean {
  widenNumber(pattern.precision, type.precision, bindings);
  widenNumber(pattern.scale, type.scale, bindings);
  return true;
}

function matchTimed(pattern: Extract<Pattern, { is: 'timed' }>, type: TrinoType, bindings: Bindings): boolean {
  const precision =
    type.kind === 'date' ? 0 : 'precision' in type && type.kind !== 'decimal' ? type.precision : undefined;
  if (precision === undefined || !canCoerce(type, { kind: pattern.kind, precision })) return false;
  widenNumber(pattern.precision, precision, bindings);
  return true;
}

function matchNested(pattern: Pattern, type: TrinoType, bindings: Bindings): boolean {
  if (pattern.is === 'array') return type.kind === 'array' && match(pattern.element, type.element, bindings);
  if (pattern.is === 'map')
    return type.kind === 'map' && match(pattern.key, type.key, bindings) && match(pattern.value, type.value, bindings);
  if (pattern.is !== 'row' || type.kind !== 'row' || type.fields.length !== pattern.fields.length) return false;
  return pattern.fields.every((field, index) =>
    match(field, type.fields[index]?.type ?? { kind: 'unknown' }, bindings),
  );
}

function numberOf(name: string, bindings: Bindings): number | undefined {
  return /^\d+$/.test(name) ? Number(name) : bindings.numbers.get(name);
}

function sized(kind: 'varchar' | 'char', name: string | undefined, bindings: Bindings): TrinoType {
  const length = name === undefined ? undefined : numberOf(name, bindings);
  if (kind === 'char') return { kind, length: length ?? 1 };
  return length === undefined ? { kind } : { kind, length };
}

function substituteNested(pattern: Pattern, bindings: Bindings): TrinoType | undefined {
  if (pattern.is === 'array') {
    const element = substitute(pattern.element, bindings);
    return element && { kind: 'array', element };
  }
  if (pattern.is === 'map') {
    const key = substitute(pattern.key, bindings);
    const value = substitute(pattern.value, bindings);
    return key && value && { kind: 'map', key, value };
  }
  if (pattern.is !== 'row') return undefined;
  const fields = pattern.fields.map((field) => substitute(field, bindings));
  const known = fields.filter((type) => type !== undefined);
  return known.length === fields.length ? { kind: 'row', fields: known.map((type) => ({ type })) } : undefined;
}
