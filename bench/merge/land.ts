import type { RowsOf } from '@tributary/ingest/changes/core/current/rows-sql.ts';
import { objectUnit } from '@tributary/ingest/changes/core/current/rows-units.ts';
import { createLandFile } from '@tributary/ingest/changes/landing/land-file.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import type { BenchLake } from './lake.ts';

/** Lands a file of DMS: what it becomes is in the lake, and told as units of MERGEs. */
export async function landText(
  lake: BenchLake,
  { source, table }: RowsOf,
  { name, text, isLoad }: { readonly name: string; readonly text: string; readonly isLoad: boolean },
): Promise<readonly NewUnit[]> {
  const body = Buffer.from(text);
  const units: NewUnit[] = [];
  const notes = new Map<string, string>();
  const landFile = createLandFile({
    salvage: createSalvage(),
    lake: {
      async write(key, bytes) {
        if (!key.endsWith('.parquet')) return;
        const object = Buffer.from(bytes);
        await lake.put(key, object);
        const range = await lake.readKeyRange({ bucket: lake.bucket, key, size: object.length }, table);
        units.push(objectUnit({ path: `s3://${lake.bucket}/${key}`, bytes: object.length, range }, '', 0));
      },
      async writeNew(key, note) {
        notes.set(key, `${note}`);
        return true;
      },
      readText: async (key) => notes.get(key) ?? '',
      list: async () => [],
      remove: async () => undefined,
    },
    sendEvents: async (events) => {
      throw new Error(JSON.stringify(events));
    },
    lakeBucket: lake.bucket,
    rejectedPrefix: 'rejected/bench/',
  });
  await landFile({
    source: { bucket: 'raw', key: `raw/db/shop/orders/${name}.csv` },
    file: {
      ...{ source, table, isParquet: false, generationOf: () => 1 },
      kind: { isLoad, arrivedAt: Date.UTC(2026, 10, 18, 2, 30), isTransactions: false },
    },
    object: {
      ...{ versionId: 'v1', which: 'v1', modifiedAt: 0 },
      otherVersions: async () => [],
      readRange: async (offset, length) => ({ bytes: body.subarray(offset, offset + length), size: body.length }),
    },
    remainingMs: () => 900_000,
  });
  return units;
}
