import { isName, nameOf, type Token, tokensOf } from './tokens.ts';

/** A table as a statement names it: `[[catalog.]database.]table [AS] alias`. */
export type TableRead = { readonly names: readonly string[]; readonly alias: string | undefined };

const leading = new Set(['from', 'join', 'into', 'update', 'table', 'using', 'describe', 'desc']);

/** Words that follow a table, and are no alias of it. */
const following = new Set(
  'where group order having limit offset fetch union intersect except join inner left right full cross natural on using tablesample unnest set values select when for window as with'.split(
    ' ',
  ),
);

/** The tables that a statement names, in FROM, JOIN, INTO and alike, wherever in it. */
export function tablesRead(sql: string): readonly TableRead[] {
  const tokens = tokensOf(sql).filter(({ kind }) => kind !== 'comment');
  const found: TableRead[] = [];
  tokens.forEach((token, at) => {
    if (!leading.has(wordOf(token))) return;
    let next: number | undefined = at + 1;
    while (next !== undefined) next = readTable(tokens, next, found);
  });
  return found;
}

/** The names that WITH gives. */
export function withNames(sql: string): readonly string[] {
  const tokens = tokensOf(sql).filter(({ kind }) => kind !== 'comment');
  return tokens.flatMap((token, at) => {
    const [before, as, open] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
    const isAfter = before !== undefined && /^(with|recursive|,)$/.test(wordOf(before));
    return isAfter && isName(token) && wordOf(as) === 'as' && open?.text === '(' ? [nameOf(token)] : [];
  });
}

/** Takes a table at a place; gives where the next of the list stands, after a comma. */
function readTable(tokens: readonly Token[], start: number, found: TableRead[]): number | undefined {
  const { names, next } = readNames(tokens, start);
  if (names.length === 0) return undefined;
  const at = wordOf(tokens[next]) === 'as' ? next + 1 : next;
  const alias = tokens[at];
  const isAlias = isNameHere(alias);
  found.push({ names, alias: isAlias ? nameOf(alias) : undefined });
  const after = isAlias ? at + 1 : at;
  return tokens[after]?.text === ',' ? after + 1 : undefined;
}

function readNames(tokens: readonly Token[], start: number) {
  const names: string[] = [];
  let next = start;
  for (let token = tokens[next]; isNameHere(token); token = tokens[next]) {
    names.push(nameOf(token));
    next += 1;
    if (tokens[next]?.text !== '.') break;
    next += 1;
  }
  return { names, next };
}

function isNameHere(token: Token | undefined): token is Token {
  return token !== undefined && isName(token) && !following.has(wordOf(token));
}

export function wordOf(token: Token | undefined): string {
  return token?.kind === 'quoted' ? '' : (token?.text.toLowerCase() ?? '');
}
