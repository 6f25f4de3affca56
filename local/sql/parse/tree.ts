import type { ParserRuleContext, ParseTree, Token } from 'antlr4ng';
import {
  BackQuotedIdentifierContext as BackQuoted,
  type BackQuotedIdentifierContext,
  BasicStringLiteralContext,
  type IdentifierContext,
  QuotedIdentifierContext,
  type StringContext,
  UnicodeStringLiteralContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { TrinoSqlVisitor } from 'dt-sql-parser/dist/lib/trino/TrinoSqlVisitor';
import type { Expression, Identifier, Position, Query, QueryBody, Relation } from '../ast.ts';
import { SqlError } from '../error.ts';

/** What each part of the reader needs of the others. */
export type Reader = {
  expression(tree: ParseTree): Expression;
  query(tree: ParseTree): Query;
  body(tree: ParseTree): QueryBody;
  relation(tree: ParseTree): Relation;
};

export type Visits<Result> = Partial<Omit<TrinoSqlVisitor<Result>, 'visit' | 'visitChildren' | 'visitTerminal'>>;

/** A function from a parse tree to `Result`; a construct without a visit is refused, never guessed at. */
export function createVisit<Result>(visits: Visits<Result>): (tree: ParseTree) => Result {
  const visitor = new TrinoSqlVisitor<Result>();
  Object.assign(visitor, visits);
  visitor.visitChildren = (node) => {
    throw notSupported(node);
  };
  return (tree) => {
    const result = visitor.visit(tree);
    if (result === null) throw new SqlError('SYNTAX_ERROR', 'empty construct');
    return result;
  };
}

function notSupported(node: ParseTree): SqlError {
  return new SqlError('NOT_SUPPORTED', `not supported by the local cloud: ${node.getText().slice(0, 60)}`);
}

export function tokenPosition(token: Token | null | undefined): Position {
  return { line: token?.line ?? 1, column: (token?.column ?? 0) + 1 };
}

export function position(ctx: ParserRuleContext): Position {
  return tokenPosition(ctx.start);
}

/** The text of a construct as written. */
export function sourceText(ctx: ParserRuleContext): string {
  const stream = ctx.start?.inputStream;
  if (!stream || !ctx.start || !ctx.stop) return ctx.getText();
  return stream.getText(ctx.start.start, ctx.stop.stop);
}

export function refuse(ctx: ParserRuleContext, what: string): SqlError {
  return new SqlError('NOT_SUPPORTED', `${what} is not supported by the local cloud`, position(ctx));
}

/** Reads an identifier; Trino knows no backquotes. */
export function identifier(ctx: IdentifierContext): Identifier {
  const at = position(ctx);
  if (isBackQuoted(ctx)) {
    throw new SqlError(
      'SYNTAX_ERROR',
      'backquoted identifiers are not supported; use double quotes to quote identifiers',
      at,
    );
  }
  const text = ctx.getText();
  if (ctx instanceof QuotedIdentifierContext) return { value: text.slice(1, -1).replaceAll('""', '"'), at };
  if (/^\d/.test(text)) {
    throw new SqlError(
      'SYNTAX_ERROR',
      'identifiers must not start with a digit; surround the identifier with double quotes',
      at,
    );
  }
  return { value: text, at };
}

function isBackQuoted(ctx: IdentifierContext): ctx is BackQuotedIdentifierContext {
  return ctx instanceof BackQuoted;
}

export function stringValue(ctx: StringContext): string {
  if (ctx instanceof BasicStringLiteralContext) return unquote(ctx.getText());
  if (ctx instanceof UnicodeStringLiteralContext) return unicodeString(ctx);
  throw refuse(ctx, 'this string literal');
}

export function unquote(text: string): string {
  return text.slice(1, -1).replaceAll("''", "'");
}

function unicodeString(ctx: UnicodeStringLiteralContext): string {
  const escapeMark = ctx.STRING() ? unquote(ctx.STRING()?.getText() ?? '') : '\\';
  const body = unquote(ctx.UNICODE_STRING().getText().slice(2));
  const mark = escapeMark.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const pattern = new RegExp(`${mark}(?:(${mark})|\\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4}))`, 'g');
  return body.replace(pattern, (_, same, six, four) =>
    same ? escapeMark : String.fromCodePoint(parseInt(six ?? four, 16)),
  );
}
