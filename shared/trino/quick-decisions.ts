import type { CommonTokenStream, Token } from 'antlr4ng';
import { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { type Group, groupsOf, typeOf } from './groups.ts';

/**
 * Where ANTLR would read on to the end of a group, perhaps of the statement, to choose between alternatives, a look at what the group
 * holds tells as much: its own way costs about 30 ms for each token of a deep nesting, and keeps what it found for ever. Numbers of
 * alternatives are the generated parser's; the test compares them with ANTLR's choice.
 */
const alternatives = {
  expressionItem: 1,
  expressionOfItem: 2,
  row: 11,
  call: 15,
  lambda: 18,
  subquery: 19,
  array: 25,
  parenthesised: 42,
  sortExpression: 2,
  groupingExpression: 2,
  inList: 4,
  inQuery: 5,
} as const;

/** An alternative for the decision that the parser is at; undefined: ANTLR is to find it. */
export type Decide = (decision: number) => number | undefined;

type Place = {
  readonly stream: CommonTokenStream;
  readonly groups: ReadonlyMap<number, Group>;
  readonly starred: boolean;
};

/** Knows the decisions of one statement's parser. */
export function quickDecisions(stream: CommonTokenStream): Decide {
  const place: Place = { stream, groups: groupsOf(stream), starred: hasTableStar(stream) };
  return (decision) => deciders.get(decision)?.(place);
}

const star = typeOf('*');
const dot = typeOf('.');
const opens = typeOf('(');
const bracket = typeOf('[');
const arrow = typeOf('->');
const queryStarts: ReadonlySet<number> = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE'].map(typeOf));

function hasTableStar(stream: CommonTokenStream): boolean {
  const visible = stream.getTokens().filter(({ channel }) => channel === 0);
  return visible.some(({ type }, index) => type === star && visible[index - 1]?.type === dot);
}

/** The decision of a rule that has so many alternatives. */
function decisionOf(rule: number, count: number): number {
  return TrinoSqlParser._ATN.decisionToState.findIndex(
    (state) => state?.ruleIndex === rule && state.transitions.length === count,
  );
}

const deciders: ReadonlyMap<number, (place: Place) => number | undefined> = new Map([
  [decisionOf(TrinoSqlParser.RULE_selectItem, 3), selectItem],
  [decisionOf(TrinoSqlParser.RULE_selectItem, 2), itemValue],
  [decisionOf(TrinoSqlParser.RULE_primaryExpression, 48), primary],
  [decisionOf(TrinoSqlParser.RULE_sortItem, 2), (place) => grouped(place, alternatives.sortExpression)],
  [decisionOf(TrinoSqlParser.RULE_groupingTerm, 2), (place) => grouped(place, alternatives.groupingExpression)],
  [decisionOf(TrinoSqlParser.RULE_predicate, 8), inPredicate],
]);

function next({ stream }: Place, ahead = 1): Token | undefined {
  return stream.LT(ahead) ?? undefined;
}

function groupAt(place: Place, ahead: number): Group | undefined {
  return place.groups.get(next(place, ahead)?.tokenIndex ?? -1);
}

/** `*`, `t.*` and plain items: only where `.*` stands nowhere in the statement is it told without reading on. */
function selectItem(place: Place): number | undefined {
  return place.starred || next(place)?.type === star ? undefined : alternatives.expressionItem;
}

function itemValue(place: Place): number | undefined {
  const deep = next(place)?.type === opens || next(place, 2)?.type === opens || next(place, 2)?.type === bracket;
  return deep ? alternatives.expressionOfItem : undefined;
}

const grouped = (place: Place, alternative: number) => (next(place)?.type === opens ? alternative : undefined);

function inPredicate(place: Place): number | undefined {
  const at = next(place)?.type === TrinoSqlParser.KW_NOT ? 2 : 1;
  const group = groupAt(place, at + 1);
  if (next(place, at)?.type !== TrinoSqlParser.KW_IN || !group) return undefined;
  if (!queryStarts.has(group.first)) return alternatives.inList;
  return queryStarts.has(next(place, at + 2)?.type ?? 0) ? alternatives.inQuery : undefined;
}

function primary(place: Place): number | undefined {
  const type = next(place)?.type;
  if (type === opens) return inParentheses(place);
  if (type === TrinoSqlParser.KW_ARRAY && groupAt(place, 2)) return arrayOrCall(place);
  return plainCalls.has(type ?? 0) && isCall(place) ? alternatives.call : undefined;
}

function arrayOrCall(place: Place): number | undefined {
  return next(place, 2)?.type === bracket ? alternatives.array : undefined;
}

/** Names that begin no construct of their own. COALESCE and IF have one that reads as a call just so. */
const plainCalls: ReadonlySet<number> = new Set([
  TrinoSqlParser.IDENTIFIER,
  TrinoSqlParser.KW_COALESCE,
  TrinoSqlParser.KW_IF,
]);

/** Of `f(*)` and `f(t.*)` ANTLR makes another alternative. */
function isCall(place: Place): boolean {
  if (next(place, 2)?.type !== opens) return false;
  return !place.starred && groupAt(place, 2) !== undefined && next(place, 3)?.type !== star;
}

function inParentheses(place: Place): number | undefined {
  const group = groupAt(place, 1);
  if (!group || group.first === 0) return undefined;
  if (typeAfter(place, group.close) === arrow) return alternatives.lambda;
  if (queryStarts.has(group.first))
    return queryStarts.has(next(place, 2)?.type ?? 0) ? alternatives.subquery : undefined;
  return group.list ? alternatives.row : alternatives.parenthesised;
}

function typeAfter({ stream }: Place, index: number): number {
  const tokens = stream.getTokens();
  let at = index + 1;
  while (tokens[at]?.channel) at += 1;
  return tokens[at]?.type ?? 0;
}
