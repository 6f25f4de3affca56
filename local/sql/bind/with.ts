import type { NamedQuery, Query } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { Context, Cte, Environment, Scope } from './context.ts';
import { bindRecursive, refersTo } from './recursive.ts';
import { renamed } from './with-columns.ts';

/** The WITH clause: names for the query, and the DuckDB text in front of it, to be rendered after it. */
export function bindWith(
  node: Query,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): { readonly inner: Environment; prefix(): string } {
  const ctes = new Map(env.ctes);
  const own: { readonly cte: Cte; readonly sql: () => string; readonly recursive: boolean }[] = [];
  const seen = new Set<string>();
  for (const named of node.named) {
    const name = named.name.value.toLowerCase();
    if (seen.has(name))
      throw new SqlError('DUPLICATE_NAMED_QUERY', `WITH query name '${name}' specified more than once`, named.name.at);
    seen.add(name);
    const inner: Environment = { ...env, ctes: new Map(ctes) };
    const bound = bindNamed(named, node.recursive, inner, outer, context);
    ctes.set(name, bound.cte);
    own.push(bound);
  }
  return {
    inner: { ...env, ctes },
    prefix() {
      const texts = own
        .toReversed()
        .filter(({ cte }) => cte.references > 0)
        .map(({ sql }) => sql())
        .toReversed();
      const recursive = own.some((one) => one.recursive) ? 'RECURSIVE ' : '';
      return texts.length > 0 ? `WITH ${recursive}${texts.join(', ')} ` : '';
    },
  };
}

function bindNamed(
  named: NamedQuery,
  recursive: boolean,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): { readonly cte: Cte; readonly sql: () => string; readonly recursive: boolean } {
  const id = context.fresh('w');
  if (recursive && refersTo(named)) {
    const bound = bindRecursive(named, id, env, outer, context);
    return { ...bound, recursive: true };
  }
  const query = renamed(context.query(named.query, env, outer), named);
  const cte: Cte = { id, query, references: 0 };
  const sql = (): string =>
    `"${id}" AS (${query.render((index) => context.isMarked(id, query.columns[index]?.id ?? ''))})`;
  return { cte, sql, recursive: false };
}
