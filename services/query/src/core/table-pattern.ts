import type { Compiled } from './compiled.ts';

export type TablePattern = readonly (string | { readonly prefix: string })[];

// An event pattern has at most 2,048 characters: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
const maxCharacters = 1_500;

/**
 * What an event pattern says of the tables that datasets read; of more than it has room for, that it may be any. Not those that this service
 * writes itself, whose news it passes on without the bus: of a view nobody hears that its rows have changed.
 */
export function tablePattern({ datasets, views }: Compiled): TablePattern {
  const own = new Set([...datasets.map(({ table }) => table), ...views.map(({ view }) => view)]);
  const read = datasets.flatMap(({ after }) => after);
  const tables = read.filter(({ database, table }) => database === 'raw' || !own.has(table)).map(({ table }) => table);
  const names = [...new Set(tables)].toSorted();
  const isTooLong = JSON.stringify(names).length > maxCharacters;
  return isTooLong || names.length === 0 ? [{ prefix: '' }] : names;
}
