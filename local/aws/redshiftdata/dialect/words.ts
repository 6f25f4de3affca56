import { type Token, wordOf } from './tokenize.ts';
import type { Edits } from './types.ts';

/** Functions of Redshift, as PostgreSQL has them. */
const functions: Readonly<Record<string, string>> = {
  NVL: 'COALESCE',
  JSON_PARSE: 'jsonb',
  JSON_SERIALIZE: 'text',
};

const now = "date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC')";

/** Makes Redshift's functions and its names PostgreSQL's: a quoted identifier is folded to lower case too. */
export function editWords(tokens: readonly Token[], edits: Edits): void {
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'name') edits.set(at, token.text.toLowerCase());
    if (token.kind === 'string' && token.text.includes('\\')) edits.set(at, `E${token.text}`);
    if (token.kind === 'word') editWord(tokens, at, edits);
  }
}

function editWord(tokens: readonly Token[], at: number, edits: Edits): void {
  const word = wordOf(tokens[at]);
  const isCalled = tokens[at + 1]?.text === '(';
  const other = isCalled ? functions[word] : undefined;
  if (other !== undefined) edits.set(at, other);
  if (word === 'SYSDATE' && !isCalled) edits.set(at, 'LOCALTIMESTAMP');
  if (word === 'GETDATE' && isCalled && tokens[at + 2]?.text === ')')
    edits
      .set(at, now)
      .set(at + 1, '')
      .set(at + 2, '');
}
