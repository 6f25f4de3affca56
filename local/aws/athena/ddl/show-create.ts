import type { Column } from '@aws-sdk/client-glue';
import { defaultSpec } from '../../../iceberg/table.ts';
import { printTransform } from '../../../iceberg/transform.ts';
import { SqlError } from '../../../sql/error.ts';
import type { CatalogTable } from '../catalog/source-table.ts';
import { type Outcome, textColumn } from '../execution/outcome.ts';
import { athenaProperties } from '../write/iceberg-properties.ts';

type Iceberg = Extract<CatalogTable, { kind: 'iceberg' }>;

/** SHOW CREATE TABLE: the DDL that would make the table again. */
export function showCreateTable(source: CatalogTable): Outcome {
  if (source.kind === 'view') throw new SqlError('GENERIC_USER_ERROR', 'Use SHOW CREATE VIEW for a view');
  const lines = source.kind === 'iceberg' ? icebergLines(source) : hiveLines(source.glue);
  return { kind: 'text', columns: [textColumn('createtab_stmt')], lines };
}

export function showCreateView(source: CatalogTable): Outcome {
  if (source.kind !== 'view') throw new SqlError('GENERIC_USER_ERROR', `${source.name.table} is not a view`);
  const lines = [`CREATE VIEW ${source.name.table} AS`, ...source.view.sql.split('\n')];
  return { kind: 'text', columns: [textColumn('Create View')], lines };
}

function hiveLines(glue: CatalogTable['glue']): string[] {
  const storage = glue.StorageDescriptor;
  const keys = glue.PartitionKeys ?? [];
  const { 'serialization.format': _format, ...serdeProperties } = storage?.SerdeInfo?.Parameters ?? {};
  return [
    `CREATE EXTERNAL TABLE \`${glue.DatabaseName}.${glue.Name}\`(`,
    ...columnLines(storage?.Columns ?? []),
    ...(keys.length > 0 ? ['PARTITIONED BY ( ', ...columnLines(keys)] : []),
    'ROW FORMAT SERDE ',
    `  ${text(storage?.SerdeInfo?.SerializationLibrary ?? '')} `,
    ...(Object.keys(serdeProperties).length > 0 ? ['WITH SERDEPROPERTIES ( ', ...pairs(serdeProperties)] : []),
    'STORED AS INPUTFORMAT ',
    `  ${text(storage?.InputFormat ?? '')} `,
    'OUTPUTFORMAT ',
    `  ${text(storage?.OutputFormat ?? '')}`,
    'LOCATION',
    `  ${text(storage?.Location ?? '')}`,
    'TBLPROPERTIES (',
    ...pairs(glue.Parameters ?? {}),
  ];
}

function icebergLines({ glue, table }: Iceberg): string[] {
  const spec = defaultSpec(table).fields.map(({ source, transform }) =>
    transform.kind === 'identity' ? `\`${source.name}\`` : partitionText(printTransform(transform), source.name),
  );
  return [
    `CREATE TABLE ${glue.DatabaseName}.${glue.Name} (`,
    ...columnLines(glue.StorageDescriptor?.Columns ?? [], ''),
    ...(spec.length > 0 ? [`PARTITIONED BY (${spec.join(', ')})`] : []),
    `LOCATION ${text(glue.StorageDescriptor?.Location ?? '')}`,
    'TBLPROPERTIES (',
    "  'table_type'='iceberg', ",
    ...pairs({ format: 'parquet', ...athenaProperties(table.metadata.properties) }),
  ];
}

/** `bucket[16]` of a column is `bucket(16, column)`. */
function partitionText(transform: string, column: string): string {
  const [, name = transform, size] = /^(\w+)\[(\d+)\]$/.exec(transform) ?? [];
  return size === undefined ? `${name}(\`${column}\`)` : `${name}(${size}, \`${column}\`)`;
}

function columnLines(columns: readonly Column[], separator = ' '): string[] {
  return columns.map(({ Name = '', Type = '', Comment }, index) => {
    const comment = Comment === undefined ? '' : ` COMMENT ${text(Comment)}`;
    const end = index === columns.length - 1 ? ')' : `,${separator}`;
    return `  \`${Name}\` ${Type}${comment}${end}`;
  });
}

const pairs = (texts: Readonly<Record<string, string>>) => {
  const entries = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(
    ([key, value], index) => `  ${text(key)}=${text(value)}${index === entries.length - 1 ? ')' : ', '}`,
  );
};

const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
