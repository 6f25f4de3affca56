import { isWritten, type Value, type Written, written } from '../value.ts';
import { momentOf } from './moments.ts';
import type { Scalar } from './scalar.ts';

/** What a scalar shows; undefined for what is none. */
export function scalarOf(value: Value): Scalar | undefined {
  if (typeof value === 'string') return momentOf(value) ?? 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'bigint' : 'double';
  if (typeof value === 'bigint') return 'bigint';
  if (typeof value === 'boolean') return 'boolean';
  return isWritten(value) ? scalarOfWritten(value) : undefined;
}

function scalarOfWritten({ [written]: kind, text }: Written): Scalar {
  if (kind === 'number') return /^-?\d+$/.test(text) ? 'bigint' : 'double';
  if (kind === 'decimal') return decimalOf(text);
  return kind === 'text' || kind === 'binary' ? 'string' : kind;
}

/** Its digits; places behind the point count, be they zeros. */
function decimalOf(text: string): Scalar {
  const [whole = '', fraction = ''] = text.replace(/^[+-]?0*/, '').split('.');
  return { whole: whole.length, scale: fraction.length };
}
