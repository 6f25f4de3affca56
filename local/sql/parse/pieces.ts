import type { ParserRuleContext } from 'antlr4ng';
import type {
  ColumnRefContext,
  ComparisonOperatorContext,
  QualifiedNameContext,
  SortItemContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { ComparisonOperator, Expression, Identifier, SortItem } from '../ast.ts';
import { SqlError } from '../error.ts';
import { identifier, position, type Reader } from './tree.ts';

/** A call of a function by name, where the grammar has its own syntax for it. */
export function call(name: string, ctx: ParserRuleContext, args: readonly Expression[]): Expression {
  const at = position(ctx);
  return { kind: 'call', at, name: [{ value: name, at }], args, star: false, distinct: false, orderBy: [] };
}

/** The nth part of a construct, which the grammar guarantees. */
export function part<T>(ctx: ParserRuleContext, parts: readonly T[], index: number): T {
  const found = parts[index];
  if (found === undefined) throw new SqlError('SYNTAX_ERROR', `incomplete expression: ${ctx.getText()}`, position(ctx));
  return found;
}

export function names(ctx: QualifiedNameContext): readonly Identifier[] {
  return ctx.identifier().map(identifier);
}

export function columnName(ctx: ColumnRefContext): Expression {
  const name = ctx.qualifiedName();
  if (!name) throw new SqlError('SYNTAX_ERROR', 'column name expected', position(ctx));
  return { kind: 'name', at: position(ctx), parts: names(name) };
}

export function sortItem(read: Reader, ctx: SortItemContext): SortItem {
  const value = ctx.expression() ?? ctx.columnRef();
  if (!value) throw new SqlError('SYNTAX_ERROR', 'sort key expected', position(ctx));
  const nulls = ctx.KW_FIRST() ? 'first' : ctx.KW_LAST() ? 'last' : undefined;
  return {
    value: read.expression(value),
    descending: ctx.KW_DESC() !== null,
    ...(nulls && { nulls }),
    at: position(ctx),
  };
}

export function comparisonOperator(ctx: ComparisonOperatorContext): ComparisonOperator {
  const text = ctx.getText();
  const found = COMPARISONS.find((operator) => operator === (text === '!=' ? '<>' : text));
  if (!found) throw new SqlError('SYNTAX_ERROR', `unknown operator ${text}`, position(ctx));
  return found;
}

const COMPARISONS: readonly ComparisonOperator[] = ['=', '<>', '<', '<=', '>', '>='];
