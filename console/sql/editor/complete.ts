import { statementAt } from './statements.ts';
import { type TableRead, tablesRead, withNames, wordOf } from './tables-read.ts';
import { isName, nameOf, type Token, tokenAround, tokensOf } from './tokens.ts';

type KnownColumn = { readonly name: string; readonly type: string; readonly comment?: string | undefined };
type KnownTable = { readonly name: string; readonly columns: readonly KnownColumn[] };
export type KnownFunction = { readonly name: string; readonly signatures: readonly string[] };

export type Knowledge = {
  /** Tables by their database. */
  readonly databases: ReadonlyMap<string, readonly KnownTable[]>;
  /** Of names without one. */
  readonly database: string;
  readonly functions: readonly KnownFunction[];
  readonly keywords: readonly string[];
};

/** What may stand at a place; `from`: where what is written of it begins. */
export type Completion = { readonly from: number; readonly options: readonly Option[] };

export type Option = {
  readonly label: string;
  readonly kind: 'column' | 'table' | 'database' | 'alias' | 'function' | 'keyword';
  /** What is written, where it is not the label. */
  readonly apply?: string;
  readonly detail?: string;
  readonly info?: string;
};

/** Names that may stand at a place of a text; undefined within texts and comments, and after numbers. */
export function complete(text: string, at: number, known: Knowledge): Completion | undefined {
  const tokens = tokensOf(text);
  const own = tokenAround(tokens, at) ?? tokens.find(({ to }) => to === at);
  if (own !== undefined && /^(text|comment|number)$/.test(own.kind) && isWithin(own, at)) return undefined;
  const from = own !== undefined && isName(own) ? own.from : at;
  const earlier = tokens.filter(({ to, kind }) => to <= from && kind !== 'comment');
  const path = pathBefore(earlier);
  const sql = statementAt(text, at)?.sql ?? '';
  const read = tablesRead(sql);
  if (path.length > 0) return { from, options: within(path, read, known) };
  const ofWith = withNames(sql);
  return { from, options: isTablePlace(earlier) ? tables(ofWith, known) : anything(read, ofWith, known) };
}

function isWithin({ kind, to, isOpen }: Token, at: number): boolean {
  return kind === 'number' || at < to || isOpen;
}

/** `lake.orders.` before a place is `['lake', 'orders']`. */
function pathBefore(tokens: readonly Token[]): readonly string[] {
  const path: string[] = [];
  for (let at = tokens.length - 1; tokens[at]?.text === '.'; at -= 2) {
    const name = tokens[at - 1];
    if (name === undefined || !isName(name)) break;
    path.unshift(nameOf(name));
  }
  return path;
}

function within(path: readonly string[], read: readonly TableRead[], known: Knowledge): readonly Option[] {
  const [only] = path;
  const aliased = path.length === 1 ? read.find(({ names, alias }) => (alias ?? names.at(-1)) === only) : undefined;
  // `FROM raw.` reads, so far, a table `raw`, which is none.
  const table = find(aliased?.names ?? (path.length > 1 ? path : []), known);
  if (table !== undefined) return columnsOf(table);
  return (known.databases.get(path.at(-1) ?? '') ?? []).map(({ name }) => tableOption(name));
}

/** A table by `[[catalog.]database.]table`. */
function find(names: readonly string[], { databases, database }: Knowledge): KnownTable | undefined {
  const name = names.at(-1);
  return databases.get(names.at(-2) ?? database)?.find((table) => table.name === name);
}

const columnsOf = (table: KnownTable | undefined): readonly Option[] =>
  (table?.columns ?? []).map(({ name, type, comment }) => ({
    ...written(name),
    kind: 'column' as const,
    detail: type,
    ...(comment ? { info: comment } : {}),
  }));

const tablePlaces = new Set(['from', 'join', 'into', 'update', 'table', 'using', 'describe', 'desc', 'view']);

/** Whether a table is named next: after FROM and alike, or after a comma of its list. */
function isTablePlace(before: readonly Token[]): boolean {
  const last = before.at(-1);
  if (last?.text !== ',') return tablePlaces.has(wordOf(last));
  // The list reaches back over names, dots and commas to the word that it follows.
  const list = before.slice(1 + before.findLastIndex(({ kind, text }) => kind === 'sign' && !/^[,.]$/.test(text)));
  const start = list.findLastIndex((token) => token.kind === 'word' && reserved.has(wordOf(token)));
  return tablePlaces.has(wordOf(list[start]));
}

/** Words that begin another list. */
const reserved = new Set([...tablePlaces, 'select', 'where', 'on', 'by', 'having', 'distinct', 'all', 'set', 'values']);

function tables(ofWith: readonly string[], { databases, database }: Knowledge): readonly Option[] {
  const own = (databases.get(database) ?? []).map(({ name }) => tableOption(name));
  const others = [...databases].filter(([name]) => name !== database);
  return [
    ...ofWith.map((name) => ({ ...written(name), kind: 'table' as const, detail: 'WITH' })),
    ...own,
    ...[...databases.keys()].map((name) => ({ ...written(name), kind: 'database' as const })),
    ...others.flatMap(([of, list]) =>
      list.map(({ name }) => ({
        label: name,
        apply: `${quoted(of)}.${quoted(name)}`,
        kind: 'table' as const,
        detail: of,
      })),
    ),
  ];
}

function anything(read: readonly TableRead[], ofWith: readonly string[], known: Knowledge): readonly Option[] {
  const columns = read.flatMap(({ names }) => columnsOf(find(names, known)));
  const aliases = read.flatMap(({ names, alias }) => alias ?? names.at(-1) ?? []);
  return distinct([
    ...columns,
    ...[...aliases, ...ofWith].map((name) => ({ ...written(name), kind: 'alias' as const })),
    ...known.functions.map(({ name, signatures }) => ({
      label: name,
      apply: `${name}(`,
      kind: 'function' as const,
      info: signatures.join('\n'),
    })),
    ...known.keywords.map((word) => ({ label: word.toUpperCase(), kind: 'keyword' as const })),
  ]);
}

function distinct(options: readonly Option[]): readonly Option[] {
  return [...new Map(options.map((option) => [`${option.kind} ${option.label}`, option])).values()];
}

const tableOption = (name: string): Option => ({ ...written(name), kind: 'table' });

function written(name: string): Pick<Option, 'label' | 'apply'> {
  const apply = quoted(name);
  return apply === name ? { label: name } : { label: name, apply };
}

/** Names that are no plain word stand in quotes. */
function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
