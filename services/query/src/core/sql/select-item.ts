import type { ParserRuleContext } from 'antlr4ng';
import {
  ColumnNameContext,
  ColumnRefContext,
  DereferenceContext,
  type SelectItemContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { type Name, nameOf } from './names.ts';
import { columnsOf } from './read-relation.ts';
import { type Column, type Columns, type Scope, unknownColumns } from './scope.ts';

/** The columns that an item of a SELECT gives, by Trino's names for them. */
export function itemColumns(item: SelectItemContext, scope: Scope): Columns {
  if (item.selectAllWithoutTable() !== null) return columnsOf(scope);
  const all = item.tableAllColumns();
  if (all !== null) return allOf(all.primaryExpression(), scope);
  const alias = item.identifier();
  const value = innermost(item.selectLiteralColumnName() ?? item.selectExpressionColumnName());
  const own = columnOf(value, scope);
  return { list: [alias === null ? own : { ...own, name: nameOf(alias).text }], isOpen: false };
}

function allOf(base: ParserRuleContext, scope: Scope): Columns {
  const names = namesOf(innermost(base));
  const alias = names.at(-1)?.text;
  const relation = scope.relations.find((each) => each.alias === alias);
  return relation?.columns ?? unknownColumns;
}

/** What an expression is, where it is one thing alone. */
function innermost(tree: ParserRuleContext | null): ParserRuleContext | undefined {
  if (tree === null) return undefined;
  if (isColumn(tree) || tree instanceof DereferenceContext) return tree;
  const [only, ...others] = tree.children ?? [];
  return others.length === 0 && isRule(only) ? innermost(only) : undefined;
}

function isRule(tree: unknown): tree is ParserRuleContext {
  return typeof tree === 'object' && tree !== null && 'ruleIndex' in tree;
}

function isColumn(tree: ParserRuleContext): tree is ColumnRefContext | ColumnNameContext {
  return tree instanceof ColumnRefContext || tree instanceof ColumnNameContext;
}

function namesOf(tree: ParserRuleContext | undefined): readonly Name[] {
  return tree !== undefined && isColumn(tree) ? (tree.qualifiedName()?.identifier().map(nameOf) ?? []) : [];
}

/** `a.b` is named `b`, also of a row; anything else has no name. */
function columnOf(tree: ParserRuleContext | undefined, scope: Scope): Column {
  if (tree instanceof DereferenceContext) return { name: nameOf(tree.identifier()).text };
  const names = namesOf(tree);
  const name = names.at(-1)?.text;
  const [first] = names;
  const ofAlias = names.length === 2 ? scope.relations.filter(({ alias }) => alias === first?.text) : [];
  const from = names.length === 1 ? scope.relations : ofAlias;
  const known = from.flatMap(({ columns }) => columns.list).find((column) => column.name === name);
  return { name, type: known?.type };
}
