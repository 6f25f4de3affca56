import type { Query } from '../ast.ts';
import { SqlError } from '../error.ts';
import { parseStatement } from '../parse/parse.ts';
import type { Metadata, Relation, Session, TableName } from '../plan.ts';

/** The catalog, read before binding so that binding needs not wait. */
export type CatalogLookup = {
  relation(name: TableName): Relation | undefined;
  view(sql: string): Query;
};

type Found = { readonly relation: Relation | undefined } | { readonly error: unknown };

/** Reads every relation that the statement names, and those that its views name. */
export async function readCatalog(
  statement: unknown,
  session: Pick<Session, 'catalog' | 'database'>,
  metadata: Metadata,
): Promise<CatalogLookup> {
  const found = new Map<string, Found>();
  const views = new Map<string, Query>();
  const visit = async (node: unknown, home: Pick<Session, 'catalog' | 'database'>): Promise<void> => {
    for (const name of tableNames(node, home)) {
      const key = keyOf(name);
      if (found.has(key)) continue;
      const result = await lookUp(name, metadata);
      found.set(key, result);
      if ('relation' in result && result.relation?.kind === 'view') {
        const { sql, catalog, database } = result.relation;
        const query = viewQuery(sql);
        views.set(sql, query);
        await visit(query, { catalog, database });
      }
    }
  };
  await visit(statement, session);
  return {
    relation(name) {
      const result = found.get(keyOf(name));
      if (result && 'error' in result) throw result.error;
      return result?.relation;
    },
    view: (sql) => views.get(sql) ?? viewQuery(sql),
  };
}

function viewQuery(sql: string): Query {
  const statement = parseStatement(sql);
  if (statement.kind === 'query statement') return statement.query;
  throw new SqlError('INVALID_VIEW', 'the view is not a query');
}

async function lookUp(name: TableName, metadata: Metadata): Promise<Found> {
  try {
    return { relation: await metadata.relation(name) };
  } catch (error) {
    return { error };
  }
}

function keyOf(name: TableName): string {
  return JSON.stringify([name.catalog.toLowerCase(), name.database.toLowerCase(), name.table.toLowerCase()]);
}

/** Names that may be tables; some turn out to be named queries. */
function tableNames(node: unknown, home: Pick<Session, 'catalog' | 'database'>): readonly TableName[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = namesTable(node) ? [fullName(node, home)] : [];
  return [...own, ...Object.values(node).flatMap((child) => tableNames(child, home))];
}

function namesTable(node: object): node is { readonly name?: unknown; readonly target?: unknown } {
  if (!('kind' in node)) return false;
  return node.kind === 'table reference' || node.kind === 'table' || 'target' in node;
}

function fullName(
  node: { readonly name?: unknown; readonly target?: unknown },
  home: Pick<Session, 'catalog' | 'database'>,
): TableName {
  const parts = identifierTexts(node.target ?? node.name);
  return { catalog: parts.at(-3) ?? home.catalog, database: parts.at(-2) ?? home.database, table: parts.at(-1) ?? '' };
}

function identifierTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.map((part) => String(part?.value).toLowerCase());
}
