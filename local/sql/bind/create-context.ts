import type { Expression, Query } from '../ast.ts';

import { parseExpression } from '../parse/parse.ts';
import type { Column, QueryPlan, Scan, Session } from '../plan.ts';
import type { CatalogLookup } from './catalog-lookup.ts';
import type { BoundQuery, Context, ScanRecord } from './context.ts';
import { bindExpression } from './expression.ts';
import { bindQuery } from './query.ts';
import { bindRelation } from './relation.ts';
import { scanColumns } from './scan.ts';

/** The shared state of binding one statement. */
export function createContext(session: Session, catalog: CatalogLookup, parameters: readonly Expression[]): Context {
  let count = 0;
  const marks = new Map<string, Set<string>>();
  const markColumn = (alias: string, column: string): void => {
    marks.set(alias, (marks.get(alias) ?? new Set()).add(column));
  };
  const context: Context = {
    session,
    parameters,
    scans: [],
    relation: catalog.relation,
    view: catalog.view,
    fresh(prefix) {
      count += 1;
      return `${prefix}${count}`;
    },
    mark(sql) {
      for (const [, alias = '', column = ''] of sql.matchAll(/"([qtu]\d+)"\."((?:[^"]|"")+)"/g)) {
        markColumn(alias, column.replaceAll('""', '"'));
      }
    },
    markColumn,
    isMarked: (alias, column) => marks.get(alias)?.has(column) === true,
    marked: (alias) => [...(marks.get(alias) ?? [])],
    expression: (expression, scope) => bindExpression(expression, scope, context),
    query: (query: Query, env, outer): BoundQuery => bindQuery(query, env, outer, context),
    relationNode: (relation, env, outer) => bindRelation(relation, env, outer, context),
  };
  return context;
}

/** Values for question marks: literals in the text of the session or of EXECUTE … USING. */
export function parameterExpressions(texts: readonly string[]): readonly Expression[] {
  return texts.map((text) => parseExpression(text));
}

/** The plan of a query whose DuckDB text is rendered; names are made up where the query has none. */
export function queryPlan(sql: string, output: readonly Column[], context: Context): QueryPlan {
  const scans = context.scans.filter((scan) => sql.includes(`"${scan.id}"`));
  return { sql, output, scans: scans.map((scan) => plannedScan(scan, context)) };
}

function plannedScan(scan: ScanRecord, context: Context): Scan {
  const constraints = scan.constraints
    .filter(({ through }) => through.every((cte) => cte.references === 1))
    .map(({ constraint }) => constraint);
  const version = scan.snapshot === undefined ? {} : { snapshot: scan.snapshot };
  return { id: scan.id, table: scan.table, ...version, columns: scanColumns(scan, context), constraints };
}
