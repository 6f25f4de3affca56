import { Refusal } from './refusal.ts';
import { type Token, wordOf } from './tokenize.ts';

/** What PostgreSQL runs and Redshift does not: words that follow each other, and what Redshift says, or would. */
const phrases: readonly (readonly [phrase: string, message: string])[] = [
  ['ON CONFLICT', 'ON CONFLICT is not supported: use MERGE, or DELETE and INSERT in one transaction'],
  ['RETURNING', 'RETURNING is not supported'],
  ['DISTINCT ON (', 'SELECT DISTINCT ON is not supported'],
  ['IS DISTINCT FROM', 'IS DISTINCT FROM is not implemented: compare with = and IS NULL'],
  ['IS NOT DISTINCT FROM', 'IS NOT DISTINCT FROM is not implemented: compare with = and IS NULL'],
  ['ARRAY [', 'ARRAY[…] is not supported: Redshift has no array types but SUPER'],
  ['FILTER (', 'FILTER (WHERE …) is not supported: aggregate a CASE'],
  ['LATERAL', 'LATERAL is not supported'],
  ['TABLESAMPLE', 'TABLESAMPLE is not supported'],
  ['FOR UPDATE', 'SELECT FOR UPDATE is not supported: use LOCK'],
  ['FOR SHARE', 'SELECT FOR SHARE is not supported: use LOCK'],
  ['AS MATERIALIZED (', 'WITH … AS MATERIALIZED is not supported'],
  ['AS NOT MATERIALIZED (', 'WITH … AS NOT MATERIALIZED is not supported'],
  ['ADD COLUMN IF', 'ADD COLUMN IF NOT EXISTS is not supported'],
  ['ADD IF', 'ADD IF NOT EXISTS is not supported'],
  ['ALTER TABLE IF', 'ALTER TABLE IF EXISTS is not supported'],
  ['->', 'operator -> is not supported: write the path as in SUPER, or JSON_EXTRACT_PATH_TEXT'],
  ['->>', 'operator ->> is not supported: write the path as in SUPER, or JSON_EXTRACT_PATH_TEXT'],
  ['#>', 'operator #> is not supported'],
  ['#>>', 'operator #>> is not supported'],
];

/** Functions of PostgreSQL that Redshift has not, and what it has. */
const functions: Readonly<Record<string, string>> = {
  STRING_AGG: 'LISTAGG',
  ARRAY_AGG: 'LISTAGG',
  JSON_AGG: 'LISTAGG',
  JSONB_AGG: 'LISTAGG',
  TO_JSON: 'JSON_PARSE',
  TO_JSONB: 'JSON_PARSE',
  ROW_TO_JSON: 'JSON_SERIALIZE',
  JSONB: 'JSON_PARSE',
  UNNEST: 'a SUPER value in FROM',
  GENERATE_SERIES: 'a table of numbers',
  GEN_RANDOM_UUID: 'a value of the caller',
  FORMAT: '||',
};

const compiled = phrases.map(([phrase, message]) => ({ words: phrase.split(' '), message }));

/** Throws a Refusal for the first thing in a statement that Redshift does not run. `tokens` are without space. */
export function refusePhrases(tokens: readonly Token[]): void {
  for (const [at, token] of tokens.entries()) {
    const follows = (words: readonly string[]) => words.every((word, offset) => word === wordOf(tokens[at + offset]));
    const found = compiled.find(({ words }) => follows(words));
    if (found !== undefined) throw new Refusal(found.message);
    if (tokens[at + 1]?.text === '(') refuseFunction(token);
    refuseLiteral(token, tokens[at - 1]);
  }
}

function refuseFunction(token: Token): void {
  const instead = token.kind === 'word' ? functions[wordOf(token)] : undefined;
  if (instead !== undefined)
    throw new Refusal(`function ${token.text.toLowerCase()} is not supported: Redshift has ${instead}`);
}

/** `E'…'` and its like are a type's name and a literal to Redshift. */
function refuseLiteral(token: Token, before: Token | undefined): void {
  if (token.kind === 'string' && before?.kind === 'word' && /^(?:E|B|X|N)$/i.test(before.text))
    throw new Refusal(`type "${before.text.toLowerCase()}" does not exist`);
}
