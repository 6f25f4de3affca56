import { readTree, wholeStatement } from '@tributary/shared/trino/read-tree.ts';
import { TrinoSyntaxError } from '@tributary/shared/trino/syntax-error.ts';
import {
  type RootQueryContext,
  type StatementContext,
  StatementDefaultContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { insteadOfIdiom, unended } from './idioms.ts';
import { readJinja } from './jinja.ts';
import type { SqlMistake } from './mistake.ts';
import { mistakeAt } from './names.ts';
import { offsetOf, placeOf } from './place.ts';
import { refusals } from './refusals.ts';
import { isTooDeep, tooDeep } from './too-deep.ts';
import { placedWords, standIns, type Word } from './words.ts';

/** A SELECT by Trino's grammar, or why it is none. */
export type ParsedSelect =
  | { readonly root: RootQueryContext; readonly words: readonly Word[] }
  | { readonly root: undefined; readonly mistakes: readonly SqlMistake[] };

/** Reads a SELECT with words of a template in it; `known` are the words that become something. */
export function parseSelect(template: string, known: readonly string[]): ParsedSelect {
  const jinja = readJinja(template, known);
  const filled = standIns(jinja.sql);
  const { inSql, inTexts } = placedWords(filled);
  const unknown = filled.words.filter(({ name }) => !known.includes(name));
  const wrongWords = [
    ...jinja.mistakes,
    ...unknown.filter((word) => !inTexts.includes(word)).map((word) => unknownWord(word, known)),
    ...inTexts.map(wordInText),
  ];
  const { statement, mistakes } = parsed(filled.sql);
  if (statement === undefined) return { root: undefined, mistakes: [...wrongWords, ...mistakes] };
  if (!(statement instanceof StatementDefaultContext)) {
    const message = `a SELECT is expected, not ${statement.start?.text?.toUpperCase() ?? 'nothing'}`;
    return { root: undefined, mistakes: [...wrongWords, mistakeAt(statement, message)] };
  }
  const root = statement.rootQuery();
  // Of a word in backquotes it is said already that it stands bare.
  const isOfWord = ({ line, column }: SqlMistake) =>
    inTexts.some((word) => word.line === line && word.column === column + 1);
  const wrong = [...wrongWords, ...refusals(root).filter((each) => !isOfWord(each))];
  return wrong.length > 0 ? { root: undefined, mistakes: wrong } : { root, words: inSql };
}

function unknownWord({ name, line, column }: Word, known: readonly string[]): SqlMistake {
  const there = known.map((each) => `{{${each}}}`).join(', ');
  return { line, column, message: `{{${name}}} stands for nothing here; there are: ${there}` };
}

function wordInText({ name, line, column }: Word): SqlMistake {
  return { line, column, message: `{{${name}}} becomes SQL, which cannot stand in a text or in quotes: write it bare` };
}

type Outcome = { readonly statement: StatementContext | undefined; readonly mistakes: readonly SqlMistake[] };

function parsed(sql: string): Outcome {
  try {
    return { statement: readTree(sql, wholeStatement), mistakes: [] };
  } catch (error) {
    if (error instanceof TrinoSyntaxError) return { statement: undefined, mistakes: [told(sql, error)] };
    if (isTooDeep(error)) return { statement: undefined, mistakes: [tooDeep] };
    throw error;
  }
}

function told(sql: string, { line, column, message }: TrinoSyntaxError): SqlMistake {
  const open = unended(sql);
  if (open !== undefined) return { ...placeOf(sql, open.index), message: `not Athena's SQL: ${open.message}` };
  const at = offsetOf(sql, { line, column });
  const instead = insteadOfIdiom(sql.slice(0, at), sql.slice(at));
  const why = instead === undefined ? shortened(message) : `${message.split('. Expecting: ')[0]}: ${instead}`;
  return { line, column, message: `not Athena's SQL: ${why}` };
}

const maxExpected = 80;

/** What the grammar could take instead is of use where it is little. */
function shortened(message: string): string {
  const [what = message, expected = ''] = message.split('. Expecting: ');
  return expected === '' || expected.length > maxExpected ? what : `${what}; expected: ${expected}`;
}
