import { notCoveredHere, Refusal } from './refusal.ts';
import { type Token, wordOf } from './tokenize.ts';

/** A rewriting of a statement's tokens (without space) by their places: '' takes one away. */
export type Edits = Map<number, string>;

/** Types of PostgreSQL that Redshift has not. */
const unknown = new Set(
  `JSON JSONB UUID BYTEA SERIAL BIGSERIAL SMALLSERIAL SERIAL4 SERIAL8 MONEY INET CIDR MACADDR XML TSVECTOR TSQUERY BIT POINT
   LINE BOX PATH POLYGON CIRCLE HSTORE OID NAME INT4RANGE INT8RANGE NUMRANGE TSRANGE TSTZRANGE DATERANGE REGCLASS REGTYPE`.split(
    /\s+/,
  ),
);
/** Types of Redshift that PostgreSQL has not. */
const missing = new Set(['GEOMETRY', 'GEOGRAPHY', 'HLLSKETCH', 'VARBYTE', 'VARBINARY', 'BINARY']);

const withoutPrecision = new Set(['TIMESTAMP', 'TIMESTAMPTZ', 'TIME', 'TIMETZ']);
const renamed: Readonly<Record<string, string>> = { SUPER: 'jsonb', NVARCHAR: 'varchar' };
const texts = new Set(['VARCHAR', 'NVARCHAR', 'TEXT']);
const maxVarchar = '65535';

/** Makes a type PostgreSQL's. In a column's definition text without length is VARCHAR(256), elsewhere of any length. */
export function editType(tokens: readonly Token[], at: number, edits: Edits, isColumn: boolean): void {
  const type = wordOf(tokens[at]);
  refuseType(tokens, at, type);
  const other = renamed[type];
  if (other !== undefined) edits.set(at, other);
  if (texts.has(type)) editLength(tokens, at, edits, isColumn);
  if (type === 'CHARACTER' && wordOf(tokens[at + 1]) === 'VARYING') editLength(tokens, at + 1, edits, isColumn);
}

function refuseType(tokens: readonly Token[], at: number, type: string): void {
  const end = endOfType(tokens, at);
  if (unknown.has(type)) throw new Refusal(`type "${type.toLowerCase()}" does not exist`);
  if (missing.has(type)) throw notCoveredHere(`the type ${type}`);
  if (tokens[end]?.text === '[' || wordOf(tokens[end]) === 'ARRAY')
    throw new Refusal(`array types are not supported: unsupported type "${type.toLowerCase()}[]"`);
  if (withoutPrecision.has(type) && tokens[at + 1]?.text === '(')
    throw new Refusal(`${type} has no precision on Redshift: syntax error at or near "("`);
}

function editLength(tokens: readonly Token[], at: number, edits: Edits, isColumn: boolean): void {
  const hasLength = tokens[at + 1]?.text === '(';
  if (hasLength && wordOf(tokens[at + 2]) === 'MAX') edits.set(at + 2, maxVarchar);
  if (!hasLength && isColumn) edits.set(at, wordOf(tokens[at]) === 'VARYING' ? 'varying(256)' : 'varchar(256)');
}

/** The place after a type: its words, and what it has in parentheses. */
export function endOfType(tokens: readonly Token[], at: number): number {
  let end = at + 1;
  while (['VARYING', 'PRECISION'].includes(wordOf(tokens[end]))) end += 1;
  if (tokens[end]?.text !== '(') return end;
  while (end < tokens.length && tokens[end]?.text !== ')') end += 1;
  return end + 1;
}

/** Types that follow `::` and those of CAST(… AS type). */
export function editCasts(tokens: readonly Token[], edits: Edits): void {
  const inCast: boolean[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.text === '(') inCast.push(wordOf(tokens[at - 1]) === 'CAST');
    if (token.text === ')') inCast.pop();
    const isType = token.text === '::' || (wordOf(token) === 'AS' && inCast.at(-1) === true);
    if (isType) editType(tokens, at + 1, edits, false);
  }
}
