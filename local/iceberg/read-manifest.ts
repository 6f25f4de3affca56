import { readAvro } from '@tributary/shared/avro.ts';
import { z } from 'zod';
import { SqlError } from '../sql/error.ts';
import { type DataFile, entryStatuses, fileContents, type ManifestEntry } from './data-file.ts';
import type { ManifestFile } from './manifest-list.ts';
import { type IcebergTable, type PartitionField, type PartitionSpec, partitionSpec } from './table.ts';
import { fromTwosComplement, type Value } from './value.ts';

const bytes = z.instanceof(Uint8Array).transform((value) => Buffer.from(value));
const count = z.bigint().transform(Number);

const counts = z
  .array(z.object({ key: z.int(), value: count }))
  .nullish()
  .transform((entries) => new Map((entries ?? []).map(({ key, value }) => [key, value])));

const bounds = z
  .array(z.object({ key: z.int(), value: bytes }))
  .nullish()
  .transform((entries) => new Map((entries ?? []).map(({ key, value }) => [key, value])));

/** NaN and the infinities too, which `z.number()` refuses. */
const anyNumber = z.custom<number>((value) => typeof value === 'number');

const partitionValue = z.union([z.null(), z.boolean(), z.bigint(), anyNumber, z.string(), bytes]);

const dataFile = z.object({
  content: z.int().min(0).max(2).default(0),
  file_path: z.string(),
  file_format: z.string(),
  partition: z.object({}).catchall(partitionValue),
  record_count: count,
  file_size_in_bytes: count,
  column_sizes: counts,
  value_counts: counts,
  null_value_counts: counts,
  nan_value_counts: counts,
  lower_bounds: bounds,
  upper_bounds: bounds,
  split_offsets: z.array(z.bigint()).nullish(),
  equality_ids: z.array(z.int()).nullish(),
  sort_order_id: z.int().nullish(),
  referenced_data_file: z.string().nullish(),
});

const manifestEntry = z.object({
  status: z.int().min(0).max(2),
  snapshot_id: z.bigint().nullish(),
  sequence_number: z.bigint().nullish(),
  file_sequence_number: z.bigint().nullish(),
  data_file: dataFile,
});

const names: Readonly<Record<number, string>> = {
  0: 'status',
  1: 'snapshot_id',
  2: 'data_file',
  3: 'sequence_number',
  4: 'file_sequence_number',
  100: 'file_path',
  101: 'file_format',
  102: 'partition',
  103: 'record_count',
  104: 'file_size_in_bytes',
  108: 'column_sizes',
  109: 'value_counts',
  110: 'null_value_counts',
  125: 'lower_bounds',
  128: 'upper_bounds',
  132: 'split_offsets',
  134: 'content',
  135: 'equality_ids',
  137: 'nan_value_counts',
  140: 'sort_order_id',
  143: 'referenced_data_file',
};

/** Reads a manifest's entries, deleted ones too; what an added file does not say it inherits from the manifest. */
export function readManifest(content: Buffer, manifest: ManifestFile, table: IcebergTable): readonly ManifestEntry[] {
  const spec = partitionSpec(table, manifest.specId);
  return readAvro(content, nameOf).records.map((record) => {
    const entry = manifestEntry.parse(record);
    return {
      status: entryStatuses[entry.status] ?? 'existing',
      snapshotId: entry.snapshot_id ?? manifest.addedSnapshotId,
      sequenceNumber: entry.sequence_number ?? manifest.sequenceNumber,
      fileSequenceNumber: entry.file_sequence_number ?? manifest.sequenceNumber,
      file: readFile(entry.data_file, spec),
    };
  });
}

const nameOf = (id: number) => names[id] ?? (id >= 1000 ? `p${id}` : undefined);

const pathOnly = z.object({ status: z.int(), data_file: z.object({ file_path: z.string() }) });

/** The files that a manifest names, without those that it says are deleted. */
export function livePaths(content: Buffer): readonly string[] {
  const entries = readAvro(content, nameOf).records.map((record) => pathOnly.parse(record));
  return entries
    .filter(({ status }) => entryStatuses[status] !== 'deleted')
    .map(({ data_file }) => data_file.file_path);
}

function readFile(file: z.output<typeof dataFile>, spec: PartitionSpec): DataFile {
  if (file.file_format.toUpperCase() !== 'PARQUET')
    throw new SqlError(
      'NOT_SUPPORTED',
      `Iceberg data file ${file.file_path} is ${file.file_format}; only Parquet is read`,
    );
  return {
    content: fileContents[file.content] ?? 'data',
    uri: file.file_path,
    recordCount: file.record_count,
    size: file.file_size_in_bytes,
    specId: spec.id,
    partition: spec.fields.map((field) => partitionFromAvro(field, file.partition[`p${field.id}`] ?? null)),
    metrics: {
      columnSizes: file.column_sizes,
      valueCounts: file.value_counts,
      nullCounts: file.null_value_counts,
      nanCounts: file.nan_value_counts,
      lower: file.lower_bounds,
      upper: file.upper_bounds,
    },
    ...(file.equality_ids ? { equalityIds: file.equality_ids } : {}),
    ...(file.split_offsets ? { splitOffsets: file.split_offsets } : {}),
    ...(typeof file.sort_order_id === 'number' ? { sortOrderId: file.sort_order_id } : {}),
    ...(file.referenced_data_file ? { referencedDataFile: file.referenced_data_file } : {}),
  };
}

function partitionFromAvro({ resultType }: PartitionField, value: Value | null): Value | null {
  if (Buffer.isBuffer(value) && resultType.kind === 'decimal') return fromTwosComplement(value);
  const whole = resultType.kind !== 'float' && resultType.kind !== 'double';
  return typeof value === 'number' && whole ? BigInt(value) : value;
}
