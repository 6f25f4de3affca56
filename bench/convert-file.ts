import { createAgree } from '@tributary/catalog/files/converting/agree.ts';
import { createConvertFile } from '@tributary/catalog/files/converting/convert-file.ts';
import { filePlaceOf } from '@tributary/catalog/files/core/place.ts';
import { createMemoryGlue } from '@tributary/catalog/glue/memory-glue-for-tests.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createCountedLake } from './counted-lake.ts';
import { withFileObject } from './file-object.ts';

/** convert as it runs on Lambda: a file becomes Parquet that is counted and let go, of a table that the file makes. */
export function createConvertOne() {
  const { lake, takeBytes } = createCountedLake();
  return async (path: string) => {
    const key = { bucket: 'raw', key: 'raw/files/shop/orders/2026/11/29/10/orders' };
    const place = filePlaceOf(key.key, { files: new Map(), events: new Map() });
    if (place === undefined) throw new TypeError(`${key.key} is in no table`);
    const convertFile = createConvertFile({
      salvage: createSalvage(),
      agree: createAgree({
        ...createMemoryGlue(),
        database: 'lake',
        lakeBucket: 'lake',
      }),
      lake,
      sendEvents: async () => undefined,
      lakeBucket: 'lake',
      rejectedPrefix: 'rejected/bench/',
    });
    const target = { name: place.table, generation: 1 };
    const { receipts } = await withFileObject(path, (object) =>
      convertFile({ source: key, object, place, target, remainingMs: () => 900_000 }),
    );
    const rescued = receipts.reduce((sum, receipt) => sum + receipt.rescued, 0);
    if (rescued > 0) throw new Error(`${rescued} values were rescued`);
    return { requests: receipts.reduce((sum, { rows }) => sum + rows, 0), bytesOut: takeBytes() };
  };
}
