import type { Expression } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import type { Constraint } from '../plan.ts';
import type { TrinoType } from '../type.ts';
import type { Context, Field, Scope } from './context.ts';
import { resolveName } from './resolve.ts';

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/**
 * Notes, on the scans that they come from, the top-level conditions that compare a column with constants. True where all that the
 * expression says is noted.
 */
export function noteConstraints(expression: Expression, scope: Scope, context: Context): boolean {
  if (expression.kind === 'logical' && expression.operator === 'AND')
    return expression.terms.map((term) => noteConstraints(term, scope, context)).every(Boolean);
  const noted = readings(expression).map((reading) => {
    const plain = noteReading(reading, scope, context);
    return noteDay(reading, scope, context) || plain;
  });
  return noted.length > 0 && (expression.kind === 'between' ? noted.every(Boolean) : noted.some(Boolean));
}

function noteReading({ name, operator, values }: Reading, scope: Scope, context: Context): boolean {
  const field = columnOf(name, scope);
  if (!field) return false;
  const texts = values.map((value) => constantText(boundConstant(value, scope, context), field.type));
  return texts.every((text) => text !== undefined) && note(field, operator, texts);
}

function note(field: Field, operator: Constraint['operator'], values: readonly string[]): boolean {
  const { origin, type } = field;
  if (!origin) return false;
  origin.scan.constraints.push({
    constraint: { column: origin.column, type, operator, values },
    through: origin.through,
  });
  return true;
}

/** A condition on the day of a timestamp is one on the timestamp: from its first instant on, and before the next day's. */
function noteDay({ name, operator, values }: Reading, scope: Scope, context: Context): boolean {
  const field = columnOf(dayOf(name), scope);
  const [value] = values;
  if (field?.type.kind !== 'timestamp' || !value || values.length > 1) return false;
  const days = dayAndNext(boundConstant(value, scope, context));
  const [from, before] = days ? (RANGES[operator]?.(...days) ?? []) : [];
  if (from) note(field, '>=', [from]);
  if (before) note(field, '<', [before]);
  return from !== undefined || before !== undefined;
}

type Range = readonly [from: string | undefined, before: string | undefined];

const RANGES: Readonly<Record<string, (day: string, next: string) => Range>> = {
  '=': (day, next) => [day, next],
  '>': (_, next) => [next, undefined],
  '>=': (day) => [day, undefined],
  '<': (day) => [undefined, day],
  '<=': (_, next) => [undefined, next],
};

function dayAndNext(value: TypedSql | undefined): readonly [string, string] | undefined {
  if (value?.type.kind !== 'date' || typeof value.literal !== 'string') return undefined;
  const next = new Date(Date.parse(`${value.literal}T00:00:00Z`) + 86_400_000);
  return Number.isNaN(next.getTime()) ? undefined : [value.literal, next.toISOString().slice(0, 10)];
}

/** What date(x) or CAST(x AS date) is the day of. */
function dayOf(node: Expression): Expression | undefined {
  if (node.kind === 'cast') return node.type.toLowerCase() === 'date' ? node.value : undefined;
  const isDate = node.kind === 'call' && node.name.length === 1 && node.name[0]?.value.toLowerCase() === 'date';
  return isDate ? node.args[0] : undefined;
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

function columnOf(node: Expression | undefined, scope: Scope): Field | undefined {
  if (node?.kind !== 'name') return undefined;
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
