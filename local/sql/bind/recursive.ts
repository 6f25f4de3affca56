import type { NamedQuery, Query, QueryBody } from '../ast.ts';
import { coerce } from '../coercion.ts';
import { SqlError } from '../error.ts';
import { raise } from '../runtime-error.ts';
import { text, typeName } from '../type-name.ts';
import type { BoundQuery, Context, Cte, Environment, OutputColumn, Scope } from './context.ts';
import { reference } from './context.ts';
import { renamed } from './with-columns.ts';

const MAX_DEPTH = 10;

/** WITH RECURSIVE: a base UNION ALL a step that reads the rows before; Trino gives up after ten steps. */
export function bindRecursive(
  named: NamedQuery,
  id: string,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): { readonly cte: Cte; readonly sql: () => string } {
  const { body } = named.query;
  if (body.kind !== 'set operation' || body.operator !== 'UNION' || !body.all) {
    throw new SqlError('INVALID_RECURSIVE_REFERENCE', 'recursive query must be a UNION ALL', named.name.at);
  }
  if (named.columns.length === 0) {
    throw new SqlError('MISSING_COLUMN_ALIASES', 'missing column aliases in recursive WITH query', named.name.at);
  }
  const base = renamed(context.query(queryOf(body.left), env, outer), named);
  const columns: readonly OutputColumn[] = base.columns.map(({ origin: _, ...column }) => ({
    ...column,
    id: context.fresh('c'),
  }));
  const depth: OutputColumn = { id: context.fresh('c'), type: { kind: 'integer' } };
  const query: BoundQuery = { columns, render: () => `SELECT * FROM "${id}"` };
  const cte: Cte = { id, query, references: 0 };
  const ctes = new Map(env.ctes).set(named.name.value.toLowerCase(), { ...cte, query: { ...query, columns } });
  const step = context.query(queryOf(body.right), { ...env, ctes }, outer);
  const [a, b, d] = [context.fresh('q'), context.fresh('q'), context.fresh('q')];
  const sql = (): string => {
    const start = columns.map((column, index) => `${baseColumn(base, index, a)} AS "${column.id}"`);
    const next = columns.map((column, index) => `${stepColumn(step, index, b, column, named)} AS "${column.id}"`);
    const deeper = `(SELECT max("${depth.id}") AS "d" FROM "${id}")`;
    const limit = raise(
      'NOT_SUPPORTED',
      text(
        `Recursion depth limit exceeded (${MAX_DEPTH}). Use 'max_recursion_depth' session property to modify the limit.`,
      ),
    );
    return (
      `"${id}" AS (SELECT ${start.join(', ')}, 0 AS "${depth.id}" FROM (${base.render(() => true)}) AS "${a}" UNION ALL ` +
      `SELECT ${next.join(', ')}, CASE WHEN "${d}"."d" >= ${MAX_DEPTH} THEN ${limit} ELSE "${d}"."d" + 1 END ` +
      `FROM (${step.render(() => true)}) AS "${b}", ${deeper} AS "${d}")`
    );
  };
  return { cte, sql };
}

/** Whether a named query reads itself. */
export function refersTo(named: NamedQuery): boolean {
  return mentions(named.query, named.name.value.toLowerCase());
}

function mentions(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('kind' in node && node.kind === 'table reference' && 'name' in node && Array.isArray(node.name)) {
    return node.name.length === 1 && String(node.name[0]?.value).toLowerCase() === name;
  }
  return Object.values(node).some((child) => mentions(child, name));
}

function queryOf(body: QueryBody): Query {
  return { kind: 'query', at: body.at, recursive: false, named: [], body, orderBy: [], withTies: false };
}

function baseColumn(base: BoundQuery, index: number, alias: string): string {
  return reference(alias, base.columns[index]?.id ?? '');
}

function stepColumn(step: BoundQuery, index: number, alias: string, column: OutputColumn, named: NamedQuery): string {
  const source = step.columns[index];
  const value = source && coerce({ type: source.type, sql: reference(alias, source.id) }, column.type);
  if (value) return value.sql;
  throw new SqlError(
    'TYPE_MISMATCH',
    `recursion step relation output type (${source ? typeName(source.type) : 'none'}) is not coercible to recursion base relation output type (${typeName(column.type)}) at column ${index + 1}`,
    named.name.at,
  );
}
