import { ParserRuleContext, type ParseTree } from 'antlr4ng';
import {
  ExtractContext,
  IdentifierContext,
  ParameterContext,
  type RootQueryContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
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
  return [...whole, ...refusedIn(root)];
}

function refusedIn(tree: ParseTree): readonly SqlMistake[] {
  if (!(tree instanceof ParserRuleContext)) return [];
  const own = refused(tree);
  return [...(own === undefined ? [] : [own]), ...(tree.children ?? []).flatMap(refusedIn)];
}

function refused(tree: ParserRuleContext): SqlMistake | undefined {
  if (tree instanceof IdentifierContext) return refusedName(tree);
  if (tree instanceof ParameterContext) return mistakeAt(tree, 'nobody gives a value for ?: write the value');
  if (!(tree instanceof ExtractContext)) return undefined;
  const field = nameOf(tree.identifier()).text;
  return fields.has(field)
    ? undefined
    : mistakeAt(tree, `EXTRACT has no field ${field}; there are: ${[...fields].join(', ')}`);
}
