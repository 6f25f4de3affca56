import { notCoveredHere, Refusal } from './refusal.ts';
import { type Token, wordOf } from './tokenize.ts';
import { type Edits, editType } from './types.ts';

/** How many tokens each word of distribution, sorting and compression stands for; parentheses after it count beside. */
const physical: Readonly<Record<string, number>> = {
  DISTSTYLE: 2,
  DISTKEY: 1,
  SORTKEY: 1,
  COMPOUND: 1,
  INTERLEAVED: 1,
  ENCODE: 2,
  BACKUP: 2,
};

/** What would mean something else on PostgreSQL than on Redshift. */
const meanings: readonly (readonly [phrase: string, message: string])[] = [
  ['PRIMARY KEY', 'PRIMARY KEY, which Redshift does not enforce and PostgreSQL does'],
  ['UNIQUE', 'UNIQUE, which Redshift does not enforce and PostgreSQL does'],
  ['REFERENCES', 'REFERENCES, which Redshift does not enforce and PostgreSQL does'],
  ['FOREIGN KEY', 'FOREIGN KEY, which Redshift does not enforce and PostgreSQL does'],
  ['IDENTITY', 'IDENTITY'],
];
const unsupported = [
  'CHECK',
  'GENERATED ALWAYS',
  'PARTITION BY',
  'PARTITION OF',
  'INHERITS',
  'TABLESPACE',
  'EXCLUDE',
  'COLLATE',
];

/** Makes CREATE TABLE and ALTER TABLE PostgreSQL's: types, and without what says how Redshift keeps a table. */
export function editTable(tokens: readonly Token[], edits: Edits): void {
  const [command, second] = tokens.map(wordOf);
  if (command === 'CREATE' && second !== 'VIEW' && second !== 'SCHEMA' && second !== 'OR') editCreate(tokens, edits);
  if (command === 'ALTER' && second === 'TABLE') editAlter(tokens, edits);
}

/** Up to the query of CREATE TABLE … AS. */
function editCreate(tokens: readonly Token[], edits: Edits): void {
  let depth = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    if (depth === 0 && wordOf(tokens[at]) === 'AS') return;
    depth += stepOf(tokens[at]);
    if (isColumnStart(tokens, at, depth)) editColumn(tokens, at, edits);
    else at = editClause(tokens, at, edits);
  }
}

const stepOf = (token: Token | undefined) => (token?.text === '(' ? 1 : token?.text === ')' ? -1 : 0);

function isColumnStart(tokens: readonly Token[], at: number, depth: number): boolean {
  const before = tokens[at - 1]?.text;
  return depth === 1 && (before === '(' || before === ',') && wordOf(tokens[at]) !== 'LIKE';
}

/** A column's name and type; a constraint of the table begins with a word of its own. */
function editColumn(tokens: readonly Token[], at: number, edits: Edits): void {
  refuseMeaning(tokens, at);
  if (wordOf(tokens[at]) !== 'CONSTRAINT') editType(tokens, at + 1, edits, true);
}

/** Takes a physical clause away. Gives the place of its last token. */
function editClause(tokens: readonly Token[], at: number, edits: Edits): number {
  refuseMeaning(tokens, at);
  const length = tokens[at]?.kind === 'word' ? physical[wordOf(tokens[at])] : undefined;
  if (length === undefined) return at;
  let end = at + length;
  if (wordOf(tokens[at]) === 'SORTKEY' && wordOf(tokens[end]) === 'AUTO') end += 1;
  else if (length === 1 && tokens[end]?.text === '(')
    while (tokens[end - 1]?.text !== ')' && end < tokens.length) end += 1;
  for (let gone = at; gone < end; gone += 1) edits.set(gone, '');
  return end - 1;
}

function refuseMeaning(tokens: readonly Token[], at: number): void {
  const follows = (phrase: string) => phrase.split(' ').every((word, offset) => wordOf(tokens[at + offset]) === word);
  const other = meanings.find(([phrase]) => follows(phrase));
  if (other !== undefined) throw notCoveredHere(other[1]);
  const gone = unsupported.find(follows);
  if (gone !== undefined) throw new Refusal(`${gone} is not supported on Redshift tables`);
}

/** ADD COLUMN name type, ALTER COLUMN name TYPE type; one action in each statement. */
function editAlter(tokens: readonly Token[], edits: Edits): void {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    refuseMeaning(tokens, at);
    depth += stepOf(token);
    if (token.text === ',' && depth === 0)
      throw new Refusal('ALTER TABLE takes one action: syntax error at or near ","');
    editAction(tokens, at, edits);
  }
}

function editAction(tokens: readonly Token[], at: number, edits: Edits): void {
  const word = wordOf(tokens[at]);
  if (word === 'APPEND') throw notCoveredHere('ALTER TABLE APPEND');
  if (word === 'TYPE' && ['COLUMN', 'ALTER'].includes(wordOf(tokens[at - 2]))) editType(tokens, at + 1, edits, true);
  if (word === 'ADD') editType(tokens, at + (wordOf(tokens[at + 1]) === 'COLUMN' ? 3 : 2), edits, true);
  if (word in physical) editClause(tokens, at, edits);
}
