import { createInt64Values } from './int64.ts';
import { type DecimalColumn, mostDigitsOfInt64 } from './schema.ts';
import type { ValueBuilder } from './values.ts';
import { createWideDecimals } from './wide-decimals.ts';

/** Decimals by their digits as whole numbers, without the point. What has more digits than the column is an error. */
export function createDecimalValues({ name, precision }: DecimalColumn): ValueBuilder {
  const most = 10n ** BigInt(precision) - 1n;
  const range = { expected: `whole numbers of at most ${precision} digits`, least: -most, most };
  if (precision > mostDigitsOfInt64) return createWideDecimals(name, range);
  // Exact: doubles hold every power of ten up to 10^22.
  return createInt64Values(name, { ...range, beyond: 10 ** precision });
}
