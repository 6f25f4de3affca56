import { readTree, wholeStatement } from '@tributary/shared/trino/read-tree.ts';
import { TrinoSyntaxError } from '@tributary/shared/trino/syntax-error.ts';
import { NamedQueryContext, TableNameContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { nodesOf } from './found.ts';
import { nameOf } from './names.ts';
import { isTooDeep } from './too-deep.ts';

/** The lake's databases as they are called where the SELECT was run, and that of names without one. */
export type Databases = { readonly lake: string; readonly raw: string; readonly own: string };

/**
 * A SELECT as files of datasets have it: `orders` and `tributary_lake_local.orders` become `{{lake}}.orders`; names of WITH, words that stand there
 * already and all else stay. One that cannot be read stays as it is.
 */
export function withWords(sql: string, databases: Databases): string {
  // A word is as long as a name that stands for it, so that places stay.
  const readable = sql.replace(/\{\{(\w+)\}\}/g, '__$1__');
  const tree = treeOf(readable);
  if (tree === undefined) return sql;
  const nodes = nodesOf(tree);
  const ofWith = new Set(
    nodes.flatMap((node) => (node instanceof NamedQueryContext ? nameOf(node.identifier()).text : [])),
  );
  const letters = [...sql];
  for (const { from, to, text } of nodes
    .flatMap((node) => change(node, ofWith, databases))
    .toSorted((a, b) => b.from - a.from))
    letters.splice(from, to - from, text);
  return letters.join('');
}

type Change = { readonly from: number; readonly to: number; readonly text: string };

function change(node: object, ofWith: ReadonlySet<string>, databases: Databases): readonly Change[] {
  if (!(node instanceof TableNameContext)) return [];
  const identifiers = (node.tableOrViewName().tableRef() ?? node.tableOrViewName().viewRef())?.identifier() ?? [];
  const names = identifiers.map(nameOf);
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (names.length === 1 && ofWith.has(last.text)) return [];
  const word = wordOf(
    names.map(({ text }) => text),
    databases,
  );
  return word === undefined ? [] : [{ from: first.offset, to: last.offset, text: `{{${word}}}.` }];
}

function wordOf(names: readonly string[], { lake, raw, own }: Databases): 'lake' | 'raw' | undefined {
  const [, database = own, catalog = 'awsdatacatalog'] = names.toReversed();
  if (catalog !== 'awsdatacatalog') return undefined;
  if (database === lake) return 'lake';
  return database === raw ? 'raw' : undefined;
}

function treeOf(sql: string) {
  try {
    return readTree(sql, wholeStatement);
  } catch (error) {
    if (error instanceof TrinoSyntaxError || isTooDeep(error)) return undefined;
    throw error;
  }
}
