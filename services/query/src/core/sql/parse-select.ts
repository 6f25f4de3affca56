import { readTree, wholeStatement } from '@tributary/shared/trino/read-tree.ts';
import { TooDeepError, TrinoSyntaxError } from '@tributary/shared/trino/syntax-error.ts';
import {
  type RootQueryContext,
  type StatementContext,
  StatementDefaultContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { SqlMistake } from './mistake.ts';
import { mistakeAt } from './names.ts';
import { refusals } from './refusals.ts';
import { placedWords, standIns, type Word } from './words.ts';

/** A SELECT by Trino's grammar, or why it is none. */
export type ParsedSelect =
  | { readonly root: RootQueryContext; readonly words: readonly Word[] }
  | { readonly root: undefined; readonly mistakes: readonly SqlMistake[] };

/** Reads a SELECT with words of a template in it; `known` are the words that become something. */
export function parseSelect(template: string, known: readonly string[]): ParsedSelect {
  const filled = standIns(template);
  const { inSql, inTexts } = placedWords(filled);
  const unknown = filled.words.filter(({ name }) => !known.includes(name));
  const wrongWords = [...unknown.map((word) => unknownWord(word, known)), ...inTexts.map(wordInText)];
  const { statement, mistakes } = parsed(filled.sql);
  if (statement === undefined) return { root: undefined, mistakes: [...wrongWords, ...mistakes] };
  if (!(statement instanceof StatementDefaultContext)) {
    const message = `a SELECT is expected, not ${statement.start?.text?.toUpperCase() ?? 'nothing'}`;
    return { root: undefined, mistakes: [...wrongWords, mistakeAt(statement, message)] };
  }
  const root = statement.rootQuery();
  const wrong = [...wrongWords, ...refusals(root)];
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
    if (error instanceof TrinoSyntaxError) {
      const { line, column, message } = error;
      return { statement: undefined, mistakes: [{ line, column, message: `not Athena's SQL: ${shortened(message)}` }] };
    }
    if (isTooDeep(error))
      return { statement: undefined, mistakes: [{ line: 1, column: 1, message: 'the SELECT nests too deep' }] };
    throw error;
  }
}

function isTooDeep(error: unknown): boolean {
  return error instanceof TooDeepError || (error instanceof RangeError && error.message.includes('call stack'));
}

const maxExpected = 80;

/** What the grammar could take instead is of use where it is little. */
function shortened(message: string): string {
  const [what = message, expected = ''] = message.split('. Expecting: ');
  return expected === '' || expected.length > maxExpected ? what : `${what}; expected: ${expected}`;
}
