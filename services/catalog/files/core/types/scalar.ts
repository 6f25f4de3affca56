/** Digits before the point and behind it. */
type Decimal = { readonly whole: number; readonly scale: number };

/** What a scalar is. Of several at one place the join says what holds all of them. */
export type Scalar = 'boolean' | 'bigint' | 'double' | 'date' | 'timestamp' | 'string' | Decimal;

/** So many digits a bigint may have. */
const bigintDigits = 19;

/**
 * The least type that holds both: bigint < decimal < double, date < timestamp, and all < string. Joining is associative, commutative and
 * idempotent, so that the order in which values come does not matter.
 */
export function joinScalars(one: Scalar, other: Scalar): Scalar {
  if (one === other) return one;
  const [a, b] = [familyOf(one), familyOf(other)];
  if (a !== b) return 'string';
  if (a === 'moment') return 'timestamp';
  return a === 'number' ? joinNumbers(one, other) : 'string';
}

function familyOf(scalar: Scalar): 'number' | 'moment' | 'boolean' | 'string' {
  if (typeof scalar === 'object' || scalar === 'bigint' || scalar === 'double') return 'number';
  return scalar === 'date' || scalar === 'timestamp' ? 'moment' : scalar;
}

function joinNumbers(one: Scalar, other: Scalar): Scalar {
  if (one === 'double' || other === 'double') return 'double';
  const [a, b] = [digitsOf(one), digitsOf(other)];
  return { whole: Math.max(a.whole, b.whole), scale: Math.max(a.scale, b.scale) };
}

function digitsOf(scalar: Scalar): Decimal {
  return typeof scalar === 'object' ? scalar : { whole: bigintDigits, scale: 0 };
}
