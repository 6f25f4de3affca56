import { AndContext, type BooleanExpressionContext, OrContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
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
    visitOr: (ctx) => logical(read, ctx, 'OR'),
    visitAnd: (ctx) => logical(read, ctx, 'AND'),
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

function logical(read: Reader, ctx: AndContext | OrContext, operator: 'AND' | 'OR'): Expression {
  const terms = chainOf(ctx, operator === 'AND' ? AndContext : OrContext).map((term) => read.expression(term));
  const flat = terms.flatMap((term) => (term.kind === 'logical' && term.operator === operator ? term.terms : [term]));
  return { kind: 'logical', at: position(ctx), operator, terms: flat };
}

/** The terms of `a AND b AND c`, which the grammar nests to the left, one level for each. */
function chainOf(ctx: AndContext | OrContext, kind: typeof AndContext | typeof OrContext): BooleanExpressionContext[] {
  const terms: BooleanExpressionContext[] = [];
  let rest: BooleanExpressionContext = ctx;
  while (rest instanceof kind) {
    const [left, right] = rest.booleanExpression();
    if (!left || !right) break;
    terms.push(right);
    rest = left;
  }
  return [...terms, rest].reverse();
}

function arithmeticOperator(text: string | null | undefined): ArithmeticOperator {
  if (text === '+' || text === '-' || text === '*' || text === '/' || text === '%') return text;
  throw new SqlError('SYNTAX_ERROR', `unknown operator ${text}`);
}
