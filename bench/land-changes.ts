import type { Source, Table } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { createLandFile } from '@tributary/ingest/changes/landing/land-file.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createCountedLake } from './counted-lake.ts';
import { withFileObject } from './file-object.ts';

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
  const file = { source, table: only(source.tables), isParquet: false, kind, generationOf: () => 0 };
  const { lake, takeBytes } = createCountedLake();
  const landFile = createLandFile({
    salvage: createSalvage(),
    lake,
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/bench/',
  });
  return async (path: string) => {
    const key = { bucket: 'raw', key: 'raw/db/shop/orders/20261118-022821131.csv' };
    const { receipts } = await withFileObject(path, (object) =>
      landFile({ source: key, file, object, remainingMs: () => 900_000 }),
    );
    return { requests: receipts.reduce((sum, { updates }) => sum + updates, 0), bytesOut: takeBytes() };
  };
}

const kind = { isLoad: false, arrivedAt: 0, isTransactions: false };

function only<T extends Source | Table>([first]: readonly T[]): T {
  if (first === undefined) throw new TypeError('the declaration has none');
  return first;
}
