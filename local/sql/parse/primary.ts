import type {
  FunctionCallContext,
  ListAggContext,
  NullTreatmentContext,
  WhenClauseContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { Call, Expression, When } from '../ast.ts';
import { call, names, part, sortItem } from './pieces.ts';
import { identifier, position, type Reader, refuse, sourceText, stringValue, type Visits } from './tree.ts';
import { readOver } from './window.ts';

/** Primary expressions but literals and SQL/JSON. */
export function primaryVisits(read: Reader): Visits<Expression> {
  const e = read.expression;
  return {
    visitColumnReference: (ctx) => ({
      kind: 'name',
      at: position(ctx),
      parts: names(ctx.columnName().qualifiedName()),
    }),
    visitDereference(ctx) {
      const base = e(ctx.primaryExpression());
      const field = identifier(ctx.identifier());
      if (base.kind === 'name') return { kind: 'name', at: base.at, parts: [...base.parts, field] };
      return { kind: 'field', at: base.at, base, field };
    },
    visitSubscript: (ctx) => ({
      kind: 'subscript',
      at: position(ctx),
      base: e(ctx.primaryExpression()),
      index: e(ctx.valueExpression()),
    }),
    visitParenthesizedExpression: (ctx) => e(ctx.expression()),
    visitRowConstructor: (ctx) => ({ kind: 'row', at: position(ctx), items: ctx.expression().map(e) }),
    visitArrayConstructor: (ctx) => ({ kind: 'array', at: position(ctx), items: ctx.expression().map(e) }),
    visitLambda: (ctx) => ({
      kind: 'lambda',
      at: position(ctx),
      parameters: ctx.identifier().map(identifier),
      body: e(ctx.expression()),
    }),
    visitCast: (ctx) => ({
      kind: 'cast',
      at: position(ctx),
      value: e(ctx.expression()),
      type: sourceText(ctx.type()),
      try: ctx.KW_TRY_CAST() !== null,
    }),
    visitSimpleCase(ctx) {
      const otherwise = ctx._elseExpression;
      return {
        kind: 'case',
        at: position(ctx),
        operand: e(part(ctx, ctx.expression(), 0)),
        whens: ctx.whenClause().map((when) => readWhen(read, when)),
        ...(otherwise && { otherwise: e(otherwise) }),
      };
    },
    visitSearchedCase(ctx) {
      const otherwise = ctx._elseExpression;
      return {
        kind: 'case',
        at: position(ctx),
        whens: ctx.whenClause().map((when) => readWhen(read, when)),
        ...(otherwise && { otherwise: e(otherwise) }),
      };
    },
    visitCoalesce: (ctx) => call('coalesce', ctx, ctx.expression().map(e)),
    visitSubstring: (ctx) => call('substring', ctx, ctx.valueExpression().map(e)),
    visitPosition: (ctx) => call('strpos', ctx, ctx.valueExpression().map(e).reverse()),
    visitNormalize: (ctx) =>
      call('normalize', ctx, [
        e(ctx.valueExpression()),
        { kind: 'string', at: position(ctx), value: ctx.normalForm()?.getText().toUpperCase() ?? 'NFC' },
      ]),
    visitTrim(ctx) {
      const where = ctx.trimsSpecification()?.getText().toLowerCase() ?? 'both';
      const name = where === 'leading' ? 'ltrim' : where === 'trailing' ? 'rtrim' : 'trim';
      const source = ctx._trimSource ?? part(ctx, ctx.valueExpression(), 0);
      const characters = ctx._trimChar;
      return call(name, ctx, characters ? [e(source), e(characters)] : [e(source)]);
    },
    visitExtract: (ctx) => ({
      kind: 'extract',
      at: position(ctx),
      field: identifier(ctx.identifier()),
      value: e(ctx.valueExpression()),
    }),
    visitExists: (ctx) => ({ kind: 'exists', at: position(ctx), query: read.query(ctx.query()) }),
    visitSubqueryExpression: (ctx) => ({ kind: 'subquery', at: position(ctx), query: read.query(ctx.query()) }),
    visitGroupingOperation: (ctx) => ({
      kind: 'grouping',
      at: position(ctx),
      names: ctx.qualifiedName().map(names),
    }),
    visitFunctionCall: (ctx) => functionCall(read, ctx),
    visitListAgg: (ctx) => listAgg(read, ctx),
  };
}

function readWhen(read: Reader, ctx: WhenClauseContext): When {
  return {
    condition: read.expression(part(ctx, ctx.expression(), 0)),
    result: read.expression(part(ctx, ctx.expression(), 1)),
  };
}

function functionCall(read: Reader, ctx: FunctionCallContext): Call {
  if (ctx.processingMode()) throw refuse(ctx, 'RUNNING and FINAL');
  const filter = ctx.filter()?.whereClause().booleanExpression();
  const over = ctx.over();
  const nulls = ctx.nullTreatment();
  return {
    kind: 'call',
    at: position(ctx),
    name: names(ctx.functionName().qualifiedName()),
    args: ctx.expression().map(read.expression),
    star: ctx.ASTERISK() !== null,
    distinct: ctx.setQuantifier()?.KW_DISTINCT() != null,
    orderBy: ctx.sortItem().map((item) => sortItem(read, item)),
    ...(filter && { filter: read.expression(filter) }),
    ...(over && { over: readOver(read, over) }),
    ...(nulls && { nulls: nullTreatment(nulls) }),
  };
}

function nullTreatment(ctx: NullTreatmentContext): 'ignore' | 'respect' {
  return ctx.KW_IGNORE() ? 'ignore' : 'respect';
}

function listAgg(read: Reader, ctx: ListAggContext): Call {
  const separator = ctx.string();
  const filter = ctx.filter()?.whereClause().booleanExpression();
  const behaviour = ctx.listAggOverflowBehavior();
  const filler = behaviour?.string();
  return {
    kind: 'call',
    at: position(ctx),
    name: [{ value: 'listagg', at: position(ctx) }],
    args: [
      read.expression(ctx.expression()),
      { kind: 'string', at: position(ctx), value: separator ? stringValue(separator) : '' },
    ],
    star: false,
    distinct: ctx.setQuantifier()?.KW_DISTINCT() != null,
    orderBy: ctx.sortItem().map((item) => sortItem(read, item)),
    ...(filter && { filter: read.expression(filter) }),
    overflow: {
      behaviour: behaviour?.KW_TRUNCATE() ? 'truncate' : 'error',
      ...(filler && { filler: stringValue(filler) }),
      count: behaviour?.listAggCountIndication()?.KW_WITH() != null,
    },
  };
}
