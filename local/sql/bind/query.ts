import type { Position, Query, QueryBody, Relation, RowCount, Select } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { BoundQuery, Context, Environment, Scope } from './context.ts';
import { reference } from './context.ts';
import { derived } from './relation.ts';
import { bindSelect, type SortKey } from './select.ts';
import { bindSetOperation } from './set-operation.ts';
import { sortKey, sortKeys } from './sort-key.ts';
import { bindValues } from './values.ts';
import { bindWith } from './with.ts';

/** A whole query: WITH, body, ORDER BY, OFFSET and LIMIT. */
export function bindQuery(node: Query, env: Environment, outer: Scope | undefined, context: Context): BoundQuery {
  const { inner, prefix } = bindWith(node, env, outer, context);
  const bound = bindSorted(node, inner, outer, context);
  if (node.named.length === 0) return bound;
  return {
    columns: bound.columns,
    render(wanted) {
      const body = bound.render(wanted);
      return `${prefix()}${body}`;
    },
  };
}

function bindSorted(node: Query, env: Environment, outer: Scope | undefined, context: Context): BoundQuery {
  const { body } = node;
  if (body.kind === 'parenthesised' && isBare(node)) return context.query(body.query, env, outer);
  if (body.kind !== 'select' && isBare(node)) return bindBody(body, env, outer, context);
  const select =
    body.kind === 'select' ? bindSelect(body, node.orderBy, env, outer, context) : overBody(node, env, outer, context);
  const limits = limitSql(node, context);
  const transparent = node.limit === undefined && node.offset === undefined;
  return {
    columns: transparent ? select.columns : select.columns.map(({ origin: _, ...column }) => column),
    render(wanted) {
      if (node.withTies) return withTies(node, select, wanted, context);
      const keys = select.sort.map((key) =>
        keySql(key, select.columns[key.output ?? -1]?.id, key.output !== undefined && wanted(key.output)),
      );
      const order = keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
      context.mark(order);
      return `${select.render(wanted, [])}${order}${limits}`;
    },
  };
}

type Sortable = {
  readonly columns: BoundQuery['columns'];
  readonly sort: readonly SortKey[];
  render(wanted: (index: number) => boolean, extra: readonly string[]): string;
};

function keySql(key: SortKey, id: string | undefined, present: boolean): string {
  const plain = key.value.type.kind !== 'timestamptz' && key.value.type.kind !== 'map';
  return present && plain && id
    ? `${sortKey(key.item, { ...key.value, sql: `"${id}"` })}`
    : sortKey(key.item, key.value);
}

/** ORDER BY and LIMIT on what is no SELECT: only output columns can be sorted by. */
function overBody(node: Query, env: Environment, outer: Scope | undefined, context: Context): Sortable {
  const { body } = node;
  if (body.kind === 'select') throw new SqlError('GENERIC_INTERNAL_ERROR', 'a SELECT is sorted on its own');
  const bound = derived(bindBody(body, env, outer, context), [], context, false);
  return bindSelect(allOf(node.at, []), node.orderBy, env, outer, context, bound);
}

function bindBody(
  body: Exclude<QueryBody, { kind: 'select' }>,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): BoundQuery {
  switch (body.kind) {
    case 'values':
      return bindValues(body, env, outer, context);
    case 'table':
      return bindSorted(tableQuery(body), env, outer, context);
    case 'parenthesised':
      return context.query(body.query, env, outer);
    case 'set operation': {
      const side = (part: QueryBody): BoundQuery =>
        bindSorted(
          { kind: 'query', at: part.at, recursive: false, named: [], body: part, orderBy: [], withTies: false },
          env,
          outer,
          context,
        );
      return bindSetOperation(body, side(body.left), side(body.right), context);
    }
  }
}

function tableQuery(body: Extract<QueryBody, { kind: 'table' }>): Query {
  const { at } = body;
  return {
    kind: 'query',
    at,
    recursive: false,
    named: [],
    body: allOf(at, [{ kind: 'table reference', at, name: body.name }]),
    orderBy: [],
    withTies: false,
  };
}

/** SELECT * FROM …. */
function allOf(at: Position, from: readonly Relation[]): Select {
  return {
    kind: 'select',
    at,
    distinct: false,
    items: [{ kind: 'all', aliases: [], at }],
    from,
    groupDistinct: false,
    windows: [],
  };
}

function isBare(node: Query): boolean {
  return node.orderBy.length === 0 && node.offset === undefined && node.limit === undefined;
}

function limitSql(node: Query, context: Context): string {
  const limit = node.limit && rows(node.limit, context);
  const offset = node.offset && rows(node.offset, context);
  return `${limit === undefined ? '' : ` LIMIT ${limit}`}${offset === undefined ? '' : ` OFFSET ${offset}`}`;
}

function rows(count: RowCount, context: Context): number {
  if (count.count !== undefined) return count.count;
  const parameter = context.parameters[count.parameter ?? -1];
  if (parameter?.kind === 'number' && parameter.form === 'integer') return Number(parameter.text);
  throw new SqlError('INVALID_PARAMETER_USAGE', 'LIMIT and OFFSET take an integer parameter');
}

/** FETCH FIRST n ROWS WITH TIES: every row that ranks among the first n. */
function withTies(node: Query, select: Sortable, wanted: (index: number) => boolean, context: Context): string {
  if (select.sort.length === 0) {
    throw new SqlError('MISSING_ORDER_BY', 'FETCH FIRST WITH TIES clause requires ORDER BY', node.at);
  }
  if (node.offset) throw new SqlError('NOT_SUPPORTED', 'OFFSET with TIES is not supported by the local cloud', node.at);
  const alias = context.fresh('q');
  const keys = select.sort.map((key) => ({ key, id: context.fresh('o') }));
  const extra = keys.map(({ key, id }) => `${key.value.sql} AS "${id}"`);
  const order = sortKeys(
    keys.map(({ key, id }) => ({ item: key.item, value: { ...key.value, sql: reference(alias, id) } })),
  );
  const columns = select.columns
    .filter((_, index) => wanted(index))
    .map((column) => `${reference(alias, column.id)} AS "${column.id}"`);
  const inner = select.render(wanted, extra);
  const limit = node.limit ? rows(node.limit, context) : 1;
  return `SELECT ${columns.join(', ')} FROM (${inner}) AS "${alias}" QUALIFY rank() OVER (ORDER BY ${order}) <= ${limit} ORDER BY ${order}`;
}
