import type { ParserRuleContext } from 'antlr4ng';
import {
  InlineTableContext,
  type NamedQueryContext,
  type QueryContext,
  type QueryNoWithContext,
  QueryPrimaryDefaultContext,
  type QuerySpecificationContext,
  QueryStatementContext,
  type QueryTermContext,
  QueryTermDefaultContext,
  type SelectItemContext,
  SetOperationContext,
  SubqueryContext,
  TableContext,
  type WithContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { groupingMistakes, ordinalMistakes } from './grouping.ts';
import { mistakeAt, nameOf } from './names.ts';
import { readChildren, readReferences } from './read-references.ts';
import { type From, readRelation, withAliases } from './read-relation.ts';
import { readTable } from './read-table.ts';
import { type Columns, type Scope, unknownColumns, within } from './scope.ts';
import { itemColumns, wrongItem } from './select-item.ts';
import { valuesColumns } from './values.ts';
import type { Walk } from './walk.ts';

/** What a query's rows are, and what its ORDER BY sees beside them. */
type Body = { readonly columns: Columns; readonly scope?: Scope };

/** Reads a query with all that is in it; gives the columns of its rows. */
export function readQuery(walk: Walk, ctx: QueryContext, outer: Scope): Columns {
  if (!(ctx instanceof QueryStatementContext)) return unknownColumns;
  return readNoWith(walk, ctx.queryNoWith(), within(outer, { named: readWith(walk, ctx.with(), outer) }));
}

function readWith(walk: Walk, ctx: WithContext | null, outer: Scope): Scope['named'] {
  const isRecursive = (ctx?.KW_RECURSIVE() ?? null) !== null;
  const named = new Map(outer.named);
  const queries = ctx?.namedQuery() ?? [];
  const names = queries.map((each) => nameOf(each.identifier()).text);
  for (const [at, each] of queries.entries()) {
    const later = new Set(names.slice(at));
    const [name, columns] = readNamed(walk, each, within(outer, { named: new Map(named), later }), isRecursive);
    if (names.indexOf(name) < at) walk.mistakes.push(mistakeAt(each, `WITH has two queries called ${name}`));
    named.set(name, columns);
  }
  return named;
}

function readNamed(walk: Walk, ctx: NamedQueryContext, scope: Scope, isRecursive: boolean) {
  const name = nameOf(ctx.identifier()).text;
  const itself = withAliases(walk, unknownColumns, ctx.columnAliases());
  const own = isRecursive ? within(scope, { named: new Map([...scope.named, [name, itself]]) }) : scope;
  const columns = walk.query(ctx.query(), own);
  return [name, withAliases(walk, columns, ctx.columnAliases())] as const;
}

function readNoWith(walk: Walk, ctx: QueryNoWithContext, outer: Scope): Columns {
  const { columns, scope } = readTerm(walk, ctx.queryTerm(), outer);
  const names = new Set(columns.list.flatMap(({ name }) => name ?? []));
  const isAlone = columns.isOpen || scope === undefined;
  const own = within(scope ?? outer, { names, ...(isAlone && { relations: [{ alias: undefined, columns }] }) });
  for (const item of ctx.sortItem()) readReferences(walk, item, own);
  walk.mistakes.push(...ordinalMistakes('ORDER BY', ctx.sortItem(), columns));
  return columns;
}

function readTerm(walk: Walk, ctx: QueryTermContext, outer: Scope): Body {
  if (ctx instanceof SetOperationContext) return readSetOperation(walk, ctx, outer);
  if (!(ctx instanceof QueryTermDefaultContext)) return { columns: unknownColumns };
  const primary = ctx.queryPrimary();
  if (primary instanceof QueryPrimaryDefaultContext) return readSelect(walk, primary.querySpecification(), outer);
  if (primary instanceof SubqueryContext) return { columns: readNoWith(walk, primary.queryNoWith(), outer) };
  if (primary instanceof TableContext)
    return { columns: readTable(walk, primary.tableRef().identifier(), outer).columns };
  readChildren(walk, primary, outer);
  return { columns: primary instanceof InlineTableContext ? valuesColumns(primary) : unknownColumns };
}

/** The names are the first query's. */
function readSetOperation(walk: Walk, ctx: SetOperationContext, outer: Scope): Body {
  const [first, ...others] = ctx.queryTerm().map((term) => ({ term, columns: readTerm(walk, term, outer).columns }));
  const columns = first?.columns ?? unknownColumns;
  const isOther = ({ list, isOpen }: Columns) => !isOpen && !columns.isOpen && list.length !== columns.list.length;
  const other = others.find((each) => isOther(each.columns));
  if (other !== undefined) {
    const message = `the queries of a ${ctx._operator?.text?.toUpperCase() ?? 'UNION'} have as many columns each: here ${columns.list.length} and ${other.columns.list.length}`;
    walk.mistakes.push(mistakeAt(other.term, message));
  }
  return { columns: { ...columns, list: columns.list.map(({ name }) => ({ name })) } };
}

function readSelect(walk: Walk, ctx: QuerySpecificationContext, outer: Scope): Body {
  const { relations, pending } = readFrom(walk, ctx, outer);
  for (const { tree, scope } of pending) readChildren(walk, tree, scope);
  const items = ctx.selectList().selectItem();
  const given = new Set(items.flatMap((item) => item.identifier() ?? []).map((each) => nameOf(each).text));
  const windows = new Set(ctx.windowDefinition().map((each) => nameOf(each.identifier()).text));
  const scope = within(outer, { relations, given, windows });
  for (const tree of [...items.flatMap(expressionsOf), ...clausesOf(ctx)]) readReferences(walk, tree, scope);
  for (const item of items) {
    const message = wrongItem(item, scope);
    if (message !== undefined) walk.mistakes.push(mistakeAt(item, message));
  }
  const all = items.map((item) => itemColumns(item, scope));
  const columns = { list: all.flatMap(({ list }) => list), isOpen: all.some(({ isOpen }) => isOpen) };
  walk.mistakes.push(...groupingMistakes(ctx, columns, scope));
  return { columns, scope };
}

function readFrom(walk: Walk, ctx: QuerySpecificationContext, outer: Scope): From {
  return ctx.relation().reduce<From>(
    (all, each) => {
      const { relations, pending } = readRelation(walk, each, outer, all.relations);
      return { relations: [...all.relations, ...relations], pending: [...all.pending, ...pending] };
    },
    { relations: [], pending: [] },
  );
}

/** Of `t.*` the name is none of a column. */
function expressionsOf(item: SelectItemContext): readonly ParserRuleContext[] {
  return item.tableAllColumns() === null ? [item] : [];
}

function clausesOf(ctx: QuerySpecificationContext): readonly ParserRuleContext[] {
  return [ctx.whereClause(), ctx.groupBy(), ctx.havingClause(), ...ctx.windowDefinition()].filter(
    (clause) => clause !== null,
  );
}
