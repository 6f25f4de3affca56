import type { AvroSchema } from '@tributary/shared/avro.ts';
import type { PartitionSpec } from './table.ts';
import type { Primitive } from './type.ts';

/** The Avro record of a manifest's entries (specification, "Manifests") for files of one partition spec. */
export function entrySchema(spec: PartitionSpec): AvroSchema {
  const dataFile = record('r2', [
    field(134, 'content', 'int'),
    field(100, 'file_path', 'string'),
    field(101, 'file_format', 'string'),
    field(102, 'partition', record('r102', spec.fields.map(partitionField))),
    field(103, 'record_count', 'long'),
    field(104, 'file_size_in_bytes', 'long'),
    optional(108, 'column_sizes', map('k117_v118', 117, 118, 'long')),
    optional(109, 'value_counts', map('k119_v120', 119, 120, 'long')),
    optional(110, 'null_value_counts', map('k121_v122', 121, 122, 'long')),
    optional(137, 'nan_value_counts', map('k138_v139', 138, 139, 'long')),
    optional(125, 'lower_bounds', map('k126_v127', 126, 127, 'bytes')),
    optional(128, 'upper_bounds', map('k129_v130', 129, 130, 'bytes')),
    optional(131, 'key_metadata', 'bytes'),
    optional(132, 'split_offsets', { type: 'array', items: 'long', 'element-id': 133 }),
    optional(135, 'equality_ids', { type: 'array', items: 'int', 'element-id': 136 }),
    optional(140, 'sort_order_id', 'int'),
    optional(143, 'referenced_data_file', 'string'),
  ]);
  return record('manifest_entry', [
    field(0, 'status', 'int'),
    optional(1, 'snapshot_id', 'long'),
    optional(3, 'sequence_number', 'long'),
    optional(4, 'file_sequence_number', 'long'),
    field(2, 'data_file', dataFile),
  ]);
}

const fieldSummary = record('r508', [
  field(509, 'contains_null', 'boolean'),
  optional(518, 'contains_nan', 'boolean'),
  optional(510, 'lower_bound', 'bytes'),
  optional(511, 'upper_bound', 'bytes'),
]);

/** The Avro record of a manifest list's rows (specification, "Manifest lists"). */
export const manifestListSchema: AvroSchema = record('manifest_file', [
  field(500, 'manifest_path', 'string'),
  field(501, 'manifest_length', 'long'),
  field(502, 'partition_spec_id', 'int'),
  field(517, 'content', 'int'),
  field(515, 'sequence_number', 'long'),
  field(516, 'min_sequence_number', 'long'),
  field(503, 'added_snapshot_id', 'long'),
  field(504, 'added_files_count', 'int'),
  field(505, 'existing_files_count', 'int'),
  field(506, 'deleted_files_count', 'int'),
  field(512, 'added_rows_count', 'long'),
  field(513, 'existing_rows_count', 'long'),
  field(514, 'deleted_rows_count', 'long'),
  optional(507, 'partitions', { type: 'array', items: fieldSummary, 'element-id': 508 }),
  optional(519, 'key_metadata', 'bytes'),
]);

/** How a partition field is called in Avro, whose names are narrower than Iceberg's. */
export function avroName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_]/g, (char) => `_x${char.codePointAt(0)?.toString(16).toUpperCase()}`);
  return /^[0-9]/.test(safe) ? `_${safe}` : safe;
}

function partitionField({ id, name, resultType }: PartitionSpec['fields'][number]): AvroSchema {
  return optional(id, avroName(name), valueSchema(resultType, id));
}

/** Named Avro types must be unique in a file: `id` makes them so. */
function valueSchema(type: Primitive, id: number): AvroSchema {
  switch (type.kind) {
    case 'date':
      return { type: 'int', logicalType: 'date' };
    case 'time':
      return { type: 'long', logicalType: 'time-micros' };
    case 'timestamp':
    case 'timestamptz':
      return { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': type.kind === 'timestamptz' };
    case 'uuid':
      return { type: 'fixed', name: `uuid_fixed_${id}`, size: 16, logicalType: 'uuid' };
    case 'fixed':
      return { type: 'fixed', name: `fixed_${id}`, size: type.length };
    case 'decimal':
      return {
        type: 'fixed',
        name: `decimal_${id}`,
        size: decimalWidth(type.precision),
        logicalType: 'decimal',
        precision: type.precision,
        scale: type.scale,
      };
    case 'binary':
      return 'bytes';
    default:
      return type.kind;
  }
}

/** The fewest bytes that hold every number of this many digits. */
export function decimalWidth(precision: number): number {
  return Math.ceil((precision * Math.log2(10) + 1) / 8);
}

function record(name: string, fields: readonly AvroSchema[]): AvroSchema {
  return { type: 'record', name, fields };
}

function field(id: number, name: string, type: AvroSchema): AvroSchema {
  return { name, type, 'field-id': id };
}

function optional(id: number, name: string, type: AvroSchema): AvroSchema {
  return { name, type: ['null', type], default: null, 'field-id': id };
}

function map(name: string, keyId: number, valueId: number, value: AvroSchema): AvroSchema {
  return {
    type: 'array',
    logicalType: 'map',
    items: record(name, [field(keyId, 'key', 'int'), field(valueId, 'value', value)]),
  };
}
