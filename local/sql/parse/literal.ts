import type { ParserRuleContext } from 'antlr4ng';
import type { IntervalContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { Expression } from '../ast.ts';
import { SqlError } from '../error.ts';
import { part } from './pieces.ts';
import { identifier, position, type Reader, sourceText, stringValue, type Visits } from './tree.ts';

/** Literals and constants of the session. `parameter` numbers the question marks in the order of the text. */
export function literalVisits(read: Reader, parameter: (offset: number) => number): Visits<Expression> {
  return {
    visitNullLiteral: (ctx) => ({ kind: 'null', at: position(ctx) }),
    visitBooleanLiteral: (ctx) => ({
      kind: 'boolean',
      at: position(ctx),
      value: ctx.booleanValue().KW_TRUE() !== null,
    }),
    visitNumericLiteral: (ctx) => read.expression(ctx.number()),
    visitIntegerLiteral: (ctx) => ({ kind: 'number', at: position(ctx), form: 'integer', text: ctx.getText() }),
    visitDecimalLiteral: (ctx) => ({ kind: 'number', at: position(ctx), form: 'decimal', text: ctx.getText() }),
    visitDoubleLiteral: (ctx) => ({ kind: 'number', at: position(ctx), form: 'double', text: ctx.getText() }),
    visitStringLiteral: (ctx) => ({ kind: 'string', at: position(ctx), value: stringValue(ctx.string()) }),
    visitBinaryLiteral: (ctx) => ({
      kind: 'binary',
      at: position(ctx),
      hex: binaryHex(ctx, ctx.BINARY_LITERAL().getText().slice(2, -1)),
    }),
    visitTypeConstructor(ctx) {
      const name = ctx.identifier();
      return {
        kind: 'typed literal',
        at: position(ctx),
        type: name ? identifier(name).value.toLowerCase() : 'double',
        value: stringValue(ctx.string()),
      };
    },
    visitIntervalLiteral: (ctx) => interval(ctx.interval()),
    visitTimeZoneInterval: (ctx) => interval(ctx.interval()),
    visitTimeZoneString: (ctx) => ({ kind: 'string', at: position(ctx), value: stringValue(ctx.string()) }),
    visitParameter: (ctx) => ({
      kind: 'parameter',
      at: position(ctx),
      index: parameter(ctx.start?.start ?? 0),
    }),
    visitCurrentDate: (ctx) => current(ctx, 'date'),
    visitCurrentTimestamp: (ctx) => current(ctx, 'timestamp', ctx.INTEGER_VALUE()?.getText()),
    visitCurrentTime: (ctx) => current(ctx, 'time', ctx.INTEGER_VALUE()?.getText()),
    visitLocalTimestamp: (ctx) => current(ctx, 'localtimestamp', ctx.INTEGER_VALUE()?.getText()),
    visitLocalTime: (ctx) => current(ctx, 'localtime', ctx.INTEGER_VALUE()?.getText()),
    visitCurrentUser: (ctx) => current(ctx, 'user'),
    visitCurrentCatalog: (ctx) => current(ctx, 'catalog'),
    visitCurrentSchema: (ctx) => current(ctx, 'schema'),
  };
}

function current(ctx: ParserRuleContext, what: string, precision?: string): Expression {
  return { kind: 'current', at: position(ctx), what, ...(precision && { precision: Number(precision) }) };
}

function interval(ctx: IntervalContext): Expression {
  const fields = ctx.intervalField();
  const to = ctx.KW_TO() ? fields[1] : undefined;
  return {
    kind: 'interval',
    at: position(ctx),
    negative: ctx.MINUS() !== null,
    value: stringValue(ctx.string()),
    from: sourceText(part(ctx, fields, 0)).toLowerCase(),
    ...(to && { to: sourceText(to).toLowerCase() }),
  };
}

function binaryHex(ctx: ParserRuleContext, text: string): string {
  const hex = text.replace(/\s/g, '').toUpperCase();
  if (!/^(?:[0-9A-F]{2})*$/.test(hex)) {
    throw new SqlError('SYNTAX_ERROR', 'Binary literal must contain an even number of hex digits', position(ctx));
  }
  return hex;
}
