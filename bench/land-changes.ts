import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Source, Table } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { createLandFile } from '@tributary/ingest/changes/landing/land-file.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';

const declaration = {
  sources: {
    shop: {
      timestamp: 'ts',
      sequence: 'seq',
      tables: {
        'shop.orders': {
          key: ['id'],
          columns: {
            id: 'decimal(20,0)',
            customer_id: 'bigint',
            total: 'decimal(12,4)',
            price: 'double',
            status: 'string',
            placed_at: 'timestamp(6)',
            born: 'date',
            note: 'string',
          },
        },
      },
    },
  },
};

/** land-changes as it runs on Lambda: a file of changes becomes Parquet that is counted and let go. */
export function createLandChanges() {
  const { sources } = readChanges(JSON.stringify(declaration));
  const source = only(sources);
  const table = only(source.tables);
  let bytesOut = 0;
  const notes = new Map<string, string>();
  const landFile = createLandFile({
    salvage: createSalvage(),
    lake: {
      write: async (_, body) => {
        bytesOut += body.length;
      },
      writeNew: async (key, body) => {
        notes.set(key, `${body}`);
        return true;
      },
      readText: async (key) => notes.get(key) ?? '',
      list: async () => [],
      remove: async () => undefined,
    },
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/bench/',
  });
  return async (path: string) => {
    const input = openSync(path, 'r');
    const size = fstatSync(input).size;
    bytesOut = 0;
    const { receipts } = await landFile({
      source: { bucket: 'raw', key: 'raw/db/shop/orders/20261118-022821131.csv' },
      file: { source, table, isParquet: false, kind, generationOf: () => 0 },
      object: {
        versionId: 'v1',
        which: 'v1',
        modifiedAt: 0,
        otherVersions: async () => [],
        readRange: async (offset, length) => {
          const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
          readSync(input, bytes, 0, bytes.length, offset);
          return { bytes, size };
        },
      },
      remainingMs: () => 900_000,
    });
    closeSync(input);
    return { requests: receipts.reduce((sum, { updates }) => sum + updates, 0), bytesOut };
  };
}

const kind = { isLoad: false, arrivedAt: 0, isTransactions: false };

function only<T extends Source | Table>([first]: readonly T[]): T {
  if (first === undefined) throw new TypeError('the declaration has none');
  return first;
}
