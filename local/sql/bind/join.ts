import type { Expression, Identifier, Relation } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { bindComparison } from '../functions/operators.ts';
import { typeName } from '../type-name.ts';
import { condition, unify } from './condition.ts';
import { noteConstraints } from './constraint.ts';
import type { BoundRelation, Context, Environment, Field, Scope } from './context.ts';
import { located, mismatch, scopeOf } from './context.ts';

type Join = Extract<Relation, { kind: 'join' }>;

const KEYWORDS = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  cross: 'CROSS JOIN',
  implicit: 'CROSS JOIN',
} as const;

/** Two relations as one; columns of USING come first, once. */
export function bindJoin(node: Join, env: Environment, outer: Scope | undefined, context: Context): BoundRelation {
  if (node.natural) throw new SqlError('NOT_SUPPORTED', 'Natural join not supported', node.at);
  const left = context.relationNode(node.left, env, outer);
  const around: Scope = scopeOf(env, left.fields, outer);
  const right = context.relationNode(node.right, env, isLateral(node.right) ? around : outer);
  const fields = [...left.fields, ...right.fields];
  if (node.using) return usingJoin(node, node.using, left, right, context);
  const on = node.on && onCondition(node.on, scopeOf(env, fields, outer), context);
  checkLateral(node);
  checkFull(node);
  if (node.on) noteJoinConstraints(node, node.on, left, right, env, outer, context);
  return {
    fields: nullable(node, left.fields, right.fields),
    render: () => joinSql(node, left, right, on?.sql, context),
  };
}

/** Whether a relation may refer to those on its left. */
export function isLateral(node: Relation): boolean {
  if (node.kind === 'aliased') return isLateral(node.relation);
  return node.kind === 'unnest' || (node.kind === 'derived' && node.lateral);
}

function checkLateral(node: Join): void {
  if (!isLateral(node.right) || node.join === 'cross' || node.join === 'implicit' || node.join === 'inner') return;
  const trivial = node.on?.kind === 'boolean' && node.on.value;
  if (node.join === 'left' && trivial) return;
  throw new SqlError(
    'NOT_SUPPORTED',
    `${node.join.toUpperCase()} JOIN involving UNNEST or LATERAL is only supported with condition ON TRUE`,
    node.at,
  );
}

/** A FULL JOIN needs an equality to join by. */
function checkFull(node: Join): void {
  if (node.join !== 'full' || !node.on) return;
  const terms = node.on.kind === 'logical' && node.on.operator === 'AND' ? node.on.terms : [node.on];
  if (terms.some((term) => term.kind === 'comparison' && term.operator === '=')) return;
  throw new SqlError('NOT_SUPPORTED', 'FULL JOIN involving an unsupported condition', node.at);
}

function onCondition(on: Expression, scope: Scope, context: Context): TypedSql {
  const value = context.expression(on, { ...scope, plain: 'JOIN clause' });
  return condition(value, 'JOIN ON clause', on.at);
}

function joinSql(
  node: Join,
  left: BoundRelation,
  right: BoundRelation,
  on: string | undefined,
  context: Context,
): string {
  if (on) context.mark(on);
  const [rightSql, leftSql] = [right.render(), left.render()];
  const keyword = KEYWORDS[node.join];
  const test = keyword === 'CROSS JOIN' ? '' : ` ON ${on ?? 'TRUE'}`;
  return `(${leftSql} ${keyword} ${rightSql}${test})`;
}

/** Conditions on the outer side of a join prune its scan no longer: rows of it stay, with NULLs for the other side. */
function nullable(node: Join, left: readonly Field[], right: readonly Field[]): readonly Field[] {
  const keepLeft = node.join !== 'right' && node.join !== 'full';
  const keepRight = node.join !== 'left' && node.join !== 'full';
  return [
    ...left.map((field) => (keepLeft ? field : bare(field))),
    ...right.map((field) => (keepRight ? field : bare(field))),
  ];
}

function bare(field: Field): Field {
  const { origin: _, ...rest } = field;
  return rest;
}

function noteJoinConstraints(
  node: Join,
  on: Expression,
  left: BoundRelation,
  right: BoundRelation,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): void {
  const pruned = {
    inner: [...left.fields, ...right.fields],
    left: [...left.fields.map(bare), ...right.fields],
    right: [...left.fields, ...right.fields.map(bare)],
  };
  const fields = node.join === 'inner' || node.join === 'left' || node.join === 'right' ? pruned[node.join] : [];
  noteConstraints(on, scopeOf(env, fields, outer), context);
}

function usingJoin(
  node: Join,
  keys: readonly Identifier[],
  left: BoundRelation,
  right: BoundRelation,
  context: Context,
): BoundRelation {
  const pairs = keys.map((key) => ({ key, l: keyField(key, left, 'left'), r: keyField(key, right, 'right') }));
  const on = pairs.map(({ key, l, r }) => located(key.at, () => bindComparison('=', l, r).sql)).join(' AND ');
  const merged = pairs.map(({ key, l, r }): Field => mergedKey(node, key, l, r));
  const used = new Set(pairs.flatMap(({ l, r }) => [l, r]));
  const rest = [
    ...nullable(
      node,
      left.fields.filter((field) => !used.has(field)),
      right.fields.filter((field) => !used.has(field)),
    ),
  ];
  return { fields: [...merged, ...rest], render: () => joinSql(node, left, right, on || 'TRUE', context) };
}

function mergedKey(node: Join, key: Identifier, l: Field, r: Field): Field {
  const { type, values } = unify([l, r], `Types of USING column '${key.value}'`, key.at);
  const [a, b] = [values[0]?.sql ?? l.sql, values[1]?.sql ?? r.sql];
  const sql = node.join === 'right' ? b : node.join === 'full' ? `coalesce(${a}, ${b})` : a;
  return {
    name: l.name ?? key.value,
    qualifier: [],
    type,
    sql,
    ...(node.join === 'inner' && l.origin && { origin: l.origin }),
  };
}

function keyField(key: Identifier, side: BoundRelation, which: string): Field {
  const found = side.fields.filter((field) => field.name?.toLowerCase() === key.value.toLowerCase());
  const [field] = found;
  if (!field) {
    throw new SqlError('COLUMN_NOT_FOUND', `Column '${key.value}' is missing from ${which} side of join`, key.at);
  }
  if (found.length > 1) throw new SqlError('AMBIGUOUS_NAME', `Column '${key.value}' is ambiguous`, key.at);
  if (field.type.kind === 'map' && which === 'left') throw mismatch(`Cannot compare ${typeName(field.type)}`, key.at);
  return field;
}
