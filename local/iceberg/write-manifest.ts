import { writeAvro } from '@tributary/shared/avro.ts';
import { type DataFile, entryStatuses, fileContents, type ManifestEntry } from './data-file.ts';
import { printJson } from './json.ts';
import { avroName, decimalWidth, entrySchema } from './manifest-schema.ts';
import { type IcebergTable, type PartitionField, type PartitionSpec, partitionSpec } from './table.ts';
import type { Value } from './value.ts';

/** Writes a manifest of files of one spec. Entries of `snapshotId` that are added leave their sequence numbers to be inherited. */
export function writeManifest(table: IcebergTable, specId: number, entries: readonly ManifestEntry[]): Buffer {
  const spec = partitionSpec(table, specId);
  const schema = table.metadata.schemas.find((json) => json['schema-id'] === table.metadata['current-schema-id']);
  const specJson = table.metadata['partition-specs'].find((json) => json['spec-id'] === specId);
  const header = {
    schema: printJson(schema),
    'schema-id': String(table.metadata['current-schema-id']),
    'partition-spec': printJson(specJson?.fields ?? []),
    'partition-spec-id': String(specId),
    'format-version': '2',
    content: entries[0] && entries[0].file.content !== 'data' ? 'deletes' : 'data',
  };
  return writeAvro(
    entrySchema(spec),
    header,
    entries.map((entry) => entryRecord(entry, spec)),
  );
}

function entryRecord(entry: ManifestEntry, spec: PartitionSpec) {
  const added = entry.status === 'added';
  return {
    status: entryStatuses.indexOf(entry.status),
    snapshot_id: entry.snapshotId,
    sequence_number: added ? null : entry.sequenceNumber,
    file_sequence_number: added ? null : entry.fileSequenceNumber,
    data_file: fileRecord(entry.file, spec),
  };
}

function fileRecord(file: DataFile, spec: PartitionSpec) {
  const partition = spec.fields.map((field, index) => [
    avroName(field.name),
    partitionToAvro(field, file.partition[index] ?? null),
  ]);
  return {
    content: fileContents.indexOf(file.content),
    file_path: file.uri,
    file_format: 'PARQUET',
    partition: Object.fromEntries(partition),
    record_count: file.recordCount,
    file_size_in_bytes: file.size,
    column_sizes: pairs(file.metrics.columnSizes),
    value_counts: pairs(file.metrics.valueCounts),
    null_value_counts: pairs(file.metrics.nullCounts),
    nan_value_counts: pairs(file.metrics.nanCounts),
    lower_bounds: pairs(file.metrics.lower),
    upper_bounds: pairs(file.metrics.upper),
    key_metadata: null,
    split_offsets: file.splitOffsets ?? null,
    equality_ids: file.equalityIds ?? null,
    sort_order_id: file.sortOrderId ?? null,
    referenced_data_file: file.referencedDataFile ?? null,
  };
}

function partitionToAvro({ resultType }: PartitionField, value: Value | null) {
  if (typeof value !== 'bigint') return value;
  if (resultType.kind === 'decimal') return signExtended(value, decimalWidth(resultType.precision));
  return resultType.kind === 'int' || resultType.kind === 'date' ? Number(value) : value;
}

function signExtended(value: bigint, width: number): Buffer {
  const text = BigInt.asUintN(width * 8, value).toString(16);
  return Buffer.from(text.padStart(width * 2, '0'), 'hex');
}

function pairs<V>(map: ReadonlyMap<number, V>): { key: number; value: V }[] | null {
  return map.size === 0 ? null : [...map].map(([key, value]) => ({ key, value }));
}
