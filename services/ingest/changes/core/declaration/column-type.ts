import * as z from 'zod';

const plain = ['string', 'int', 'bigint', 'double', 'boolean', 'date', 'timestamp(3)', 'timestamp(6)'] as const;

/** What the values of a column are in the lake. */
export type ColumnType =
  | { readonly kind: (typeof plain)[number] }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number };

// https://docs.aws.amazon.com/athena/latest/ug/data-types.html
const mostDigits = 38;

/** `bigint`, `timestamp(6)`, `decimal(12,4)`. */
export const columnType = z.string().transform((text, context): ColumnType => {
  const kind = plain.find((each) => each === text);
  if (kind !== undefined) return { kind };
  const [, digits, after] = /^decimal\((\d+),\s*(\d+)\)$/.exec(text) ?? [];
  const [precision, scale] = [Number(digits), Number(after)];
  if (precision >= 1 && precision <= mostDigits && scale <= precision) return { kind: 'decimal', precision, scale };
  const expected = `${plain.join(', ')} or decimal(p,s), of ${mostDigits} digits at most`;
  context.addIssue({ code: 'custom', message: `is no type of the lake: ${expected}` });
  return z.NEVER;
});

/** The type in Trino's SQL. */
export function trinoTypeOf(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  if (type.kind === 'string') return 'varchar';
  return type.kind === 'int' ? 'integer' : type.kind;
}
