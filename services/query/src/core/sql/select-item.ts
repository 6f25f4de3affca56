import type { ParserRuleContext } from 'antlr4ng';
import { DereferenceContext, type SelectItemContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { innermost, namesOf } from './innermost.ts';
import { nameOf } from './names.ts';
import { columnsOf } from './read-relation.ts';
import { noSuchRelation } from './references.ts';
import { type Column, type Columns, type Scope, scopesOf, unknownColumns } from './scope.ts';

/** The columns that an item of a SELECT gives, by Trino's names for them. */
export function itemColumns(item: SelectItemContext, scope: Scope): Columns {
  if (item.selectAllWithoutTable() !== null) return columnsOf(scope.relations);
  const all = item.tableAllColumns();
  if (all !== null) return allOf(all.primaryExpression(), scope);
  const alias = item.identifier();
  const own = columnOf(expressionOf(item), scope);
  return { list: [alias === null ? own : { ...own, name: nameOf(alias).text }], isOpen: false };
}

/** What an item is, where it is one thing alone; undefined for `*`. */
export function expressionOf(item: SelectItemContext): ParserRuleContext | undefined {
  const value = item.selectLiteralColumnName() ?? item.selectExpressionColumnName();
  return value === null ? undefined : innermost(value);
}

/** Why an item gives no columns: `x.*` of nothing that is read, `*` without a table. */
export function wrongItem(item: SelectItemContext, scope: Scope): string | undefined {
  if (item.selectAllWithoutTable() !== null)
    return scope.relations.length === 0 ? '* is all columns of what is read, and nothing is: write FROM' : undefined;
  const base = item.tableAllColumns()?.primaryExpression();
  const [only, ...others] = base === undefined ? [] : namesOf(innermost(base));
  if (only === undefined || others.length > 0) return undefined;
  const isRead = scopesOf(scope).some(({ relations }) => relations.some(({ alias }) => alias === only.text));
  return isRead ? undefined : noSuchRelation(only.text, scope);
}

function allOf(base: ParserRuleContext, scope: Scope): Columns {
  const names = namesOf(innermost(base));
  const alias = names.at(-1)?.text;
  const relation = scope.relations.find((each) => each.alias === alias);
  return relation?.columns ?? unknownColumns;
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
