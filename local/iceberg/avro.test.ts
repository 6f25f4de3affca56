import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newMetadata } from './create.ts';
import type { DataFile, ManifestEntry } from './data-file.ts';
import { parseJson, printJson } from './json.ts';
import { describeManifest, readManifestList, writeManifestList } from './manifest-list.ts';
import { readManifest } from './read-manifest.ts';
import { tableOf } from './table.ts';
import { decodeValue, encodeValue, type Value } from './value.ts';
import { writeManifest } from './write-manifest.ts';

const columns = [
  { name: 'id', type: { kind: 'bigint' } },
  { name: 'price', type: { kind: 'decimal', precision: 12, scale: 2 } },
  { name: 'key', type: { kind: 'uuid' } },
  { name: 'at', type: { kind: 'timestamp', precision: 6 } },
  { name: 'odd name!', type: { kind: 'varchar' } },
] as const;

const table = tableOf(
  'db.t',
  's3://b/t/metadata/00000-a.metadata.json',
  newMetadata(
    {
      name: 'db.t',
      location: 's3://b/t',
      columns,
      partitioning: ['id', 'price', 'key', 'day(at)', 'odd name!'],
      properties: {},
    },
    0,
    'uuid',
  ),
);

const numbers = fc
  .uniqueArray(fc.tuple(fc.nat(5), fc.nat()), { selector: ([key]) => key })
  .map((pairs) => new Map(pairs));
const bounds = fc
  .uniqueArray(fc.tuple(fc.nat(5), fc.uint8Array({ maxLength: 9 })), { selector: ([key]) => key })
  .map((pairs) => new Map(pairs.map(([key, value]) => [key, Buffer.from(value)])));

function orNull<T extends Value>(value: fc.Arbitrary<T>): fc.Arbitrary<Value | null> {
  return fc.option<Value>(value);
}

const partition: fc.Arbitrary<DataFile['partition']> = fc.tuple(
  orNull(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })),
  orNull(fc.bigInt({ min: -999_999_999_999n, max: 999_999_999_999n })),
  orNull(fc.uint8Array({ minLength: 16, maxLength: 16 }).map((value) => Buffer.from(value))),
  orNull(fc.bigInt({ min: -100_000n, max: 100_000n })),
  orNull(fc.string()),
);

const file: fc.Arbitrary<DataFile> = fc.record({
  content: fc.constant('data' as const),
  uri: fc.string(),
  recordCount: fc.nat(),
  size: fc.nat(),
  specId: fc.constant(0),
  partition,
  metrics: fc.record({
    columnSizes: numbers,
    valueCounts: numbers,
    nullCounts: numbers,
    nanCounts: numbers,
    lower: bounds,
    upper: bounds,
  }),
});

const snapshot = { id: (1n << 62n) + 1n, parentId: undefined, sequenceNumber: 7n };

it('reads a manifest as it was written, added files inheriting their sequence number', () => {
  fc.assert(
    fc.property(fc.array(file, { minLength: 1, maxLength: 4 }), fc.boolean(), (files, isNew) => {
      const entries = files.map(
        (item): ManifestEntry => ({
          status: isNew ? 'added' : 'existing',
          snapshotId: snapshot.id,
          sequenceNumber: isNew ? 7n : 3n,
          fileSequenceNumber: isNew ? 7n : 2n,
          file: item,
        }),
      );
      const content = writeManifest(table, 0, entries);
      const written = {
        uri: 's3://b/m',
        length: content.length,
        specId: 0,
        snapshotId: snapshot.id,
        sequenceNumber: 7n,
      };
      const manifest = describeManifest(table, entries, written);
      expect(readManifest(content, manifest, table)).toEqual(entries);
      expect(readManifestList(writeManifestList([manifest], snapshot))).toEqual([manifest]);
    }),
    { numRuns: 60 },
  );
});

it('keeps numbers beyond 2^53 in JSON', () => {
  const text =
    '{"snapshot-id":9223372036854775807,"text":"a 9223372036854775807 \\" b","small":-5,"list":[1234567890123456789]}';
  expect(printJson(parseJson(text))).toBe(text);
});

it('decodes the single values that it encodes', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 100n), max: 1n << 100n }), (value) => {
      const type = { kind: 'decimal', precision: 38, scale: 0 } as const;
      expect(decodeValue(type, encodeValue(type, value))).toBe(value);
    }),
  );
});
