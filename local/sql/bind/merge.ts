import type { MergeCase, Statement } from '../ast-statement.ts';
import { SqlError } from '../error.ts';
import type { Column, Plan } from '../plan.ts';
import { raise } from '../runtime-error.ts';
import { quoted, text } from '../type-name.ts';
import { changeColumns, changeTarget, fieldSql, nullOf, stored, type Target, targetColumn } from './change.ts';
import { condition } from './condition.ts';
import { noteConstraints } from './constraint.ts';
import type { Context, Environment, Scope } from './context.ts';
import { scopeOf } from './context.ts';
import { queryPlan } from './create-context.ts';

type Merge = Extract<Statement, { kind: 'merge' }>;

/** A WHEN clause: when it applies, and the target's columns it writes. */
type Clause = { readonly kind: MergeCase['kind']; readonly test: string; readonly values: readonly string[] };

/**
 * MERGE: each source row with the target rows it matches, or alone; the first WHEN clause that applies decides. A target row that two
 * source rows change is an error.
 */
export function bindMerge(node: Merge, env: Environment, context: Context): Plan {
  const target = changeTarget(node.target, node.at, env, context);
  const qualifier = node.alias?.value.toLowerCase();
  const targetFields = target.relation.fields.map((field) =>
    qualifier ? { ...field, qualifier: [qualifier] } : field,
  );
  const source = context.relationNode(node.source, env, undefined);
  const both = scopeOf(env, [...targetFields, ...source.fields], undefined);
  const alone = scopeOf(env, source.fields, undefined);
  const on = condition(context.expression(node.on, { ...both, plain: 'MERGE ON' }), 'MERGE ON clause', node.on.at).sql;
  noteConstraints(node.on, scopeOf(env, targetFields, undefined), context);
  const matched = `(${fieldSql('$path', target)} IS NOT NULL)`;
  const clauses = node.cases.map((one) =>
    clauseOf(one, target, one.kind === 'insert' ? alone : both, matched, context),
  );
  const action = context.fresh('m');
  const rows = context.fresh('q');
  const output = changeColumns(target);
  const inner = [
    `CASE ${clauses.map((clause, index) => `WHEN ${clause.test} THEN ${index}`).join(' ')} END AS "${action}"`,
    `${fieldSql('$path', target)} AS "$path"`,
    `${fieldSql('$file_position', target)} AS "$file_position"`,
    ...target.columns.map((column, index) => `${columnSql(column, index, clauses, action)} AS ${quoted(column.name)}`),
  ].join(', ');
  context.mark(`${inner} ${on}`);
  const join = `${source.render()} LEFT JOIN ${target.relation.render()} ON ${on}`;
  const sql = `SELECT ${outerList(output, clauses, action)} FROM (SELECT ${inner} FROM ${join}) AS "${rows}" WHERE "${action}" IS NOT NULL`;
  return { kind: 'change', statement: 'merge', target: target.name, query: queryPlan(sql, output, context) };
}

function outerList(output: readonly Column[], clauses: readonly Clause[], action: string): string {
  const twice = raise(
    'MERGE_TARGET_ROW_MULTIPLE_MATCHES',
    text('One MERGE target table row matched more than one source row'),
  );
  const operations = clauses.map((clause, index) => `WHEN ${index} THEN '${clause.kind}'`).join(' ');
  const chosen = `CASE "${action}" ${operations} END`;
  const check = `"$path" IS NOT NULL AND count(*) OVER (PARTITION BY "$path", "$file_position") > 1`;
  const changes = clauses.some((clause) => clause.kind !== 'insert');
  const operation = `${changes ? `CASE WHEN ${check} THEN ${twice} ELSE ${chosen} END` : chosen} AS "$operation"`;
  return [operation, ...output.slice(1).map((column) => quoted(column.name))].join(', ');
}

function columnSql(column: Column, index: number, clauses: readonly Clause[], action: string): string {
  const branches = clauses.flatMap((clause, number) => {
    const value = clause.values[index];
    return value === undefined ? [] : [`WHEN ${number} THEN ${value}`];
  });
  return branches.length > 0 ? `CASE "${action}" ${branches.join(' ')} ELSE ${nullOf(column)} END` : nullOf(column);
}

function clauseOf(node: MergeCase, target: Target, scope: Scope, matched: string, context: Context): Clause {
  const side = node.kind === 'insert' ? `NOT ${matched}` : matched;
  const extra =
    node.condition &&
    condition(
      context.expression(node.condition, { ...scope, plain: 'MERGE WHEN' }),
      'MERGE WHEN clause',
      node.condition.at,
    ).sql;
  return {
    kind: node.kind,
    test: extra ? `${side} AND ${extra}` : side,
    values: clauseValues(node, target, scope, context),
  };
}

function clauseValues(node: MergeCase, target: Target, scope: Scope, context: Context): readonly string[] {
  if (node.kind === 'delete') return [];
  const columns =
    node.columns.length > 0 ? node.columns.map((name) => targetColumn(name, target.columns)) : target.columns;
  if (columns.length !== node.values.length) {
    throw new SqlError(
      'TYPE_MISMATCH',
      `Insert query has ${node.values.length} expression(s) but expected ${columns.length}`,
      node.at,
    );
  }
  const given = new Map<string, string>();
  for (const [index, value] of node.values.entries()) {
    const column = columns[index];
    if (!column) continue;
    if (given.has(column.name))
      throw new SqlError('DUPLICATE_COLUMN_NAME', `Column name '${column.name}' is specified more than once`, node.at);
    given.set(column.name, stored(context.expression(value, { ...scope, plain: 'MERGE' }), column, value.at).sql);
  }
  const rest = (column: Column): string => (node.kind === 'update' ? fieldSql(column.name, target) : nullOf(column));
  return target.columns.map((column) => given.get(column.name) ?? rest(column));
}
