import type { FoundColumn } from '../found-table.ts';
import type { Token } from './mysql-tokens.ts';

export type TableBody = { readonly columns: readonly FoundColumn[]; readonly key: readonly string[] };

/** What stands between the parentheses of a CREATE TABLE. Undefined where it is none. */
export function readBody(tokens: readonly Token[]): TableBody | undefined {
  const items = splitAtCommas(tokens);
  const columns = items.filter(isColumn).map((item) => ({ column: readColumn(item), isKey: isKey(item) }));
  const read = columns.flatMap(({ column }) => column ?? []);
  if (read.length === 0 || read.length < columns.length) return undefined;
  const own = columns.flatMap(({ column, isKey }) => (isKey && column !== undefined ? [column.name] : []));
  const [key = own] = items
    .filter((item) => !isColumn(item))
    .flatMap((item) => {
      const columns = readKey(item);
      return columns === undefined ? [] : [columns];
    });
  return { columns: read, key };
}

function isColumn([first]: readonly Token[]): boolean {
  return first?.kind === 'name' || !notColumns.has(word(first));
}

/** Of a column KEY alone is the primary key too. */
function isKey(item: readonly Token[]): boolean {
  const words = topLevel(item).map(word);
  return words.some((each, at) => each === 'PRIMARY' || (each === 'KEY' && at > 0 && words[at - 1] !== 'UNIQUE'));
}

const notColumns: ReadonlySet<string> = new Set([
  ...['PRIMARY', 'KEY', 'INDEX', 'UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR', 'CONSTRAINT', 'FOREIGN', 'CHECK', 'PERIOD'],
]);

/** Words that go on with a type; all that follows others is the column's, not the type's. */
const typeWords: ReadonlySet<string> = new Set(['UNSIGNED', 'SIGNED', 'ZEROFILL', 'PRECISION', 'VARYING']);

/** A column's name and type, and whether it is computed. Undefined where it is none. */
export function readColumn([name, ...rest]: readonly Token[]): FoundColumn | undefined {
  if (name === undefined || rest[0]?.kind !== 'word' || name.kind === 'sign' || name.kind === 'string')
    return undefined;
  const type: Token[] = [];
  let depth = 0;
  for (const [at, token] of rest.entries()) {
    if (at > 0 && depth === 0 && token.text !== '(' && !typeWords.has(word(token))) break;
    depth += depthOf(token);
    type.push(token);
  }
  const isGenerated = topLevel(rest.slice(type.length)).some((token) => word(token) === 'AS');
  return { name: name.text, type: typeText(type), isGenerated };
}

/** The columns of `[CONSTRAINT …] PRIMARY KEY … (…)`; undefined of any other. */
export function readKey(item: readonly Token[]): readonly string[] | undefined {
  const open = item.findIndex((token) => isSign(token, '('));
  if (!isKey(item) || open === -1) return undefined;
  const close = closing(item, open);
  return splitAtCommas(item.slice(open + 1, close)).flatMap(([column]) => column?.text ?? []);
}

/** The place of the parenthesis that closes the one at `open`; the end where none does. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    depth += depthOf(tokens[at]);
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** At the commas that stand in no parentheses of their own. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth === 0 && isSign(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

function topLevel(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  return tokens.filter((token) => {
    const before = depth;
    depth += depthOf(token);
    return before === 0 && depth === 0;
  });
}

export function word(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toUpperCase() : '';
}

export function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign;
}

function depthOf(token: Token | undefined): number {
  if (isSign(token, '(')) return 1;
  return isSign(token, ')') ? -1 : 0;
}

function typeText(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }, at) =>
      at > 0 && /^\w/.test(text) && /^[\w)]+$/.test(tokens[at - 1]?.text ?? '') ? ` ${text}` : text,
    )
    .join('');
}
