import { ParserRuleContext, type ParseTree } from 'antlr4ng';
import {
  BooleanLiteralContext,
  ColumnNameContext,
  ColumnRefContext,
  LambdaContext,
  QueryContext,
  TableRefContext,
  ViewRefContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { mistakeAt, nameOf } from './names.ts';
import { readDays } from './read-days.ts';
import { readTable } from './read-table.ts';
import { unknownReference } from './references.ts';
import { type Scope, within } from './scope.ts';
import type { Walk } from './walk.ts';

/** Reads whatever holds expressions: notes the columns that are not there, and what subqueries read. */
export function readReferences(walk: Walk, tree: ParseTree, scope: Scope): void {
  if (!(tree instanceof ParserRuleContext)) return;
  if (tree instanceof QueryContext) walk.query(tree, scope);
  else if (tree instanceof LambdaContext) readLambda(walk, tree, scope);
  else if (isColumn(tree)) readColumn(walk, tree, scope);
  else if (tree instanceof TableRefContext || tree instanceof ViewRefContext) readTable(walk, tree.identifier(), scope);
  else if (tree instanceof BooleanLiteralContext) readDays(walk, tree.start?.start, scope);
  else readChildren(walk, tree, scope);
}

export function readChildren(walk: Walk, tree: ParserRuleContext, scope: Scope): void {
  for (const child of tree.children ?? []) readReferences(walk, child, scope);
}

function readLambda(walk: Walk, tree: LambdaContext, scope: Scope): void {
  const names = new Set(tree.identifier().map((each) => nameOf(each).text));
  readReferences(walk, tree.expression(), within(scope, { names }));
}

function isColumn(tree: ParserRuleContext): tree is ColumnRefContext | ColumnNameContext {
  return tree instanceof ColumnRefContext || tree instanceof ColumnNameContext;
}

function readColumn({ words, mistakes }: Walk, tree: ColumnRefContext | ColumnNameContext, scope: Scope): void {
  const names = tree.qualifiedName()?.identifier().map(nameOf) ?? [];
  // `{{lake}}.usage.day` is `usage.day`.
  const parts = words.has(names[0]?.offset ?? -1) ? names.slice(1) : names;
  const message = unknownReference(parts, scope);
  if (message !== undefined) mistakes.push(mistakeAt(tree, message));
}
