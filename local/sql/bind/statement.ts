import type { Statement } from '../ast-statement.ts';
import { SqlError } from '../error.ts';
import type { Plan, QueryPlan } from '../plan.ts';
import { bindDelete, bindUpdate } from './change.ts';
import { constantProperties } from './constant-value.ts';
import type { BoundQuery, Context, Environment } from './context.ts';
import { bindCreateTable, bindCreateView } from './create.ts';
import { queryPlan } from './create-context.ts';
import { bindInsert } from './insert.ts';
import { bindMerge } from './merge.ts';
import { bindOptimize } from './optimize.ts';
import { tableName } from './relation.ts';

/** Binds a statement to its plan. */
export function bindStatement(node: Statement, env: Environment, context: Context): Plan {
  switch (node.kind) {
    case 'query statement':
      return { kind: 'query', query: planned(context.query(node.query, env, undefined), context) };
    case 'insert':
      return bindInsert(node, env, context);
    case 'create table as':
      return bindCreateTable(node, env, context);
    case 'unload':
      return {
        kind: 'unload',
        location: node.location,
        properties: constantProperties(node.properties),
        query: planned(context.query(node.query, env, undefined), context),
      };
    case 'create view':
      return bindCreateView(node, env, context);
    case 'drop view':
      return { kind: 'drop view', view: tableName(node.name, env), ifExists: node.ifExists };
    case 'delete':
      return bindDelete(node, env, context);
    case 'update':
      return bindUpdate(node, env, context);
    case 'optimize':
      return bindOptimize(node, env, context);
    case 'merge':
      return bindMerge(node, env, context);
    case 'explain':
      return {
        kind: 'explain',
        analyze: node.analyze,
        format: explainFormat(node.format),
        plan: bindStatement(node.statement, env, context),
      };
    default:
      throw new SqlError('NOT_SUPPORTED', `${node.kind.toUpperCase()} is not supported by the local cloud`, node.at);
  }
}

function explainFormat(format: string): 'text' | 'json' | 'validate' | 'io' {
  return format === 'json' || format === 'validate' || format === 'io' ? format : 'text';
}

/** A query's plan; columns without a name are called `_col0`, `_col1`, … by their position. */
function planned(query: BoundQuery, context: Context): QueryPlan {
  const output = query.columns.map((column, index) => ({ name: column.name ?? `_col${index}`, type: column.type }));
  return queryPlan(
    query.render(() => true),
    output,
    context,
  );
}
