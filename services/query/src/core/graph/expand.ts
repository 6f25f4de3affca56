import { qualified, type TableName } from '../table-name.ts';

/** As much of a file as says what lies under it. */
type Known = { readonly materialized: string; readonly after: readonly TableName[] };

/** What a dataset comes after, with the tables that lie under its views; each once, views included. */
export function expandViews(after: readonly TableName[], known: ReadonlyMap<string, Known>): readonly TableName[] {
  const found = new Map<string, TableName>();
  const add = (table: TableName): void => {
    if (found.has(qualified(table))) return;
    found.set(qualified(table), table);
    const own = table.database === 'lake' ? known.get(table.table) : undefined;
    if (own?.materialized === 'view') for (const below of own.after) add(below);
  };
  for (const table of after) add(table);
  return [...found.values()];
}
