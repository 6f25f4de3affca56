import type { CommonTokenStream } from 'antlr4ng';
import { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { tooLargeToParse } from '../too-large.ts';

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

/** How deep parentheses and brackets may stand in one another. What Trino takes hangs on its stack; generated SQL needs some sixty. */
const maxDepth = 1000;

type Open = { readonly at: number; list: boolean; first: number };

/** The closed groups of a statement, by the index of the token that opens them; one pass. Throws where they are too deep. */
export function groupsOf(stream: CommonTokenStream): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>();
  const open: Open[] = [];
  /** The innermost groups that have seen nothing but openings yet: the top `unbegun` of `open`. */
  let unbegun = 0;
  for (const { type, tokenIndex: at, channel } of stream.getTokens()) {
    if (channel !== 0) continue;
    if (opening.has(type)) {
      open.push({ at, list: false, first: 0 });
      unbegun += 1;
      if (open.length > maxDepth) throw tooLargeToParse();
      continue;
    }
    for (; unbegun > 0; unbegun -= 1) begin(open[open.length - unbegun], type);
    if (closing.has(type)) close(groups, open.pop(), at);
    else if (type === comma) markList(open.at(-1));
  }
  return groups;
}

function begin(group: Open | undefined, type: number): void {
  if (group) group.first = type;
}

function markList(group: Open | undefined): void {
  if (group) group.list = true;
}

function close(groups: Map<number, Group>, group: Open | undefined, at: number): void {
  if (group) groups.set(group.at, { close: at, list: group.list, first: group.first });
}
