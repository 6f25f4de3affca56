import type { ParserRuleContext } from 'antlr4ng';
import {
  FunctionCallContext,
  GroupingTermContext,
  type QuerySpecificationContext,
  type SelectItemContext,
  type SortItemContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { found } from './found.ts';
import { isAggregate } from './functions.ts';
import { isColumn, namesOf } from './innermost.ts';
import type { SqlMistake } from './mistake.ts';
import { mistakeAt, type Name } from './names.ts';
import { type Columns, type Scope, scopesOf } from './scope.ts';
import { expressionOf } from './select-item.ts';

/** Numbers in GROUP BY that count no column, and columns that stand beside aggregates and are not grouped. */
export function groupingMistakes(
  ctx: QuerySpecificationContext,
  columns: Columns,
  scope: Scope,
): readonly SqlMistake[] {
  const groupBy = ctx.groupBy();
  const terms = groupBy === null ? [] : found(groupBy, isTerm);
  const items = ctx.selectList().selectItem();
  const isGrouped = groupBy !== null || items.some((item) => found(item, isCallOfAggregate).length > 0);
  const loose = isGrouped ? items.filter((item, at) => isLoose(item, at, terms, scope)) : [];
  return [
    ...ordinalMistakes('GROUP BY', terms, columns),
    ...loose.map((item) => {
      const name = namesOf(expressionOf(item)).map(({ text }) => text);
      return mistakeAt(item, `${name.join('.')} is neither in GROUP BY nor in an aggregate, as max(${name.join('.')})`);
    }),
  ];
}

/** Numbers that stand for columns of the SELECT and count none. */
export function ordinalMistakes(
  clause: string,
  terms: readonly (GroupingTermContext | SortItemContext)[],
  { list, isOpen }: Columns,
): readonly SqlMistake[] {
  return terms.flatMap((term) => {
    const ordinal = ordinalOf(term);
    if (ordinal === undefined || (ordinal > 0 && (isOpen || ordinal <= list.length))) return [];
    const count = isOpen ? 'counts columns from 1' : `the SELECT gives ${list.length}`;
    return [mistakeAt(term, `${clause} ${ordinal}: ${count}`)];
  });
}

function ordinalOf(term: GroupingTermContext | SortItemContext): number | undefined {
  const text = term.expression()?.getText() ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** A column alone, of what this SELECT reads, that no term of GROUP BY is. */
function isLoose(item: SelectItemContext, at: number, terms: readonly GroupingTermContext[], scope: Scope): boolean {
  const names = namesOf(expressionOf(item));
  const name = names.at(-1)?.text;
  if (name === undefined || !isOwn(names, scope) || terms.some((term) => ordinalOf(term) === at + 1)) return false;
  // What a term does with the column nobody compares here, nor whose column of that name it is.
  const named = terms.flatMap((term) => found(term, isColumn).map((column) => namesOf(column).at(-1)?.text));
  return !named.includes(name);
}

/** Columns of a query around it stay the same in all its rows. */
function isOwn([first, ...others]: readonly Name[], { relations, outer }: Scope): boolean {
  if (scopesOf(outer).every((each) => each.relations.length === 0)) return true;
  return relations.some(({ alias, columns }) =>
    others.length > 0 ? alias === first?.text : columns.list.some(({ name }) => name === first?.text),
  );
}

function isTerm(tree: ParserRuleContext): tree is GroupingTermContext {
  return tree instanceof GroupingTermContext;
}

function isCallOfAggregate(tree: ParserRuleContext): tree is FunctionCallContext {
  return tree instanceof FunctionCallContext && isAggregate(tree);
}
