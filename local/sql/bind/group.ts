import type { Call, Expression, Position } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { Argument, TypedSql } from '../functions/function.ts';
import { aggregateFunction } from '../functions/registry.ts';
import { bindArguments, functionName, noSignature } from './arguments.ts';
import { condition } from './condition.ts';
import type { Context, Field, Grouping, Scope } from './context.ts';
import { reference } from './context.ts';
import { expressionKey } from './expression-key.ts';
import { constant } from './literal.ts';
import { groupKeySql, sortKeys } from './sort-key.ts';
import { findAggregate, findWindow } from './walk.ts';

export type Key = { readonly key: string; readonly value: TypedSql };

type Item = { readonly id: string; readonly sql: string };
type GroupKey = Key & { readonly id: string; readonly column: string };

export type GroupedBlock = {
  readonly grouping: Grouping;
  /** The grouped relation, over `source`: FROM and WHERE of the block. */
  render(source: () => string): string;
};

/**
 * A grouped query block. Keys and arguments of aggregates are computed in an inner SELECT, grouped in a second one; what stands in
 * SELECT, HAVING and ORDER BY then refers to the second one's columns only.
 */
export function createGrouping(
  keys: readonly Key[],
  sets: readonly (readonly number[])[],
  input: Scope,
  context: Context,
): GroupedBlock {
  const inner = context.fresh('q');
  const outer = context.fresh('q');
  const projections: Item[] = [];
  const aggregates = new Map<string, { readonly id: string; readonly bound: TypedSql }>();
  const project = (value: TypedSql): TypedSql => {
    if (value.literal !== undefined) return value;
    const id = projections.find((other) => other.sql === value.sql)?.id ?? context.fresh('a');
    if (!projections.some((other) => other.id === id)) projections.push({ id, sql: value.sql });
    return { ...value, sql: reference(inner, id) };
  };
  const groupKeys: readonly GroupKey[] = keys.map((key) => {
    const id = context.fresh('k');
    projections.push({ id, sql: key.value.sql });
    return { ...key, id, column: reference(inner, id) };
  });
  const keyValue = (key: GroupKey): TypedSql => ({ type: key.value.type, sql: reference(outer, key.id) });
  const register = (key: string, bind: () => TypedSql): TypedSql => {
    const known = aggregates.get(key) ?? { id: context.fresh('g'), bound: bind() };
    aggregates.set(key, known);
    return { type: known.bound.type, sql: reference(outer, known.id) };
  };
  const grouping: Grouping = {
    key(expression, scope) {
      if (groupKeys.length === 0 || expression.kind === 'lambda') return undefined;
      const text = expressionKey(expression, scope);
      const found = groupKeys.find((key) => key.key === text);
      return found && keyValue(found);
    },
    column(field: Field, name: string, at: Position) {
      const found = groupKeys.find((key) => key.key === field.sql);
      if (found) return keyValue(found);
      throw new SqlError(
        'EXPRESSION_NOT_AGGREGATE',
        `'${name}' must be an aggregate expression or appear in GROUP BY clause`,
        at,
      );
    },
    aggregate: (call, scope) => {
      const plain = { ...input, lambdas: scope.lambdas, plain: 'Aggregation' };
      return register(expressionKey(call, input), () => aggregateSql(call, plain, project, context));
    },
    grouping: (node) => register(expressionKey(node, input), () => groupingSql(node, groupKeys, input)),
  };
  return {
    grouping,
    render: (source) => {
      const columns = [
        ...groupKeys.map((key) => `${keySql(key, sets.length > 1)} AS "${key.id}"`),
        ...[...aggregates.values()]
          .filter(({ id }) => context.isMarked(outer, id))
          .map(({ id, bound }) => `${bound.sql} AS "${id}"`),
      ];
      const select = columns.length > 0 ? columns.join(', ') : 'count(*) AS "n"';
      const by = groupBySql(groupKeys, sets);
      context.mark(`${select} ${by}`);
      const projected = projections.filter(({ id }) => context.isMarked(inner, id));
      const list = projected.length > 0 ? projected.map(({ id, sql }) => `${sql} AS "${id}"`).join(', ') : '1 AS "one"';
      context.mark(list);
      return `(SELECT ${select} FROM (SELECT ${list}${source()}) AS "${inner}"${by}) AS "${outer}"`;
    },
  };
}

