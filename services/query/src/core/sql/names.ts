import type { ParserRuleContext, Token } from 'antlr4ng';
import {
  BackQuotedIdentifierContext,
  DigitIdentifierContext,
  type IdentifierContext,
  QuotedIdentifierContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { SqlMistake } from './mistake.ts';

/** A name as Trino compares it, and where it stands: `offset` in code points, line and column from 1. */
export type Name = { readonly text: string; readonly offset: number; readonly line: number; readonly column: number };

/** Trino's names have no case, in quotes or without. */
export function nameOf(ctx: IdentifierContext): Name {
  const written = ctx.getText();
  const text = ctx instanceof QuotedIdentifierContext ? written.slice(1, -1).replaceAll('""', '"') : written;
  return { text: text.toLowerCase(), offset: ctx.start?.start ?? -1, ...placeOf(ctx.start) };
}

function placeOf(token: Token | null): Pick<SqlMistake, 'line' | 'column'> {
  return { line: token?.line ?? 1, column: (token?.column ?? 0) + 1 };
}

export function mistakeAt(ctx: ParserRuleContext, message: string): SqlMistake {
  return { ...placeOf(ctx.start), message };
}

/** Names that the grammar has and Trino refuses. */
export function refusedName(ctx: IdentifierContext): SqlMistake | undefined {
  const written = ctx.getText();
  if (isBackQuoted(ctx))
    return mistakeAt(ctx, `Athena takes no backquotes in a SELECT: write "${written.slice(1, -1)}"`);
  if (isDigits(ctx)) return mistakeAt(ctx, `a name that begins with a digit stands in quotes: write "${written}"`);
  return undefined;
}

function isBackQuoted(ctx: IdentifierContext): ctx is BackQuotedIdentifierContext {
  return ctx instanceof BackQuotedIdentifierContext;
}

function isDigits(ctx: IdentifierContext): ctx is DigitIdentifierContext {
  return ctx instanceof DigitIdentifierContext;
}
