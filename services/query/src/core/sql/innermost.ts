import { ParserRuleContext } from 'antlr4ng';
import {
  ColumnNameContext,
  ColumnRefContext,
  DereferenceContext,
  RowConstructorContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { type Name, nameOf } from './names.ts';

/** What an expression is, where it is one thing alone: a column, a field, a row, or what has parts. */
export function innermost(tree: ParserRuleContext): ParserRuleContext {
  const [only, ...others] = tree.children ?? [];
  const isWhole = isColumn(tree) || tree instanceof DereferenceContext || tree instanceof RowConstructorContext;
  return isWhole || others.length > 0 || !(only instanceof ParserRuleContext) ? tree : innermost(only);
}

export function isColumn(tree: unknown): tree is ColumnRefContext | ColumnNameContext {
  return tree instanceof ColumnRefContext || tree instanceof ColumnNameContext;
}

/** The parts of a column's name; none of anything else. */
export function namesOf(tree: ParserRuleContext | undefined): readonly Name[] {
  return tree !== undefined && isColumn(tree) ? (tree.qualifiedName()?.identifier().map(nameOf) ?? []) : [];
}
