import { ParserRuleContext, type ParseTree } from 'antlr4ng';
import {
  BooleanLiteralContext,
  type ColumnNameContext,
  type ColumnRefContext,
  LambdaContext,
  OverContext,
  QueryContext,
  TableRefContext,
  ViewRefContext,
  WindowSpecificationContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { isColumn } from './innermost.ts';
import { mistakeAt, nameOf } from './names.ts';
import { readDays } from './read-days.ts';
import { readTable } from './read-table.ts';
import { unknownReference } from './references.ts';
import { type Scope, scopesOf, within } from './scope.ts';
import type { Walk } from './walk.ts';

/** Reads whatever holds expressions: notes the columns that are not there, and what subqueries read. Chains of AND are deeper than the stack. */
export function readReferences(walk: Walk, tree: ParseTree, scope: Scope): void {
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node instanceof ParserRuleContext && !readWhole(walk, node, scope))
      open.push(...(node.children ?? []).toReversed());
  }
}

export function readChildren(walk: Walk, tree: ParserRuleContext, scope: Scope): void {
  for (const child of tree.children ?? []) readReferences(walk, child, scope);
}

/** Reads what is looked at as a whole; false where what is in it is to be read. */
function readWhole(walk: Walk, tree: ParserRuleContext, scope: Scope): boolean {
  if (tree instanceof QueryContext) walk.query(tree, scope);
  else if (tree instanceof LambdaContext) readLambda(walk, tree, scope);
  else if (isColumn(tree)) readColumn(walk, tree, scope);
  else if (tree instanceof TableRefContext || tree instanceof ViewRefContext) readTable(walk, tree.identifier(), scope);
  else if (tree instanceof BooleanLiteralContext) readDays(walk, tree.start?.start, scope);
  else {
    if (tree instanceof OverContext || tree instanceof WindowSpecificationContext) readWindow(walk, tree, scope);
    return false;
  }
  return true;
}

/** `OVER w`, or `OVER (w ORDER BY …)`. */
function readWindow({ mistakes }: Walk, tree: OverContext | WindowSpecificationContext, scope: Scope): void {
  const name = tree.identifier();
  if (name === null) return;
  const { text, line, column } = nameOf(name);
  const isThere = scopesOf(scope).some(({ windows }) => windows.has(text));
  if (!isThere)
    mistakes.push({ line, column, message: `no window is called ${text}: name it by WINDOW ${text} AS (…)` });
}

function readLambda(walk: Walk, tree: LambdaContext, scope: Scope): void {
  const names = new Set(tree.identifier().map((each) => nameOf(each).text));
  readReferences(walk, tree.expression(), within(scope, { names }));
}

function readColumn({ words, mistakes }: Walk, tree: ColumnRefContext | ColumnNameContext, scope: Scope): void {
  const names = tree.qualifiedName()?.identifier().map(nameOf) ?? [];
  // `{{lake}}.usage.day` is `usage.day`.
  const parts = words.has(names[0]?.offset ?? -1) ? names.slice(1) : names;
  const message = unknownReference(parts, scope);
  if (message !== undefined) mistakes.push(mistakeAt(tree, message));
}
