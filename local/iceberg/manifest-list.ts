import { readAvro, writeAvro } from '@tributary/shared/avro.ts';
import { z } from 'zod';
import type { ManifestEntry } from './data-file.ts';
import { manifestListSchema } from './manifest-schema.ts';
import { type IcebergTable, type PartitionSpec, partitionSpec } from './table.ts';
import { compareValues, encodeValue, type Value } from './value.ts';

export type FieldSummary = {
  readonly containsNull: boolean;
  readonly containsNan: boolean | undefined;
  readonly lower: Buffer | undefined;
  readonly upper: Buffer | undefined;
};

/** A row of a manifest list. */
export type ManifestFile = {
  readonly uri: string;
  readonly length: number;
  readonly specId: number;
  readonly content: 'data' | 'deletes';
  readonly sequenceNumber: bigint;
  readonly minSequenceNumber: bigint;
  readonly addedSnapshotId: bigint;
  readonly counts: ManifestCounts;
  /** One per field of the spec. */
  readonly partitions: readonly FieldSummary[] | undefined;
};

/** Files and rows: added, existing, deleted. */
export type ManifestCounts = {
  readonly files: readonly [number, number, number];
  readonly rows: readonly [bigint, bigint, bigint];
};

const bytes = z
  .instanceof(Uint8Array)
  .nullish()
  .transform((value) => (value ? Buffer.from(value) : undefined));

const row = z.object({
  m500: z.string(),
  m501: z.bigint(),
  m502: z.int(),
  m517: z.int().default(0),
  m515: z.bigint().default(0n),
  m516: z.bigint().default(0n),
  m503: z.bigint(),
  m504: z.int().nullish(),
  m505: z.int().nullish(),
  m506: z.int().nullish(),
  m512: z.bigint().nullish(),
  m513: z.bigint().nullish(),
  m514: z.bigint().nullish(),
  m507: z.array(z.object({ m509: z.boolean(), m518: z.boolean().nullish(), m510: bytes, m511: bytes })).nullish(),
});

/** Reads a manifest list. */
export function readManifestList(content: Buffer): readonly ManifestFile[] {
  return readAvro(content, (id) => `m${id}`).records.map((record) => {
    const item = row.parse(record);
    return {
      uri: item.m500,
      length: Number(item.m501),
      specId: item.m502,
      content: item.m517 === 0 ? 'data' : 'deletes',
      sequenceNumber: item.m515,
      minSequenceNumber: item.m516,
      addedSnapshotId: item.m503,
      counts: {
        files: [item.m504 ?? 0, item.m505 ?? 0, item.m506 ?? 0],
        rows: [item.m512 ?? 0n, item.m513 ?? 0n, item.m514 ?? 0n],
      },
      partitions: item.m507?.map((summary) => ({
        containsNull: summary.m509,
        containsNan: summary.m518 ?? undefined,
        lower: summary.m510,
        upper: summary.m511,
      })),
    };
  });
}

const uriOnly = z.object({ m500: z.string() });

/** The manifests that a manifest list names. */
export function manifestUris(content: Buffer): readonly string[] {
  return readAvro(content, (id) => `m${id}`).records.map((record) => uriOnly.parse(record).m500);
}

/** Writes the manifest list of a snapshot. */
export function writeManifestList(
  manifests: readonly ManifestFile[],
  snapshot: { readonly id: bigint; readonly parentId: bigint | undefined; readonly sequenceNumber: bigint },
): Buffer {
  const header = {
    'snapshot-id': String(snapshot.id),
    'parent-snapshot-id': String(snapshot.parentId ?? null),
    'sequence-number': String(snapshot.sequenceNumber),
    'format-version': '2',
  };
  return writeAvro(manifestListSchema, header, manifests.map(listRow));
}

function listRow(manifest: ManifestFile) {
  const { files, rows } = manifest.counts;
  return {
    manifest_path: manifest.uri,
    manifest_length: manifest.length,
    partition_spec_id: manifest.specId,
    content: manifest.content === 'data' ? 0 : 1,
    sequence_number: manifest.sequenceNumber,
    min_sequence_number: manifest.minSequenceNumber,
    added_snapshot_id: manifest.addedSnapshotId,
    added_files_count: files[0],
    existing_files_count: files[1],
    deleted_files_count: files[2],
    added_rows_count: rows[0],
    existing_rows_count: rows[1],
    deleted_rows_count: rows[2],
    partitions:
      manifest.partitions?.map(({ containsNull, containsNan, lower, upper }) => ({
        contains_null: containsNull,
        contains_nan: containsNan ?? null,
        lower_bound: lower ?? null,
        upper_bound: upper ?? null,
      })) ?? null,
    key_metadata: null,
  };
}

/** The manifest list row of a manifest that has just been written; `sequenceNumber` is its snapshot's. */
export function describeManifest(
  table: IcebergTable,
  entries: readonly ManifestEntry[],
  written: {
    readonly uri: string;
    readonly length: number;
    readonly specId: number;
    readonly snapshotId: bigint;
    readonly sequenceNumber: bigint;
  },
): ManifestFile {
  const order = ['added', 'existing', 'deleted'] as const;
  const [added, existing, deleted] = order.map((status) => entries.filter((entry) => entry.status === status));
  const rows = (group: readonly ManifestEntry[] | undefined) =>
    BigInt((group ?? []).reduce((sum, { file }) => sum + file.recordCount, 0));
  const live = entries.filter(({ status }) => status !== 'deleted');
  const numbers = live.map((entry) => (entry.status === 'added' ? written.sequenceNumber : entry.sequenceNumber));
  return {
    uri: written.uri,
    length: written.length,
    specId: written.specId,
    content: entries[0] && entries[0].file.content !== 'data' ? 'deletes' : 'data',
    sequenceNumber: written.sequenceNumber,
    minSequenceNumber: numbers.toSorted((left, right) => Number(left - right))[0] ?? written.sequenceNumber,
    addedSnapshotId: written.snapshotId,
    counts: {
      files: [added?.length ?? 0, existing?.length ?? 0, deleted?.length ?? 0],
      rows: [rows(added), rows(existing), rows(deleted)],
    },
    partitions: summarise(partitionSpec(table, written.specId), entries),
  };
}

function summarise(spec: PartitionSpec, entries: readonly ManifestEntry[]): readonly FieldSummary[] {
  return spec.fields.map((field, index) => {
    const values = entries.map(({ file }) => file.partition[index] ?? null);
    const present = values.filter((value) => value !== null && !Number.isNaN(value)).filter((value) => value !== null);
    const sorted = present.toSorted(compareValues);
    const bound = (value: Value | undefined) =>
      value === undefined ? undefined : encodeValue(field.resultType, value);
    return {
      containsNull: values.includes(null),
      containsNan: values.some((value) => Number.isNaN(value)),
      lower: bound(sorted.at(0)),
      upper: bound(sorted.at(-1)),
    };
  });
}
