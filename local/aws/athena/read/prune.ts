import type { Constraint } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';

/** Whether a row whose column has this value (as text; null: NULL) may satisfy the constraint. In doubt it may. */
export function mayHold(constraint: Constraint, value: string | null): boolean {
  if (constraint.operator === 'is null') return value === null;
  if (constraint.operator === 'is not null') return value !== null;
  if (value === null) return false;
  const order = orderOf(constraint.type);
  const orders = constraint.values.map((wanted) => order(value, wanted));
  if (orders.includes(undefined)) return true;
  return orders.some((result) => holds(constraint.operator, result ?? 0));
}

function holds(operator: Constraint['operator'], order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return order === 0;
  }
}

type Order = (a: string, b: string) => number | undefined;

function orderOf(type: TrinoType): Order {
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return (a, b) => (isWhole(a) && isWhole(b) ? sign(BigInt(a), BigInt(b)) : undefined);
    case 'varchar':
      return (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    case 'date':
      return (a, b) => (isDate(a) && isDate(b) ? sign(a, b) : undefined);
    default:
      return () => undefined;
  }
}

const isWhole = (text: string) => /^-?\d+$/.test(text);
const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const sign = <T extends string | bigint>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
