import type { ParserRuleContext } from 'antlr4ng';
import type {
  GroupByContext,
  GroupingElementContext,
  GroupingSetContext,
  NamedQueryContext,
  QueryNoWithContext,
  RowCountContext,
  SelectItemContext,
  WithContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import {
  CubeContext,
  MultipleGroupingSetsContext,
  RollupContext,
  SingleGroupingSetContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type {
  Expression,
  GroupingElement,
  Identifier,
  NamedQuery,
  Query,
  QueryBody,
  RowCount,
  SelectItem,
} from '../ast.ts';
import { SqlError } from '../error.ts';
import { sortItem } from './pieces.ts';
import { identifier, position, type Reader, refuse, type Visits } from './tree.ts';
import { readWindow } from './window.ts';

/** Whole queries: WITH, ORDER BY, OFFSET and LIMIT around a body. */
export function queryVisits(read: Reader, parameter: (offset: number) => number): Visits<Query> {
  return {
    visitRootQuery(ctx) {
      if (ctx.withFunction()) throw refuse(ctx, 'WITH FUNCTION');
      return read.query(ctx.query());
    },
    visitQueryStatement: (ctx) => readQuery(read, parameter, ctx.queryNoWith(), ctx.with()),
    visitQueryNoWith: (ctx) => readQuery(read, parameter, ctx, null),
  };
}

/** What stands between WITH and ORDER BY. */
export function bodyVisits(read: Reader): Visits<QueryBody> {
  return {
    visitQueryTermDefault: (ctx) => read.body(ctx.queryPrimary()),
    visitQueryPrimaryDefault: (ctx) => read.body(ctx.querySpecification()),
    visitSubquery: (ctx) => ({ kind: 'parenthesised', at: position(ctx), query: read.query(ctx.queryNoWith()) }),
    visitTable: (ctx) => ({ kind: 'table', at: position(ctx), name: ctx.tableRef().identifier().map(identifier) }),
    visitInlineTable: (ctx) => ({ kind: 'values', at: position(ctx), rows: ctx.expression().map(read.expression) }),
    visitSetOperation(ctx) {
      const [left, right] = ctx.queryTerm();
      if (!left || !right) throw new SqlError('SYNTAX_ERROR', 'incomplete set operation', position(ctx));
      return {
        kind: 'set operation',
        at: position(ctx),
        operator: ctx.KW_UNION() ? 'UNION' : ctx.KW_EXCEPT() ? 'EXCEPT' : 'INTERSECT',
        all: ctx.setQuantifier()?.KW_ALL() != null,
        left: read.body(left),
        right: read.body(right),
      };
    },
    visitQuerySpecification(ctx) {
      const where = ctx.whereClause()?.booleanExpression();
      const having = ctx.havingClause()?.booleanExpression();
      const groupBy = ctx.groupBy();
      return {
        kind: 'select',
        at: position(ctx),
        distinct: ctx.setQuantifier()?.KW_DISTINCT() != null,
        items: ctx
          .selectList()
          .selectItem()
          .map((item) => selectItem(read, item)),
        from: ctx.relation().map(read.relation),
        ...(where && { where: read.expression(where) }),
        ...(groupBy && { groupBy: groupBy.groupingElement().map((element) => groupingElement(read, element)) }),
        groupDistinct: isDistinct(groupBy),
        ...(having && { having: read.expression(having) }),
        windows: ctx.windowDefinition().map((window) => ({
          name: identifier(window.identifier()),
          window: readWindow(read, window.windowSpecification()),
        })),
      };
    },
  };
}

function isDistinct(ctx: GroupByContext | null): boolean {
  return ctx?.setQuantifier()?.KW_DISTINCT() != null;
}

function readQuery(
  read: Reader,
  parameter: (offset: number) => number,
  ctx: QueryNoWithContext,
  withClause: WithContext | null,
): Query {
  const offset = ctx._offset;
  const limit = ctx.limitRowCount()?.rowCount() ?? ctx._fetchFirst;
  const fetchOne = ctx.KW_FETCH() && !ctx._fetchFirst ? { count: 1 } : undefined;
  return {
    kind: 'query',
    at: withClause ? position(withClause) : position(ctx),
    recursive: withClause?.KW_RECURSIVE() != null,
    named: withClause?.namedQuery().map((named) => namedQuery(read, named)) ?? [],
    body: read.body(ctx.queryTerm()),
    orderBy: ctx.sortItem().map((item) => sortItem(read, item)),
    ...(offset && { offset: rowCount(offset, parameter) }),
    ...(limit ? { limit: rowCount(limit, parameter) } : fetchOne && { limit: fetchOne }),
    withTies: ctx.KW_TIES() !== null,
  };
}

function namedQuery(read: Reader, ctx: NamedQueryContext): NamedQuery {
  return {
    name: identifier(ctx.identifier()),
    columns: ctx.columnAliases()?.identifier().map(identifier) ?? [],
    query: read.query(ctx.query()),
  };
}

function rowCount(ctx: RowCountContext, parameter: (offset: number) => number): RowCount {
  const value = ctx.INTEGER_VALUE();
  return value ? { count: Number(value.getText()) } : { parameter: parameter(ctx.start?.start ?? 0) };
}

function selectItem(read: Reader, ctx: SelectItemContext): SelectItem {
  const at = position(ctx);
  if (ctx.selectAllWithoutTable()) return { kind: 'all', aliases: [], at };
  const all = ctx.tableAllColumns();
  if (all) {
    const aliases: readonly Identifier[] = ctx.columnAliases()?.identifier().map(identifier) ?? [];
    return { kind: 'all', of: read.expression(all.primaryExpression()), aliases, at };
  }
  const alias = ctx.identifier();
  return { kind: 'expression', value: selectValue(read, ctx), ...(alias && { alias: identifier(alias) }), at };
}

function selectValue(read: Reader, ctx: SelectItemContext): Expression {
  const column = ctx.selectLiteralColumnName()?.columnRef();
  const value = column ?? ctx.selectExpressionColumnName()?.expression();
  if (!value) throw new SqlError('SYNTAX_ERROR', 'select item expected', position(ctx));
  return read.expression(value);
}

function groupingElement(read: Reader, ctx: GroupingElementContext): GroupingElement {
  if (ctx instanceof SingleGroupingSetContext) return { kind: 'simple', terms: groupingSet(read, ctx.groupingSet()) };
  if (ctx instanceof MultipleGroupingSetsContext) return { kind: 'sets', sets: groupingSets(read, ctx) };
  if (ctx instanceof CubeContext) return { kind: 'cube', sets: groupingSets(read, ctx) };
  if (ctx instanceof RollupContext) return { kind: 'rollup', sets: groupingSets(read, ctx) };
  throw refuse(ctx, 'this grouping');
}

function groupingSets(
  read: Reader,
  ctx: ParserRuleContext & { groupingSet(): GroupingSetContext[] },
): readonly (readonly Expression[])[] {
  return ctx.groupingSet().map((set) => groupingSet(read, set));
}

function groupingSet(read: Reader, ctx: GroupingSetContext): readonly Expression[] {
  return ctx.groupingTerm().map((term) => {
    const value = term.expression() ?? term.columnRef();
    if (!value) throw new SqlError('SYNTAX_ERROR', 'grouping term expected', position(term));
    return read.expression(value);
  });
}
