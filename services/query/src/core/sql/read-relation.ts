import type { ParserRuleContext } from 'antlr4ng';
import {
  type AliasedRelationContext,
  type ColumnAliasesContext,
  ExpressionSourceTableContext,
  JoinRelationContext,
  LateralContext,
  ParenthesizedRelationContext,
  type PatternRecognitionContext,
  RelationContext,
  RelationDefaultContext,
  type RelationPrimaryContext,
  type RelationSourceTableContext,
  type SampledRelationContext,
  SubqueryRelationContext,
  TableNameContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { joinedBy } from './join-using.ts';
import { mistakeAt, nameOf } from './names.ts';
import { readTable } from './read-table.ts';
import { type Columns, type Relation, type Scope, unknownColumns, within } from './scope.ts';
import type { Walk } from './walk.ts';

/** What a part of FROM is; `pending`: its expressions, each with what it sees. */
export type From = {
  readonly relations: readonly Relation[];
  readonly pending: readonly Pending[];
};

type Pending = { readonly tree: ParserRuleContext; readonly scope: Scope };

const nothing: From = { relations: [], pending: [] };

/** Reads one item of FROM; `before` are those that stand before it, which LATERAL sees. */
export function readRelation(
  walk: Walk,
  ctx: RelationContext | SampledRelationContext,
  scope: Scope,
  before: readonly Relation[],
): From {
  if (ctx instanceof JoinRelationContext) return readJoin(walk, ctx, scope, before);
  const sampled = ctx instanceof RelationContext ? sampledOf(ctx) : ctx;
  if (sampled === undefined) return nothing;
  const from = readPattern(walk, sampled.patternRecognition(), scope, before);
  return { ...from, pending: [...from.pending, ...seeing(sampled._percentage, within(scope, { relations: before }))] };
}

function sampledOf(ctx: RelationContext): SampledRelationContext | undefined {
  return ctx instanceof RelationDefaultContext ? ctx.sampledRelation() : undefined;
}

function readJoin(walk: Walk, ctx: JoinRelationContext, scope: Scope, before: readonly Relation[]): From {
  const [first] = ctx.relation();
  const leftTree = ctx._left ?? first;
  const rightTree = ctx._right ?? ctx._rightRelation;
  const left = leftTree === undefined ? nothing : readRelation(walk, leftTree, scope, before);
  const seen = [...before, ...left.relations];
  const right = rightTree === undefined ? nothing : readRelation(walk, rightTree, scope, seen);
  const criteria = ctx.joinCriteria();
  const names = criteria?.KW_USING() ? criteria.identifier().map(nameOf) : [];
  // What stands before the join is around it: no name of it makes one of the join's own ambiguous.
  const both = within(within(scope, { relations: before }), { relations: [...left.relations, ...right.relations] });
  return {
    relations: joinedBy(walk, names, left.relations, right.relations),
    pending: [...left.pending, ...right.pending, ...seeing(criteria, both)],
  };
}

/** What MATCH_RECOGNIZE gives nobody knows here. */
function readPattern(walk: Walk, ctx: PatternRecognitionContext, scope: Scope, before: readonly Relation[]): From {
  const from = readAliased(walk, ctx.aliasedRelation(), scope, before);
  if (ctx.KW_MATCH_RECOGNIZE() === null) return from;
  const alias = ctx.identifier();
  return {
    ...nothing,
    relations: [{ alias: alias === null ? undefined : nameOf(alias).text, columns: unknownColumns }],
    pending: from.pending,
  };
}

function readAliased(walk: Walk, ctx: AliasedRelationContext, scope: Scope, before: readonly Relation[]): From {
  const from = readPrimary(walk, ctx.relationPrimary(), scope, before);
  const alias = ctx.identifier();
  if (alias === null) return from;
  const columns = withAliases(walk, columnsOf(from.relations), ctx.columnAliases());
  return { ...from, relations: [{ alias: nameOf(alias).text, columns }] };
}

/** All columns of what stands in FROM, as `*` gives them. */
export function columnsOf(relations: readonly Relation[]): Columns {
  return {
    list: relations.flatMap(({ columns }) => columns.list),
    isOpen: relations.some(({ columns }) => columns.isOpen),
  };
}

/** `AS t (a, b)` names all columns, in their order. */
export function withAliases(
  { mistakes }: Walk,
  { list, isOpen }: Columns,
  aliases: ColumnAliasesContext | null,
): Columns {
  if (aliases === null) return { list, isOpen };
  const names = aliases.identifier().map((each) => nameOf(each).text);
  if (!isOpen && names.length !== list.length)
    mistakes.push(mistakeAt(aliases, `${names.length} names are given to ${list.length} columns: name each of them`));
  return { list: names.map((name, at) => ({ name, type: isOpen ? undefined : list[at]?.type })), isOpen: false };
}

function readPrimary(walk: Walk, ctx: RelationPrimaryContext, scope: Scope, before: readonly Relation[]): From {
  if (ctx instanceof ParenthesizedRelationContext) return readRelation(walk, ctx.relation(), scope, before);
  if (ctx instanceof TableNameContext) {
    const name = ctx.tableOrViewName().tableRef() ?? ctx.tableOrViewName().viewRef();
    const relation = readTable(walk, name?.identifier() ?? [], scope);
    return { relations: [relation], pending: seeing(ctx.queryPeriod(), within(scope, { relations: before })) };
  }
  if (ctx instanceof ExpressionSourceTableContext) return readSource(walk, ctx.relationSourceTable(), scope, before);
  return { relations: [{ alias: undefined, columns: unknownColumns }], pending: seeing(ctx, scope) };
}

/** UNNEST, JSON_TABLE and functions of tables have columns that only their aliases tell. */
function readSource(walk: Walk, ctx: RelationSourceTableContext, scope: Scope, before: readonly Relation[]): From {
  const of = (columns: Columns) => ({ ...nothing, relations: [{ alias: undefined, columns }] });
  if (ctx instanceof SubqueryRelationContext) return of(walk.query(ctx.query(), scope));
  if (ctx instanceof LateralContext) return of(walk.query(ctx.query(), within(scope, { relations: before })));
  return { ...of(unknownColumns), pending: seeing(ctx, within(scope, { relations: before })) };
}

function seeing(tree: ParserRuleContext | null | undefined, scope: Scope): readonly Pending[] {
  return tree === null || tree === undefined ? [] : [{ tree, scope }];
}
