import { filePlaceOf } from '@tributary/catalog/files/core/place.ts';

/** Who reads what lands under a key, and where that is told. */
export type Reader = {
  readonly name: string;
  readonly service: 'ingest' | 'catalog';
  /** Of its queue, without service and stage; undefined where nothing waits in one. */
  readonly queue: string | undefined;
  readonly receipts: string;
  /** The table whose files these are. */
  readonly table: string | undefined;
};

const undeclared = { files: new Map(), events: new Map() };

/** The function that reads an object of raw; undefined for what no function reads: events, facts and counts are tables where they lie. */
export function readerOf(key: string): Reader | undefined {
  if (key.startsWith('raw/logs/haproxy-direct/')) return { ...parse, name: 'parse-direct', queue: undefined };
  if (key.startsWith('raw/logs/')) return parse;
  if (key.startsWith('raw/db/'))
    return {
      name: 'land-changes',
      service: 'ingest',
      queue: 'changes',
      receipts: 'change-receipts/',
      table: undefined,
    };
  const place = filePlaceOf(key, undeclared);
  if (place === undefined) return undefined;
  return { name: 'convert', service: 'catalog', queue: 'convert', receipts: 'file-receipts/', table: place.table };
}

const parse: Reader = {
  name: 'parse-logs',
  service: 'ingest',
  queue: 'parse',
  receipts: 'receipts/',
  table: undefined,
};

/** The command that has an object read once more; undefined where none does. `flags`: as another command takes them. */
export function againBy(key: string, flags: string): string | undefined {
  if (/^raw\/(?:logs|db)\//.test(key)) return `lake replay raw --key ${key} --go${flags}`;
  const table = readerOf(key)?.table;
  return table === undefined ? undefined : `lake reconcile ${table}${flags}`;
}
