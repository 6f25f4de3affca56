import type { Column } from '@aws-sdk/client-glue';
import type { CatalogTable } from '../catalog/source-table.ts';
import { type Outcome, textColumn } from '../execution/outcome.ts';

const columns = ['col_name', 'data_type', 'comment'].map(textColumn);

/** DESCRIBE [FORMATTED], in Hive's fixed widths. */
export function describeTable({ glue }: CatalogTable, detailed: boolean): Outcome {
  const keys = glue.PartitionKeys ?? [];
  const data = [...(glue.StorageDescriptor?.Columns ?? []), ...(detailed ? [] : keys)];
  const head = line('# col_name', 'data_type', 'comment');
  const partitions =
    keys.length === 0 ? [] : [empty, line('# Partition Information', '', ''), head, empty, ...keys.map(columnLine)];
  const lines = detailed
    ? [head, empty, ...data.map(columnLine), ...partitions, empty, ...details(glue)]
    : [...data.map(columnLine), ...partitions];
  return { kind: 'text', columns, lines };
}

const line = (...parts: readonly string[]) => parts.map((part) => part.padEnd(20)).join('\t');
const empty = line('', '', '');
const columnLine = ({ Name = '', Type = '', Comment = '' }: Column) => line(Name, Type, Comment);

function details(glue: CatalogTable['glue']): string[] {
  const storage = glue.StorageDescriptor;
  const serde = storage?.SerdeInfo;
  const about = {
    'Database:': glue.DatabaseName,
    'Owner:': glue.Owner,
    'CreateTime:': glue.CreateTime?.toUTCString(),
    'LastAccessTime:': glue.LastAccessTime?.toUTCString(),
    'Retention:': String(glue.Retention),
    'Location:': storage?.Location,
    'Table Type:': glue.TableType,
  };
  const stored = {
    'SerDe Library:': serde?.SerializationLibrary,
    'InputFormat:': storage?.InputFormat,
    'OutputFormat:': storage?.OutputFormat,
    'Compressed:': storage?.Compressed ? 'Yes' : 'No',
    'Num Buckets:': String(storage?.NumberOfBuckets),
  };
  return [
    line('# Detailed Table Information', '', ''),
    ...facts(about),
    line('Table Parameters:', '', ''),
    ...parameters(glue.Parameters),
    empty,
    line('# Storage Information', '', ''),
    ...facts(stored),
    line('Storage Desc Params:', '', ''),
    ...parameters(serde?.Parameters),
  ];
}

const facts = (values: Readonly<Record<string, string | undefined>>) =>
  Object.entries(values).map(([name, value]) => line(name, value ?? '', ''));

const parameters = (texts: Readonly<Record<string, string>> | undefined) =>
  Object.entries(texts ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => line('', name, value));