function keySql(key: GroupKey, severalSets: boolean): string {
  const grouped = groupKeySql({ type: key.value.type, sql: key.column });
  if (grouped === key.column) return key.column;
  const any = `any_value(${key.column})`;
  return severalSets ? `CASE WHEN GROUPING(${grouped}) = 0 THEN ${any} END` : any;
}

function groupBySql(keys: readonly GroupKey[], sets: readonly (readonly number[])[]): string {
  const [only] = sets;
  if (keys.length === 0 && sets.length <= 1) return '';
  const column = (index: number): string => {
    const key = keys[index];
    return key ? groupKeySql({ type: key.value.type, sql: key.column }) : '';
  };
  if (sets.length === 1 && only) return ` GROUP BY ${only.map(column).join(', ')}`;
  return ` GROUP BY GROUPING SETS (${sets.map((set) => `(${set.map(column).join(', ')})`).join(', ')})`;
}

function aggregateSql(call: Call, scope: Scope, project: (value: TypedSql) => TypedSql, context: Context): TypedSql {
  const name = functionName(call);
  refuseNested(call, name);
  const args: readonly Argument[] = [
    ...bindArguments(call.args, scope, context).map((arg) =>
      'lambda' in arg ? arg : project(call.distinct ? distinctArgument(arg, name, call) : arg),
    ),
    ...(call.overflow ? overflowArguments(call.overflow) : []),
  ];
  const filter =
    call.filter && project(condition(context.expression(call.filter, scope), 'FILTER clause', call.filter.at));
  const order = call.orderBy.map((item) => ({ item, value: project(context.expression(item.value, scope)) }));
  const bound = aggregateFunction(name)?.bind(args, {
    distinct: call.distinct,
    ...(order.length > 0 && { orderBy: sortKeys(order) }),
    ...(filter && { filter: filter.sql }),
  });
  return bound ?? noSignature(name, args, call);
}

/** DISTINCT tells values apart by what is equal; only counting them needs nothing else of them. */
function distinctArgument(value: TypedSql, name: string, call: Call): TypedSql {
  const sql = groupKeySql(value);
  if (sql === value.sql) return value;
  if (name === 'count' && value.type.kind === 'timestamptz') return { type: { ...value.type, kind: 'timestamp' }, sql };
  throw new SqlError('NOT_SUPPORTED', `${name}(DISTINCT) of this type is not supported by the local cloud`, call.at);
}

/** LISTAGG's ON OVERFLOW, as the function's arguments: whether it is an error, what fills, whether to count. */
function overflowArguments(overflow: NonNullable<Call['overflow']>): readonly TypedSql[] {
  const isError = overflow.behaviour === 'error';
  const flag = (value: boolean): TypedSql => ({ type: { kind: 'boolean' }, sql: String(value), literal: value });
  return [flag(isError), constant({ kind: 'varchar' }, overflow.filler ?? '...'), flag(overflow.count)];
}

function refuseNested(call: Call, name: string): void {
  const nested = findAggregate([call.args, call.filter, call.orderBy]);
  if (nested) {
    throw new SqlError('NESTED_AGGREGATION', `Cannot nest aggregations inside aggregation '${name}'`, call.at);
  }
  if (findWindow([call.args, call.filter])) {
    throw new SqlError('NESTED_WINDOW', `Cannot nest window functions inside aggregation '${name}'`, call.at);
  }
}

function groupingSql(
  node: Extract<Expression, { kind: 'grouping' }>,
  keys: readonly GroupKey[],
  input: Scope,
): TypedSql {
  const columns = node.names.map((parts) => {
    const text = expressionKey({ kind: 'name', at: node.at, parts }, input);
    const key = keys.find((candidate) => candidate.key === text);
    if (key) return groupKeySql({ type: key.value.type, sql: key.column });
    throw new SqlError(
      'INVALID_COLUMN_REFERENCE',
      'The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level',
      node.at,
    );
  });
  return {
    type: { kind: columns.length > 30 ? 'bigint' : 'integer' },
    sql: `CAST(GROUPING(${columns.join(', ')}) AS INTEGER)`,
  };
}
