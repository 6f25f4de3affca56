import type { Kind } from './kind.ts';

/** A table as it is listed, and all words that it is found by. */
export type Entry = {
  readonly database: string;
  readonly name: string;
  readonly kind: Kind;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string }[];
  readonly description: string;
  readonly owner: string;
  readonly tags: readonly string[];
};

export type Wanted = { readonly text: string; readonly database: string | undefined; readonly kind: Kind | undefined };

export type Found = {
  readonly entry: Entry;
  /** Columns that a word was found in, where the table's own words do not have it. */
  readonly columns: readonly string[];
};

type Prepared = {
  readonly entry: Entry;
  readonly name: string;
  readonly own: string;
  readonly columns: readonly { readonly name: string; readonly words: string }[];
};

/** Lower-case words of all tables, made once. */
export function prepare(entries: readonly Entry[]): readonly Prepared[] {
  return entries.map((entry) => ({
    entry,
    name: entry.name.toLowerCase(),
    own: [entry.name, entry.database, entry.description, entry.owner, entry.kind, ...entry.tags.map((tag) => `#${tag}`)]
      .join('\n')
      .toLowerCase(),
    columns: entry.columns.map(({ name, type, comment }) => ({
      name,
      words: `${name}\n${type}\n${comment}`.toLowerCase(),
    })),
  }));
}

/** Tables in which all words stand, in their names, columns, comments, owners or tags: those first whose name begins with the text, then those whose name has it. */
export function search(prepared: readonly Prepared[], { text, database, kind }: Wanted): readonly Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = prepared.flatMap((each) => {
    const { entry } = each;
    if ((database !== undefined && entry.database !== database) || (kind !== undefined && entry.kind !== kind))
      return [];
    const columns = columnsWith(each, words);
    return columns === undefined ? [] : [{ entry, columns, rank: rankOf(each, words) }];
  });
  return found.toSorted((a, b) => a.rank - b.rank || compare(a.entry, b.entry));
}

/** Columns that have a word which the table itself has not; undefined where a word stands nowhere. */
function columnsWith({ own, columns }: Prepared, words: readonly string[]): readonly string[] | undefined {
  const found = new Set<string>();
  for (const word of words) {
    if (own.includes(word)) continue;
    const having = columns.filter((column) => column.words.includes(word));
    if (having.length === 0) return undefined;
    for (const { name } of having) found.add(name);
  }
  return [...found];
}

function rankOf({ name }: Prepared, [first]: readonly string[]): number {
  if (first === undefined || name.startsWith(first)) return 0;
  return name.includes(first) ? 1 : 2;
}

function compare(a: Entry, b: Entry): number {
  if (a.database !== b.database) return a.database < b.database ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
