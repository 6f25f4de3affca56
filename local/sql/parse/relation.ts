import type {
  AliasedRelationContext,
  JoinColumnReferenceContext,
  JoinCriteriaContext,
  JoinRelationContext,
  JoinTypeContext,
  PatternRecognitionContext,
  QueryPeriodContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { Expression, Identifier, JoinKind, Relation } from '../ast.ts';
import { SqlError } from '../error.ts';
import { names } from './pieces.ts';
import { identifier, position, type Reader, refuse, type Visits } from './tree.ts';

/** What stands in FROM. */
export function relationVisits(read: Reader): Visits<Relation> {
  return {
    visitRelationDefault: (ctx) => read.relation(ctx.sampledRelation()),
    visitSampledRelation(ctx) {
      if (ctx.KW_TABLESAMPLE()) throw refuse(ctx, 'TABLESAMPLE');
      return recognized(read, ctx.patternRecognition());
    },
    visitExpressionSourceTable: (ctx) => read.relation(ctx.relationSourceTable()),
    visitSubqueryRelation: (ctx) => ({
      kind: 'derived',
      at: position(ctx),
      query: read.query(ctx.query()),
      lateral: false,
    }),
    visitLateral: (ctx) => ({ kind: 'derived', at: position(ctx), query: read.query(ctx.query()), lateral: true }),
    visitUnnest: (ctx) => ({
      kind: 'unnest',
      at: position(ctx),
      values: ctx.expression().map(read.expression),
      ordinality: ctx.KW_ORDINALITY() !== null,
    }),
    visitParenthesizedRelation: (ctx) => read.relation(ctx.relation()),
    visitTableName(ctx) {
      const table = ctx.tableOrViewName().tableRef() ?? ctx.tableOrViewName().viewRef();
      if (!table) throw new SqlError('SYNTAX_ERROR', 'table name expected', position(ctx));
      const name = table.identifier().map(identifier);
      return { kind: 'table reference', at: position(ctx), name, ...versionOf(ctx.queryPeriod()) };
    },
    visitJoinRelation: (ctx) => join(read, ctx),
  };
}

/** `FOR VERSION AS OF` a snapshot's number; other ways to say a version are refused. */
function versionOf(period: QueryPeriodContext | null): { readonly snapshot?: string } {
  if (!period) return {};
  const number = period.valueExpression().getText();
  if (period.rangeType().KW_VERSION() === null || !/^\d{1,19}$/.test(number))
    throw refuse(period, 'FOR TIMESTAMP AS OF, or FOR VERSION AS OF what is no number,');
  return { snapshot: number };
}

function recognized(read: Reader, ctx: PatternRecognitionContext): Relation {
  if (ctx.KW_MATCH_RECOGNIZE()) throw refuse(ctx, 'MATCH_RECOGNIZE');
  return aliased(read, ctx.aliasedRelation());
}

function aliased(read: Reader, ctx: AliasedRelationContext): Relation {
  const relation = read.relation(ctx.relationPrimary());
  const alias = ctx.identifier();
  if (!alias) return relation;
  const columns: readonly Identifier[] = ctx.columnAliases()?.identifier().map(identifier) ?? [];
  return { kind: 'aliased', at: position(ctx), relation, alias: identifier(alias), columns };
}

function join(read: Reader, ctx: JoinRelationContext): Relation {
  const left = ctx._left ?? ctx.relation()[0];
  const right = ctx._right ?? ctx._rightRelation;
  if (!left || !right) throw new SqlError('SYNTAX_ERROR', 'incomplete join', position(ctx));
  return {
    kind: 'join',
    at: position(ctx),
    join: ctx.KW_CROSS() ? 'cross' : joinKind(ctx.joinType()),
    left: read.relation(left),
    right: read.relation(right),
    natural: ctx.KW_NATURAL() !== null,
    ...criteria(read, ctx.joinCriteria()),
  };
}

function joinKind(ctx: JoinTypeContext | null): JoinKind {
  if (ctx?.KW_LEFT()) return 'left';
  if (ctx?.KW_RIGHT()) return 'right';
  return ctx?.KW_FULL() ? 'full' : 'inner';
}

function criteria(
  read: Reader,
  ctx: JoinCriteriaContext | null,
): { readonly on?: Expression; readonly using?: readonly Identifier[] } {
  if (!ctx) return {};
  if (ctx.KW_USING()) return { using: ctx.identifier().map(identifier) };
  const on = ctx.booleanExpression();
  if (on) return { on: read.expression(on) };
  const equality = ctx.joinColumnEquality();
  if (!equality) throw new SqlError('SYNTAX_ERROR', 'join condition expected', position(ctx));
  const [left, right] = equality.joinColumnReference().map(joinColumn);
  if (!left || !right) throw refuse(equality, 'this join condition');
  return { on: { kind: 'comparison', at: left.at, operator: '=', left, right } };
}

function joinColumn(ctx: JoinColumnReferenceContext): Expression {
  const name = ctx.columnName();
  if (!name) throw new SqlError('SYNTAX_ERROR', 'column name expected', position(ctx));
  return { kind: 'name', at: position(ctx), parts: names(name.qualifiedName()) };
}
