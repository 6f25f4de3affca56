import type { Dataset } from './dataset.ts';

export type TablePattern = readonly (string | { readonly prefix: string })[];

// An event pattern has at most 2,048 characters: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
const maxCharacters = 1_500;

/** What an event pattern says of the tables of others that datasets read; of more than it has room for, that it may be any. */
export function tablePattern(datasets: readonly Dataset[]): TablePattern {
  const own = new Set(datasets.map(({ table }) => table));
  const read = datasets.flatMap(({ after }) =>
    after.filter(({ database, table }) => database === 'raw' || !own.has(table)),
  );
  const tables = [...new Set(read.map(({ table }) => table))].toSorted();
  const isTooLong = JSON.stringify(tables).length > maxCharacters;
  return isTooLong || tables.length === 0 ? [{ prefix: '' }] : tables;
}
