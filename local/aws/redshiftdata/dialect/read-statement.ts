import { type Copy, readCopy } from '../copy/read-copy.ts';
import type { Parameter } from '../store.ts';
import { refuseCommand } from './commands.ts';
import { fillParameters } from './parameters.ts';
import { refusePhrases } from './phrases.ts';
import { Refusal } from './refusal.ts';
import { editTable } from './tables.ts';
import { type Token, tokenize, wordOf } from './tokenize.ts';
import { type Edits, editCasts } from './types.ts';
import { editWords } from './words.ts';

/** What is to be done: a COPY, or a statement of PostgreSQL. */
export type Statement =
  | { readonly kind: 'copy'; readonly copy: Copy }
  | { readonly kind: 'sql'; readonly sql: string; readonly inTransaction: boolean };

/** Reads a statement of Redshift's SQL. Throws a Refusal for what Redshift or the local cloud does not run. */
export function readStatement(
  sql: string,
  { parameters, inBatch }: { readonly parameters: readonly Parameter[]; readonly inBatch: boolean },
): Statement {
  const all = oneStatement(tokenize(sql));
  const tokens = all.filter(isSaid);
  refuseCommand(tokens, inBatch);
  refusePhrases(tokens);
  const first = wordOf(tokens[0]);
  if (first === 'COPY') return { kind: 'copy', copy: readCopy(tokens) };
  const edits: Edits = new Map();
  editTable(tokens, edits);
  editCasts(tokens, edits);
  editWords(tokens, edits);
  return {
    kind: 'sql',
    sql: written(fillParameters(edited(all, edits), parameters)),
    inTransaction: first !== 'VACUUM',
  };
}

const isSaid = ({ kind }: Token) => kind !== 'space';

/** Without the semicolon at the end. */
function oneStatement(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex(({ text }) => text === ';');
  if (end < 0) return tokens;
  if (tokens.slice(end).some((token) => isSaid(token) && token.text !== ';'))
    throw new Refusal('cannot insert multiple commands into a prepared statement');
  return tokens.slice(0, end);
}

function edited(all: readonly Token[], edits: Edits): readonly Token[] {
  let said = -1;
  return all.map((token) => {
    if (!isSaid(token)) return token;
    said += 1;
    const text = edits.get(said);
    return text === undefined ? token : { kind: token.kind, text };
  });
}

const written = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join('');
