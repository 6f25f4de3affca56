import type { Expression } from '../ast.ts';
import { comparisonOperator, part } from './pieces.ts';
import { position, type Reader, type Visits } from './tree.ts';

/** Predicates: given the value on their left, the whole condition. */
export function predicateVisits(read: Reader): Visits<(value: Expression) => Expression> {
  const e = read.expression;
  return {
    visitComparison: (ctx) => (left) => ({
      kind: 'comparison',
      at: left.at,
      operator: comparisonOperator(ctx.comparisonOperator()),
      left,
      right: e(ctx.valueExpression()),
    }),
    visitQuantifiedComparison: (ctx) => (left) => ({
      kind: 'quantified',
      at: left.at,
      operator: comparisonOperator(ctx.comparisonOperator()),
      quantifier: ctx.comparisonQuantifier().KW_ALL() ? 'ALL' : 'ANY',
      left,
      query: read.query(ctx.query()),
    }),
    visitBetween: (ctx) => (value) => ({
      kind: 'between',
      at: value.at,
      value,
      low: e(part(ctx, ctx.valueExpression(), 0)),
      high: e(part(ctx, ctx.valueExpression(), 1)),
      negated: ctx.KW_NOT() !== null,
    }),
    visitInList: (ctx) => (value) => ({
      kind: 'in list',
      at: value.at,
      value,
      items: ctx.expression().map(e),
      negated: ctx.KW_NOT() !== null,
    }),
    visitInSubquery: (ctx) => (value) => ({
      kind: 'in query',
      at: value.at,
      value,
      query: read.query(ctx.query()),
      negated: ctx.KW_NOT() !== null,
    }),
    visitLike: (ctx) => (value) => {
      const escapeMark = ctx.KW_ESCAPE() ? ctx.valueExpression()[1] : undefined;
      return {
        kind: 'like',
        at: position(ctx),
        value,
        pattern: e(part(ctx, ctx.valueExpression(), 0)),
        ...(escapeMark && { escape: e(escapeMark) }),
        negated: ctx.KW_NOT() !== null,
      };
    },
    visitNullPredicate: (ctx) => (value) => ({
      kind: 'is null',
      at: value.at,
      value,
      negated: ctx.KW_NOT() !== null,
    }),
    visitDistinctFrom: (ctx) => (left) => ({
      kind: 'is distinct',
      at: left.at,
      left,
      right: e(ctx.valueExpression()),
      negated: ctx.KW_NOT() !== null,
    }),
  };
}
