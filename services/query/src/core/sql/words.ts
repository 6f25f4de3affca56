import { CharStreams } from 'antlr4ng';
import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer';
import { placeOf } from './place.ts';

/** A word of a template, as `{{lake}}`: its offset in code points, as ANTLR counts, and its line and column (from 1). */
export type Word = {
  readonly name: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
};

/** SQL in which each word stands as something that Trino's grammar takes, of the same length: places stay as they are. */
export type StandIns = { readonly sql: string; readonly words: readonly Word[] };

// As fillTemplate reads them, on one line
const pattern = /\{\{[ \t]*([a-zA-Z_]+)[ \t]*\}\}/g;

/** Puts a condition for `{{days}}`, and names for all other words. */
export function standIns(template: string): StandIns {
  const words = [...template.matchAll(pattern)].map(
    ({ index, 1: name = '' }): Word => ({
      name,
      offset: [...template.slice(0, index)].length,
      ...placeOf(template, index),
    }),
  );
  return { sql: template.replace(pattern, standIn), words };
}

function standIn(word: string, name: string): string {
  return name === 'days' ? conditionStandIn.padEnd(word.length) : name.padEnd(word.length, '_');
}

const conditionStandIn = '(true)';

/** Which words are part of a statement: others stand in comments (left out), or in texts and names (`inTexts`). */
export function placedWords({ sql, words }: StandIns): {
  readonly inSql: readonly Word[];
  readonly inTexts: readonly Word[];
} {
  const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
  lexer.removeErrorListeners();
  const tokens = lexer.getAllTokens().filter(({ channel }) => channel === 0);
  const begins = new Set(tokens.map(({ start }) => start));
  const isIn = (offset: number) => tokens.some(({ start, stop }) => start < offset && offset <= stop);
  return {
    inSql: words.filter(({ offset }) => begins.has(offset)),
    inTexts: words.filter(({ offset }) => !begins.has(offset) && isIn(offset)),
  };
}

/** Where the condition's own token begins, from its word's offset. */
export const conditionOffset = conditionStandIn.indexOf('true');
