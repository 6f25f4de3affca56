import type { CommonTokenStream, Token } from 'antlr4ng';
import { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';

/** What an opening parenthesis or bracket encloses, by the indexes of tokens in their stream. */
export type Group = {
  readonly close: number;
  /** A comma stands directly in it. */
  readonly list: boolean;
  /** The type of the first token in it that opens no further group; 0 where there is none. */
  readonly first: number;
};

/** The token type of a mark or keyword, as the grammar spells it. */
export const typeOf = (literal: string): number => TrinoSqlParser.literalNames.indexOf(`'${literal}'`);

const opening: ReadonlySet<number> = new Set([typeOf('('), typeOf('[')]);
const closing: ReadonlySet<number> = new Set([typeOf(')'), typeOf(']')]);
const comma = typeOf(',');

type Open = { readonly at: number; list: boolean; first: number };

/** `unbegun`: how many of the innermost open groups have seen nothing but openings yet. */
type State = { readonly groups: Map<number, Group>; readonly open: Open[]; unbegun: number };

/** The closed groups of a statement, by the index of the token that opens them; one pass. */
export function groupsOf(stream: CommonTokenStream): ReadonlyMap<number, Group> {
  const state: State = { groups: new Map(), open: [], unbegun: 0 };
  for (const token of stream.getTokens()) if (token.channel === 0) take(state, token);
  return state.groups;
}

function take(state: State, { type, tokenIndex: at }: Token): void {
  const { open } = state;
  if (opening.has(type)) {
    open.push({ at, list: false, first: 0 });
    state.unbegun += 1;
    return;
  }
  for (const group of state.unbegun > 0 ? open.slice(-state.unbegun) : []) group.first = type;
  state.unbegun = 0;
  if (closing.has(type)) close(state, open.pop(), at);
  else if (type === comma) markList(open.at(-1));
}

function markList(group: Open | undefined): void {
  if (group) group.list = true;
}

function close({ groups }: State, group: Open | undefined, at: number): void {
  if (group) groups.set(group.at, { close: at, list: group.list, first: group.first });
}
