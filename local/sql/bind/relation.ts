import type { Identifier, Position, Relation } from '../ast.ts';
import { coerce } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { Relation as CatalogRelation, TableName } from '../plan.ts';
import type { BoundQuery, BoundRelation, Context, Environment, Field, Scope } from './context.ts';
import { reference } from './context.ts';
import { bindJoin } from './join.ts';
import { bindScan, qualifierOf, tableNotFound } from './scan.ts';
import { bindUnnest } from './unnest.ts';

/** An element of FROM. `outer` is what it may refer to: the query around it, and for LATERAL and UNNEST the relations on its left. */
export function bindRelation(
  node: Relation,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): BoundRelation {
  switch (node.kind) {
    case 'table reference':
      return bindTable(node, env, context);
    case 'derived':
      return derived(context.query(node.query, env, outer), [], context, node.lateral);
    case 'unnest':
      return bindUnnest(node, env, outer, context);
    case 'aliased':
      return aliased(node, bindRelation(node.relation, env, outer, context));
    case 'join':
      return bindJoin(node, env, outer, context);
  }
}

export function tableName(name: readonly Identifier[], env: Environment): TableName {
  const parts = name.map((part) => part.value.toLowerCase());
  const table = parts.at(-1) ?? '';
  return { catalog: parts.at(-3) ?? env.catalog, database: parts.at(-2) ?? env.database, table };
}

export function bindTable(
  { name, at, snapshot }: Extract<Relation, { kind: 'table reference' }>,
  env: Environment,
  context: Context,
): BoundRelation {
  const cte = name.length === 1 ? env.ctes.get(name[0]?.value.toLowerCase() ?? '') : undefined;
  if (cte && snapshot === undefined) return cteReference(cte, name[0]?.value.toLowerCase() ?? '', context);
  const full = tableName(name, env);
  const relation = context.relation(full);
  if (!relation) throw tableNotFound(full, at);
  if (snapshot !== undefined) return bindVersion(relation, { snapshot, at }, context);
  return relation.kind === 'view' ? bindView(relation, at, env, context) : bindScan(relation, context);
}

type Version = { readonly snapshot: string; readonly at: Position };

function bindVersion(relation: CatalogRelation, { snapshot, at }: Version, context: Context): BoundRelation {
  if (relation.kind === 'table' && relation.format === 'iceberg') return bindScan(relation, context, [], snapshot);
  throw new SqlError('NOT_SUPPORTED', 'This connector does not support versioned tables', at);
}

function cteReference(
  cte: NonNullable<ReturnType<Environment['ctes']['get']>>,
  name: string,
  context: Context,
): BoundRelation {
  cte.references += 1;
  const alias = context.fresh('q');
  const fields = cte.query.columns.map(
    (column): Field => ({
      ...(column.name !== undefined && { name: column.name }),
      qualifier: [name],
      type: column.type,
      sql: reference(alias, column.id),
      ...(column.origin && { origin: { ...column.origin, through: [...column.origin.through, cte] } }),
    }),
  );
  return {
    fields,
    render() {
      for (const column of context.marked(alias)) context.markColumn(cte.id, column);
      return `"${cte.id}" AS "${alias}"`;
    },
  };
}

function bindView(
  view: Extract<CatalogRelation, { kind: 'view' }>,
  at: Position,
  env: Environment,
  context: Context,
): BoundRelation {
  const full = qualifierOf(view.name);
  const key = full.join('.');
  if (env.views.includes(key)) throw new SqlError('VIEW_IS_RECURSIVE', `View is recursive: ${key}`, at);
  const inner: Environment = {
    catalog: view.catalog,
    database: view.database,
    ctes: new Map(),
    views: [...env.views, key],
  };
  const query = context.query(context.view(view.sql), inner, undefined);
  const bound = derived(query, full, context, false);
  const fields = view.columns.map((column, index): Field => {
    const field = bound.fields[index];
    const value = field && coerce({ type: field.type, sql: field.sql }, column.type);
    if (!field || !value || bound.fields.length !== view.columns.length) {
      throw new SqlError(
        'VIEW_IS_STALE',
        `View '${key}' is stale or in invalid state: column [${column.name}] of type ${column.type.kind}`,
        at,
      );
    }
    return { ...field, name: column.name, type: column.type, sql: value.sql };
  });
  return { fields, render: bound.render };
}

/** A subquery in FROM under an alias of ours. */
export function derived(
  query: BoundQuery,
  qualifier: readonly string[],
  context: Context,
  lateral: boolean,
): BoundRelation {
  const alias = context.fresh('q');
  const fields = query.columns.map(
    (column): Field => ({
      ...(column.name !== undefined && { name: column.name }),
      qualifier,
      type: column.type,
      sql: reference(alias, column.id),
      ...(column.origin && { origin: column.origin }),
    }),
  );
  return {
    fields,
    render() {
      const wanted = query.columns.map((column) => context.isMarked(alias, column.id));
      const sql = query.render((index) => wanted[index] === true);
      return `${lateral ? 'LATERAL ' : ''}(${sql}) AS "${alias}"`;
    },
  };
}

function aliased(node: Extract<Relation, { kind: 'aliased' }>, bound: BoundRelation): BoundRelation {
  const visible = bound.fields.filter((field) => !field.hidden);
  if (node.columns.length > 0 && node.columns.length !== visible.length) {
    throw new SqlError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${node.columns.length} entries but '${node.alias.value}' has ${visible.length} columns available`,
      node.at,
    );
  }
  const qualifier = [node.alias.value.toLowerCase()];
  const named = visible.map((field, index) => {
    const name = node.columns[index]?.value ?? field.name;
    return { ...field, qualifier, ...(name !== undefined && { name }) };
  });
  const hidden = node.columns.length > 0 ? [] : bound.fields.filter((field) => field.hidden);
  return { fields: [...named, ...hidden.map((field) => ({ ...field, qualifier }))], render: bound.render };
}
