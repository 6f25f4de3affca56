import type { ParserRuleContext } from 'antlr4ng';
import type { BooleanExpressionContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { ArithmeticOperator, Expression } from '../ast.ts';
import { SqlError } from '../error.ts';
import { call, columnName, part } from './pieces.ts';
import { predicateVisits } from './predicate.ts';
import { createVisit, position, type Reader, type Visits } from './tree.ts';

/** Conditions and operators: everything above a primary expression. */
export function operatorVisits(read: Reader): Visits<Expression> {
  const e = read.expression;
  const predicateOf = createVisit(predicateVisits(read));
  return {
    visitExpression: (ctx) => e(ctx.booleanExpression()),
    visitLogicalNot: (ctx) => ({ kind: 'not', at: position(ctx), value: e(ctx.booleanExpression()) }),
    visitOr: (ctx) => logical(read, ctx, 'OR', ctx.booleanExpression()),
    visitAnd: (ctx) => logical(read, ctx, 'AND', ctx.booleanExpression()),
    visitPredicated(ctx) {
      const value = e(ctx.valueExpression());
      const predicate = ctx.predicate();
      return predicate ? predicateOf(predicate)(value) : value;
    },
    visitValueExpressionDefault: (ctx) => e(ctx.primaryExpression()),
    visitConcatenation: (ctx) =>
      call('concat', ctx, [e(part(ctx, ctx.valueExpression(), 0)), e(part(ctx, ctx.valueExpression(), 1))]),
    visitArithmeticBinary: (ctx) => ({
      kind: 'arithmetic',
      at: position(ctx),
      operator: arithmeticOperator(ctx._operator?.text),
      left: e(part(ctx, ctx.valueExpression(), 0)),
      right: e(part(ctx, ctx.valueExpression(), 1)),
    }),
    visitArithmeticUnary(ctx) {
      const value = e(ctx.valueExpression());
      const at = position(ctx);
      return ctx.MINUS() ? { kind: 'negate', at, value } : { kind: 'plus', at, value };
    },
    visitAtTimeZone: (ctx) => ({
      kind: 'at time zone',
      at: position(ctx),
      value: e(ctx.valueExpression()),
      zone: e(ctx.timeZoneSpecifier()),
    }),
    visitColumnRef: (ctx) => columnName(ctx),
  };
}

function logical(
  read: Reader,
  ctx: ParserRuleContext,
  operator: 'AND' | 'OR',
  terms: readonly BooleanExpressionContext[],
): Expression {
  const read_ = terms.map((term) => read.expression(term));
  const flat = read_.flatMap((term) => (term.kind === 'logical' && term.operator === operator ? term.terms : [term]));
  return { kind: 'logical', at: position(ctx), operator, terms: flat };
}

function arithmeticOperator(text: string | null | undefined): ArithmeticOperator {
  if (text === '+' || text === '-' || text === '*' || text === '/' || text === '%') return text;
  throw new SqlError('SYNTAX_ERROR', `unknown operator ${text}`);
}
