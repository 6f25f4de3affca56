import type { ParserRuleContext } from 'antlr4ng';
import {
  ExtractContext,
  FunctionCallContext,
  GenericTypeContext,
  IdentifierContext,
  JoinRelationContext,
  ParameterContext,
  type RootQueryContext,
  TypeConstructorContext,
  WhereClauseContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { found, nodesOf } from './found.ts';
import { functionName, insteadOf, isAggregate } from './functions.ts';
import { wrongLiteral } from './literals.ts';
import type { SqlMistake } from './mistake.ts';
import { mistakeAt, nameOf, refusedName } from './names.ts';

// https://trino.io/docs/current/functions/datetime.html#extraction-function
const fields: ReadonlySet<string> = new Set(
  'year quarter month week day day_of_month day_of_week dow day_of_year doy year_of_week yow hour minute second timezone_hour timezone_minute'.split(
    ' ',
  ),
);

/** What the grammar takes and Athena, or the statement around it, does not. */
export function refusals(root: RootQueryContext): readonly SqlMistake[] {
  const functions = root.withFunction();
  const whole =
    functions === null ? [] : [mistakeAt(functions, 'WITH FUNCTION cannot stand within the statement that keeps rows')];
  return [...whole, ...nodesOf(root).flatMap((node) => refused(node) ?? [])];
}

function refused(tree: ParserRuleContext): SqlMistake | undefined {
  if (tree instanceof IdentifierContext) return refusedName(tree);
  const message = whyNot(tree);
  return message === undefined ? undefined : mistakeAt(tree, message);
}

function whyNot(tree: ParserRuleContext): string | undefined {
  if (tree instanceof ParameterContext) return 'nobody gives a value for ?: write the value';
  if (tree instanceof FunctionCallContext) return wrongCall(tree);
  if (tree instanceof WhereClauseContext) return wrongWhere(tree);
  return wrongWord(tree);
}

function wrongWord(tree: ParserRuleContext): string | undefined {
  if (tree instanceof GenericTypeContext) return wrongType(tree);
  if (tree instanceof TypeConstructorContext) return wrongLiteral(tree);
  if (tree instanceof JoinRelationContext && tree.KW_NATURAL() !== null)
    return 'Athena has no NATURAL JOIN: name the columns by USING or ON';
  return tree instanceof ExtractContext ? wrongField(tree) : undefined;
}

function wrongCall(tree: FunctionCallContext): string | undefined {
  const name = functionName(tree);
  const instead = insteadOf(name);
  if (instead !== undefined) return `Athena has no function ${name}: write ${instead}`;
  if (tree.filter() !== null && tree.over() !== null)
    return 'Athena takes no FILTER with OVER: write CASE WHEN … END within the function';
  const isNested = isAggregate(tree) && tree.expression().some((each) => found(each, isCall).some(isAggregate));
  return isNested ? 'an aggregate cannot stand in another: write the inner one in a subquery' : undefined;
}

function isCall(tree: ParserRuleContext): tree is FunctionCallContext {
  return tree instanceof FunctionCallContext;
}

function wrongWhere(tree: WhereClauseContext): string | undefined {
  const calls = found(tree, isCall);
  if (calls.some((call) => call.over() !== null))
    return 'WHERE comes before OVER: number the rows in a subquery, and filter outside of it';
  return calls.some(isAggregate) ? 'WHERE comes before the rows are grouped: write HAVING, or a subquery' : undefined;
}

/** What other databases call types that Athena's SELECT calls otherwise. */
const otherTypes: ReadonlyMap<string, string> = new Map([
  ['string', 'varchar'],
  ['text', 'varchar'],
  ['int64', 'bigint'],
  ['long', 'bigint'],
  ['float64', 'double'],
  ['float', 'real or double'],
  ['datetime', 'timestamp'],
  ['timestamptz', 'timestamp with time zone'],
  ['bool', 'boolean'],
  ['binary', 'varbinary'],
]);

function wrongType(tree: GenericTypeContext): string | undefined {
  const { text } = nameOf(tree.identifier());
  const instead = otherTypes.get(text);
  return instead === undefined ? undefined : `Athena's SELECT has no type ${text}: write ${instead}`;
}

function wrongField(tree: ExtractContext): string | undefined {
  const field = nameOf(tree.identifier()).text;
  return fields.has(field) ? undefined : `EXTRACT has no field ${field}; there are: ${[...fields].join(', ')}`;
}
