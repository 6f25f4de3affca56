import type { ColumnType } from '../declaration/column-type.ts';

/**
 * A whole number as a literal of the key's type. Beyond a bigint it is a decimal; one of more digits than the column has would make Trino widen the column,
 * and of more than 38 there are none.
 */
export function keyLiteral(type: ColumnType, value: string): string {
  if (type.kind !== 'decimal') return value;
  const most = 10n ** BigInt(type.precision) - 1n;
  const number = BigInt(value);
  if (number > most) return `DECIMAL '${most}'`;
  return `DECIMAL '${number < -most ? -most : number}'`;
}
