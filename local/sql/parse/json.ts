import type {
  JsonPathInvocationContext,
  JsonQueryBehaviorContext,
  JsonQueryWrapperBehaviorContext,
  JsonValueBehaviorContext,
  JsonValueExpressionContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { Expression, JsonBehaviour, JsonInput, JsonPathCall } from '../ast.ts';
import { identifier, position, type Reader, refuse, sourceText, stringValue, type Visits } from './tree.ts';

/** json_exists, json_value, json_query, json_object and json_array. */
export function jsonVisits(read: Reader): Visits<Expression> {
  return {
    visitJsonExists: (ctx) => ({
      kind: 'json exists',
      at: position(ctx),
      call: pathCall(read, ctx.jsonPathInvocation()),
      onError: ctx.jsonExistsErrorBehavior()?.getText().toUpperCase() ?? 'FALSE',
    }),
    visitJsonValue(ctx) {
      const returning = ctx.type();
      return {
        kind: 'json value',
        at: position(ctx),
        call: pathCall(read, ctx.jsonPathInvocation()),
        ...(returning && { returning: sourceText(returning) }),
        onEmpty: valueBehaviour(read, ctx._emptyBehavior),
        onError: valueBehaviour(read, ctx._errorBehavior),
      };
    },
    visitJsonQuery(ctx) {
      const returning = ctx.type();
      return {
        kind: 'json query',
        at: position(ctx),
        call: pathCall(read, ctx.jsonPathInvocation()),
        ...(returning && { returning: sourceText(returning) }),
        wrapper: wrapper(ctx.jsonQueryWrapperBehavior()),
        omitQuotes: ctx.KW_OMIT() !== null,
        onEmpty: queryBehaviour(ctx._emptyBehavior),
        onError: queryBehaviour(ctx._errorBehavior),
      };
    },
    visitJsonObject(ctx) {
      const returning = ctx.type();
      return {
        kind: 'json object',
        at: position(ctx),
        members: ctx.jsonObjectMember().map((member) => ({
          key: read.expression(member.expression()),
          value: jsonInput(read, member.jsonValueExpression()),
        })),
        absentOnNull: ctx.KW_ABSENT() !== null,
        uniqueKeys: ctx.KW_UNIQUE() !== null && ctx.KW_WITH() !== null,
        ...(returning && { returning: sourceText(returning) }),
      };
    },
    visitJsonArray(ctx) {
      const returning = ctx.type();
      return {
        kind: 'json array',
        at: position(ctx),
        items: ctx.jsonValueExpression().map((item) => jsonInput(read, item)),
        // NULL ON NULL has the word twice, ABSENT ON NULL once.
        absentOnNull: ctx.KW_ABSENT() !== null || ctx.KW_NULL().length === 0,
        ...(returning && { returning: sourceText(returning) }),
      };
    },
  };
}

function pathCall(read: Reader, ctx: JsonPathInvocationContext): JsonPathCall {
  return {
    input: jsonInput(read, ctx.jsonValueExpression()),
    path: stringValue(ctx.string()),
    passing: ctx.jsonArgument().map((argument) => ({
      value: jsonInput(read, argument.jsonValueExpression()),
      name: identifier(argument.identifier()),
    })),
  };
}

function jsonInput(read: Reader, ctx: JsonValueExpressionContext): JsonInput {
  if (ctx.jsonRepresentation()?.KW_ENCODING()) throw refuse(ctx, 'FORMAT JSON ENCODING');
  return { value: read.expression(ctx.expression()), formatted: ctx.KW_FORMAT() !== null };
}

function valueBehaviour(read: Reader, ctx: JsonValueBehaviorContext | undefined): JsonBehaviour {
  const value = ctx?.expression();
  if (value) return { kind: 'DEFAULT', value: read.expression(value) };
  return { kind: ctx?.KW_ERROR() ? 'ERROR' : 'NULL' };
}

function queryBehaviour(ctx: JsonQueryBehaviorContext | undefined): string {
  if (!ctx) return 'NULL';
  if (ctx.KW_EMPTY()) return ctx.KW_OBJECT() ? 'EMPTY OBJECT' : 'EMPTY ARRAY';
  return ctx.KW_ERROR() ? 'ERROR' : 'NULL';
}

function wrapper(ctx: JsonQueryWrapperBehaviorContext | null): string {
  if (!ctx || ctx.KW_WITHOUT()) return 'WITHOUT';
  return ctx.KW_CONDITIONAL() ? 'CONDITIONAL' : 'UNCONDITIONAL';
}
