import type { SqlMistake } from './mistake.ts';
import type { ParsedSelect } from './parse-select.ts';
import { readQuery } from './read-query.ts';
import { type Columns, emptyScope, type TableRead, unknownColumns } from './scope.ts';
import { isTooDeep, tooDeep } from './too-deep.ts';
import type { Reading, Walk } from './walk.ts';

/** What a SELECT reads and gives. */
export type Analysed = {
  /** Each time that it names a table of the lake's databases. */
  readonly tables: readonly TableRead[];
  readonly columns: Columns;
  readonly mistakes: readonly SqlMistake[];
};

/** Looks through a SELECT: what it reads, which columns come out, and which it names that are not there. */
export function analyse(
  { root, words }: Extract<ParsedSelect, { readonly words: unknown }>,
  reading: Reading,
): Analysed {
  const walk: Walk = {
    ...reading,
    words: new Map(words.map((word) => [word.offset, word])),
    tables: [],
    mistakes: [],
    query: (ctx, outer) => readQuery(walk, ctx, outer),
  };
  try {
    const columns = walk.query(root.query(), emptyScope);
    return { tables: walk.tables, columns, mistakes: walk.mistakes };
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    return { tables: walk.tables, columns: unknownColumns, mistakes: [tooDeep] };
  }
}
