import type { Expression } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import type { Constraint } from '../plan.ts';
import type { TrinoType } from '../type.ts';
import type { Context, Field, Scope } from './context.ts';
import { resolveName } from './resolve.ts';

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Notes, on the scans that they come from, the top-level conditions that compare a column with constants. */
export function noteConstraints(expression: Expression, scope: Scope, context: Context): void {
  if (expression.kind === 'logical' && expression.operator === 'AND') {
    for (const term of expression.terms) noteConstraints(term, scope, context);
    return;
  }
  const bind = (value: Expression): TypedSql | undefined => boundConstant(value, scope, context);
  for (const { name, operator, values } of readings(expression)) {
    const field = columnOf(name, scope);
    const texts = values.map((value) => field && constantText(bind(value), field.type));
    if (field?.origin && texts.every((text) => text !== undefined)) {
      const constraint = { column: field.origin.column, type: field.type, operator, values: texts };
      field.origin.scan.constraints.push({ constraint, through: field.origin.through });
    }
  }
}

type Reading = {
  readonly name: Expression;
  readonly operator: Constraint['operator'];
  readonly values: readonly Expression[];
};

/** The ways to read a condition as `column operator constants`. */
function readings(node: Expression): readonly Reading[] {
  switch (node.kind) {
    case 'comparison':
      if (node.operator === '<>') return [];
      return [
        { name: node.left, operator: node.operator, values: [node.right] },
        { name: node.right, operator: MIRRORED[node.operator], values: [node.left] },
      ];
    case 'between':
      if (node.negated) return [];
      return [
        { name: node.value, operator: '>=', values: [node.low] },
        { name: node.value, operator: '<=', values: [node.high] },
      ];
    case 'in list':
      return node.negated ? [] : [{ name: node.value, operator: 'in', values: node.items }];
    case 'is null':
      return [{ name: node.value, operator: node.negated ? 'is not null' : 'is null', values: [] }];
    default:
      return [];
  }
}

function columnOf(node: Expression, scope: Scope): Field | undefined {
  if (node.kind !== 'name') return undefined;
  const { outer: _, ...local } = scope;
  const found = resolveName(node.parts, local);
  return found?.path.length === 0 && found.field?.origin ? found.field : undefined;
}

function boundConstant(node: Expression, scope: Scope, context: Context): TypedSql | undefined {
  if (!isConstant(node)) return undefined;
  try {
    return context.expression(node, { ...scope, fields: [] });
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

function isConstant(node: Expression): boolean {
  const literals: readonly string[] = [
    'number',
    'string',
    'boolean',
    'typed literal',
    'parameter',
    'negate',
    'current',
    'cast',
  ];
  return literals.includes(node.kind);
}

const WHOLE: readonly string[] = ['tinyint', 'smallint', 'integer', 'bigint'];
const NUMBERS: readonly string[] = [...WHOLE, 'decimal', 'real', 'double'];

/** A constant as text that means the same in the column's type; undefined where it may not. */
function constantText(value: TypedSql | undefined, column: TrinoType): string | undefined {
  if (!value || value.literal === undefined || value.literal === null) return undefined;
  const from = value.type.kind;
  const same = from === column.kind && column.kind !== 'timestamp' && column.kind !== 'char';
  const fits =
    same ||
    (WHOLE.includes(from) && NUMBERS.includes(column.kind)) ||
    (from === 'decimal' && column.kind === 'double') ||
    (column.kind === 'timestamp' &&
      (from === 'date' || (value.type.kind === 'timestamp' && value.type.precision <= 6)));
  return fits ? String(value.literal) : undefined;
}
