import { readCatalog } from './bind/catalog-lookup.ts';
import { createContext, parameterExpressions } from './bind/create-context.ts';
import { bindStatement } from './bind/statement.ts';
import { parseStatement } from './parse/parse.ts';
import type { Metadata, Plan, Session } from './plan.ts';
import { isStackOverflow, tooLargeToAnalyse, withinStack } from './too-large.ts';

/**
 * Parses and binds one statement of Trino SQL as Athena runs it. Throws SqlError: SYNTAX_ERROR, Trino's own names for what it refuses,
 * NOT_SUPPORTED for what the local cloud has not.
 */
export async function planStatement(sql: string, session: Session, metadata: Metadata): Promise<Plan> {
  const statement = parseStatement(sql);
  const catalog = await readCatalog(statement, session, metadata).catch((error: unknown) => {
    throw isStackOverflow(error) ? tooLargeToAnalyse() : error;
  });
  const context = createContext(session, catalog, parameterExpressions(session.parameters));
  const home = { catalog: session.catalog, database: session.database, ctes: new Map(), views: [] };
  return withinStack(tooLargeToAnalyse, () => bindStatement(statement, home, context));
}

const QUERY = /^\(*\s*(?:SELECT|WITH|VALUES|TABLE)\b/i;
const CHANGE = /^(?:INSERT|DELETE|UPDATE|MERGE|UNLOAD|EXPLAIN|PREPARE|EXECUTE|DEALLOCATE)\b/i;
const VIEW = /^(?:CREATE\s+(?:OR\s+REPLACE\s+)?VIEW|DROP\s+VIEW)\b/i;
const TABLE_AS = /^CREATE\s+TABLE\b[\s\S]*?\bAS\s*\(*\s*(?:SELECT|WITH|VALUES|TABLE)\b/i;

/** Whether `planStatement` is the one to read a statement, and not the parser of Hive DDL (CREATE EXTERNAL TABLE, MSCK, SHOW …). */
export function isTrinoStatement(sql: string): boolean {
  const bare = withoutTexts(sql).trim();
  return [QUERY, CHANGE, VIEW, TABLE_AS].some((pattern) => pattern.test(bare));
}

/** The statement without comments, with strings and quoted names emptied. */
function withoutTexts(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"/g, (piece) => {
    if (piece.startsWith('-') || piece.startsWith('/')) return ' ';
    return piece.charAt(0).repeat(2);
  });
}
