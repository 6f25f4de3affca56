import type { Statement } from '../ast-statement.ts';
import { leftoverFilter } from '../leftover-filter.ts';
import type { Plan } from '../plan.ts';
import { changeTarget } from './change.ts';
import { condition } from './condition.ts';
import { noteConstraints } from './constraint.ts';
import { type Context, type Environment, scopeOf } from './context.ts';
import { queryPlan } from './create-context.ts';

/** OPTIMIZE: its WHERE must be what chooses partitions, and nothing else. */
export function bindOptimize(node: Extract<Statement, { kind: 'optimize' }>, env: Environment, context: Context): Plan {
  const { name, relation } = changeTarget(node.target, node.at, env, context);
  const { where } = node;
  if (where) {
    const scope = scopeOf(env, relation.fields, undefined);
    condition(context.expression(where, { ...scope, plain: 'WHERE clause' }), 'WHERE clause', where.at);
    if (!noteConstraints(where, scope, context)) throw leftoverFilter();
  }
  const [scan] = queryPlan(`SELECT 1 FROM ${relation.render()}`, [], context).scans;
  return { kind: 'optimize', target: name, constraints: scan?.constraints ?? [] };
}
