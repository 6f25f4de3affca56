import { SqlError } from '../../../sql/error.ts';
import type { Column } from '../../../sql/plan.ts';
import { type FormatName, type HiveFormat, serdes, storageClasses } from '../catalog/hive-format.ts';
import type { PropertyReader } from './table-properties.ts';

const formatNames: Readonly<Record<string, FormatName>> = {
  PARQUET: 'parquet',
  JSON: 'json',
  TEXTFILE: 'text',
  ORC: 'orc',
  AVRO: 'avro',
};

/** The format that the properties `format` and `field_delimiter` name; Parquet where they do not. */
export function hiveFormatOf(properties: PropertyReader, otherwise = 'PARQUET'): HiveFormat {
  const text = (properties.text('format') ?? otherwise).toUpperCase();
  const name = formatNames[text];
  if (!name) throw new SqlError('INVALID_TABLE_PROPERTY', `Invalid value for table property 'format': ${text}`);
  const delimiter = properties.text('field_delimiter');
  if (delimiter !== undefined && name !== 'text')
    throw new SqlError('INVALID_TABLE_PROPERTY', `Cannot specify field_delimiter for format: ${text}`);
  const serde = name === 'json' ? serdes.hcatalog : storageClasses[name].serde;
  return { name, input: 'plain', serde, parameters: delimiter === undefined ? {} : { 'field.delim': delimiter } };
}

/** The compression that the properties name, whichever of Athena's names for it they use. */
export function compressionOf(properties: PropertyReader): string | undefined {
  const names = ['write_compression', 'parquet_compression', 'orc_compression', 'compression'];
  const given = names.map((name) => properties.text(name));
  return given.find((value) => value !== undefined)?.toUpperCase();
}

/** Splits the columns into data and partition columns, which must come last in their order. */
export function split(
  output: readonly Column[],
  keys: readonly string[],
): { readonly columns: readonly Column[]; readonly partitionColumns: readonly Column[] } {
  const names = keys.map((key) => key.toLowerCase());
  const lower = output.map(({ name, type }) => ({ name: name.toLowerCase(), type }));
  const columns = lower.slice(0, lower.length - names.length);
  const partitionColumns = lower.slice(lower.length - names.length);
  const last = partitionColumns.map(({ name }) => name);
  if (last.join('\0') !== names.join('\0'))
    throw new SqlError(
      'HIVE_COLUMN_ORDER_MISMATCH',
      `Partition keys must be the last columns in the table and in the same order as the table properties: [${names.join(', ')}]`,
    );
  if (columns.length === 0) throw new SqlError('INVALID_TABLE_PROPERTY', 'Table contains only partition columns');
  return { columns, partitionColumns };
}
