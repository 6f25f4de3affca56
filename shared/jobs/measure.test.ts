import { expect, test } from 'vitest';
import { createMeasure } from './measure.ts';

const at = (ms: number, dataFiles: string) => ({
  'snapshot-id': ms,
  'timestamp-ms': ms,
  summary: { operation: 'overwrite', 'total-data-files': dataFiles, 'total-delete-files': '2' },
});

async function measured(metadata: unknown) {
  const counts: Record<string, number> = {};
  const file = metadata === undefined ? undefined : Buffer.from(JSON.stringify(metadata));
  const measure = createMeasure({
    readMetadata: async () => file,
    database: 'lake',
    now: () => 100_000,
    count: (name, value) => {
      counts[name] = value;
    },
    log: { info: () => undefined },
  });
  await measure('t');
  return { counts, bytes: file?.length };
}

test('counts bytes of metadata, files of the newest snapshot, and the age of the oldest', async () => {
  const { counts, bytes } = await measured({
    'current-snapshot-id': 2,
    snapshots: [at(90_000, '7'), at(40_000, '99')],
  });
  expect(counts).toEqual({ TableMetadataBytes: bytes, TableFiles: 9, SecondsOfSnapshots: 60 });
});

test('counts nothing of a table that is not there, and zeros of one that is empty', async () => {
  expect((await measured(undefined)).counts).toEqual({});
  expect((await measured({})).counts).toMatchObject({ TableFiles: 0, SecondsOfSnapshots: 0 });
});
