import { digits } from '../super-type.ts';
import type { TrinoType } from '../type.ts';

export type Decimal = Extract<TrinoType, { readonly kind: 'decimal' }>;

/** The decimal type that a whole number or decimal has in decimal arithmetic. */
export function asDecimal(type: TrinoType): Decimal | undefined {
  if (type.kind === 'decimal') return type;
  const precision = digits[type.kind];
  return precision === undefined ? undefined : { kind: 'decimal', precision, scale: 0 };
}

export function isWholeNumber(type: TrinoType): boolean {
  return digits[type.kind] !== undefined;
}

export function isFloating(type: TrinoType): boolean {
  return type.kind === 'double' || type.kind === 'real';
}

export function isNumber(type: TrinoType): boolean {
  return type.kind === 'decimal' || isWholeNumber(type) || isFloating(type);
}

/** Trino's types of decimal arithmetic. */
export function decimalResult(op: string, a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const [wholeA, wholeB] = [a.precision - a.scale, b.precision - b.scale];
  switch (op) {
    case '*':
      return { kind: 'decimal', precision: Math.min(38, a.precision + b.precision), scale: a.scale + b.scale };
    case '/':
      return {
        kind: 'decimal',
        precision: Math.min(38, a.precision + b.scale + Math.max(b.scale - a.scale, 0)),
        scale,
      };
    case '%':
      return { kind: 'decimal', precision: Math.min(wholeA, wholeB) + scale, scale };
    default:
      return { kind: 'decimal', precision: Math.min(38, Math.max(wholeA, wholeB) + scale + 1), scale };
  }
}
