import type { Expression, Relation, Select, SortItem, WindowSpecification } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { condition } from './condition.ts';
import { noteConstraints } from './constraint.ts';
import type { BoundRelation, Context, Environment, OutputColumn, Scope } from './context.ts';
import { scopeOf } from './context.ts';
import { distinctSql } from './distinct.ts';
import { expressionKey } from './expression-key.ts';
import { createGrouping, type GroupedBlock, type Key } from './group.ts';
import { groupingSets } from './grouping-sets.ts';
import { type Item, selectItems } from './select-items.ts';
import { findAggregate, findWindow } from './walk.ts';

export type SortKey = { readonly item: SortItem; readonly value: TypedSql; readonly output?: number };

export type BoundSelect = {
  readonly columns: readonly OutputColumn[];
  readonly sort: readonly SortKey[];
  /** SELECT … FROM … WHERE, with `extra` columns after the wanted ones. */
  render(wanted: (index: number) => boolean, extra: readonly string[]): string;
};

/** A query block with the ORDER BY that stands on it; `given` stands for its FROM. */
export function bindSelect(
  node: Select,
  orderBy: readonly SortItem[],
  env: Environment,
  outer: Scope | undefined,
  context: Context,
  given?: BoundRelation,
): BoundSelect {
  const from = given ?? fromClause(node.from, env, outer, context);
  const input: Scope = { ...scopeOf(env, from?.fields ?? [], outer), windows: windowsOf(node) };
  const where = node.where && whereClause(node.where, input, context);
  const items = selectItems(node.items, input, context);
  const grouped = groupBlock(node, items, orderBy, input, context);
  const scope: Scope = grouped ? { ...input, grouping: grouped.grouping } : input;
  const values = items.map((item) => item.bind(scope));
  const having = node.having && havingClause(node.having, scope, context);
  const windowed = findWindow([node.items, orderBy]) !== undefined;
  const columns = items.map(
    (item, index): OutputColumn => ({
      id: context.fresh('c'),
      ...(item.name !== undefined && { name: item.name }),
      type: values[index]?.type ?? { kind: 'unknown' },
      ...(item.origin && !grouped && !windowed && { origin: item.origin }),
    }),
  );
  const sort = orderBy.map((item) => sortKeyOf(item, node, items, values, scope, context));
  const source = (): string => {
    if (where) context.mark(where);
    return `${from ? ` FROM ${from.render()}` : ''}${where ? ` WHERE ${where}` : ''}`;
  };
  const listSql = (wanted: (index: number) => boolean, extra: readonly string[]): string => {
    const all = columns.flatMap((column, index) =>
      node.distinct || wanted(index) ? [`${values[index]?.sql} AS "${column.id}"`] : [],
    );
    return [...all, ...extra].join(', ') || '1 AS "one"';
  };
  return {
    columns,
    sort,
    render(wanted, extra) {
      const select = `SELECT ${node.distinct ? distinctSql(columns) : ''}${listSql(wanted, extra)}`;
      context.mark(`${select} ${having ?? ''}`);
      if (!grouped) return select + source();
      return `${select} FROM ${grouped.render(source)}${having ? ` WHERE ${having}` : ''}`;
    },
  };
}

function windowsOf(node: Select): ReadonlyMap<string, WindowSpecification> {
  return new Map(node.windows.map(({ name, window }) => [name.value.toLowerCase(), window]));
}

function fromClause(
  relations: readonly Relation[],
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): BoundRelation | undefined {
  const [first, ...rest] = relations;
  if (!first) return undefined;
  const node = rest.reduce<Relation>(
    (left, right) => ({ kind: 'join', at: right.at, join: 'implicit', left, right, natural: false }),
    first,
  );
  return context.relationNode(node, env, outer);
}

function whereClause(where: Expression, scope: Scope, context: Context): string {
  const value = context.expression(where, { ...scope, plain: 'WHERE clause' });
  noteConstraints(where, scope, context);
  return condition(value, 'WHERE clause', where.at).sql;
}

function havingClause(having: Expression, scope: Scope, context: Context): string {
  return condition(context.expression(having, scope), 'HAVING clause', having.at).sql;
}

function groupBlock(
  node: Select,
  items: readonly Item[],
  orderBy: readonly SortItem[],
  input: Scope,
  context: Context,
): GroupedBlock | undefined {
  const aggregated = findAggregate([
    items.map((item) => item.expression),
    node.having,
    orderBy.map((item) => item.value),
  ]);
  if (!node.groupBy && !aggregated && !node.having) return undefined;
  const sets = groupingSets(node.groupBy ?? []);
  const keys: Key[] = [];
  const numbered = sets.map((set) => set.map((term) => keyIndex(term, items, keys, input, context)));
  const distinct = node.groupDistinct
    ? [...new Map(numbered.map((set) => [[...set].sort().join(), set])).values()]
    : numbered;
  return createGrouping(keys, distinct, input, context);
}

/** The number of a grouping term among the keys; terms that mean the same are one key. */
function keyIndex(term: Expression, items: readonly Item[], keys: Key[], input: Scope, context: Context): number {
  const item = ordinalItem(term, items);
  const key = item?.key ?? expressionKey(term, input);
  const known = keys.findIndex((other) => other.key === key);
  if (known >= 0) return known;
  const scope: Scope = { ...input, plain: 'GROUP BY clause' };
  return keys.push({ key, value: item ? item.bind(scope) : context.expression(term, scope) }) - 1;
}

function ordinalItem(term: Expression, items: readonly Item[]): Item | undefined {
  if (term.kind !== 'number' || term.form !== 'integer') return undefined;
  const item = items[Number(term.text) - 1];
  if (item) return item;
  throw new SqlError('INVALID_COLUMN_REFERENCE', `GROUP BY position ${term.text} is not in select list`, term.at);
}

function sortKeyOf(
  item: SortItem,
  node: Select,
  items: readonly Item[],
  values: readonly TypedSql[],
  scope: Scope,
  context: Context,
): SortKey {
  const output = outputIndex(item, items, scope);
  const value = output === undefined ? undefined : values[output];
  if (output !== undefined && value) return { item, value, output };
  if (node.distinct) {
    throw new SqlError(
      'EXPRESSION_NOT_IN_DISTINCT',
      'For SELECT DISTINCT, ORDER BY expressions must appear in select list',
      node.at,
    );
  }
  return { item, value: context.expression(item.value, { ...scope, outputs: outputNames(items, values) }) };
}

function outputIndex(item: SortItem, items: readonly Item[], scope: Scope): number | undefined {
  const { value } = item;
  if (value.kind === 'number' && value.form === 'integer') return ordinalIndex(value, items);
  const named =
    value.kind === 'name' && value.parts.length === 1 ? namedOutputs(value.parts[0]?.value ?? '', items) : [];
  const [first] = named;
  if (first === undefined) return sameItem(expressionKey(value, scope), items);
  if (named.every((index) => items[index]?.key === items[first]?.key)) return first;
  throw new SqlError('AMBIGUOUS_NAME', `Column '${items[first]?.name?.toLowerCase()}' is ambiguous`, value.at);
}

function ordinalIndex(value: Extract<Expression, { kind: 'number' }>, items: readonly Item[]): number {
  if (items[Number(value.text) - 1]) return Number(value.text) - 1;
  throw new SqlError('INVALID_COLUMN_REFERENCE', `ORDER BY position ${value.text} is not in select list`, value.at);
}

function sameItem(key: string, items: readonly Item[]): number | undefined {
  const same = items.findIndex((candidate) => candidate.key === key);
  return same >= 0 ? same : undefined;
}

function namedOutputs(name: string, items: readonly Item[]): readonly number[] {
  return items.flatMap((item, index) => (item.name?.toLowerCase() === name.toLowerCase() ? [index] : []));
}

function outputNames(items: readonly Item[], values: readonly TypedSql[]): ReadonlyMap<string, readonly TypedSql[]> {
  const names = new Map<string, TypedSql[]>();
  for (const [index, item] of items.entries()) {
    const value = values[index];
    if (item.name === undefined || !value) continue;
    const name = item.name.toLowerCase();
    names.set(name, [...(names.get(name) ?? []), value]);
  }
  return names;
}
