import * as z from 'zod';
import { ddlIdentifier, identifier, text } from './sql.ts';

const columnType = z.union([
  z.enum(['string', 'int', 'bigint', 'double', 'boolean', 'date', 'timestamp', 'map<string,string>']),
  z.templateLiteral(['decimal(', z.int().min(1).max(38), ',', z.int().min(0).max(38), ')']),
]);

/** Columns of an Iceberg table, name → type, as Athena's DDL names types. */
export const icebergColumns = z.record(z.string().regex(/^[a-z_][a-z0-9_]*$/), columnType);
export type IcebergColumns = z.infer<typeof icebergColumns>;

export type IcebergTable = {
  readonly database: string;
  readonly table: string;
  readonly columns: IcebergColumns;
  /** Columns, or transforms of them: `day(request_date)`. */
  readonly partitionedBy?: string | readonly string[];
  /** `s3://bucket/folder/` */
  readonly location: string;
  readonly keep: Keep;
  /** Others of its properties. */
  readonly properties?: Readonly<Record<string, number>>;
};

/** How long what a table was remains readable, and takes room: what VACUUM goes by. */
export type Keep = { readonly snapshotSeconds: number; readonly metadataFiles: number };

/** As a SELECT names the type: `varchar` of `string`. */
export function trinoTypeOf(type: IcebergColumns[string]): string {
  return Object.entries(trinoTypes).find(([name]) => name === type)?.[1] ?? type;
}

const trinoTypes = {
  string: 'varchar',
  int: 'integer',
  bigint: 'bigint',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp(6)',
  'map<string,string>': 'map(varchar, varchar)',
} as const;

/** The statement that makes the table where it is not there yet. */
export function createTableSql({ database, table, columns, location, keep, ...of }: IcebergTable): string {
  const partitionedBy = [of.partitionedBy ?? []].flat();
  const typed = Object.entries(columns).map(([name, type]) => `  ${ddlIdentifier(name)} ${type}`);
  return [
    `CREATE TABLE IF NOT EXISTS ${ddlIdentifier(database)}.${ddlIdentifier(table)} (`,
    typed.join(',\n'),
    ')',
    ...(partitionedBy.length === 0 ? [] : [`PARTITIONED BY (${partitionedBy.map(partitionTransform).join(', ')})`]),
    `LOCATION ${text(location)}`,
    `TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet', ${properties(keep, of.properties)})`,
  ].join('\n');
}

/** The statement that gives a table that is there what `keep` says. */
export function alterTableSql({ database, table, keep }: Pick<IcebergTable, 'database' | 'table' | 'keep'>): string {
  return `ALTER TABLE ${ddlIdentifier(database)}.${ddlIdentifier(table)} SET TBLPROPERTIES (${properties(keep)})`;
}

// https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-creating-tables-table-properties.html
function properties({ snapshotSeconds, metadataFiles }: Keep, more: Readonly<Record<string, number>> = {}): string {
  return Object.entries({
    vacuum_max_snapshot_age_seconds: snapshotSeconds,
    vacuum_min_snapshots_to_keep: 1,
    vacuum_max_metadata_files_to_keep: metadataFiles,
    ...more,
  })
    .map(([name, value]) => `${text(name)} = ${text(String(value))}`)
    .join(', ');
}

/** `CAST("a" AS varchar) AS "a", …`: whatever a SELECT's types, the table's come out. */
export function castColumns(columns: IcebergColumns): string {
  return Object.entries(columns)
    .map(([name, type]) => `CAST(${identifier(name)} AS ${trinoTypeOf(type)}) AS ${identifier(name)}`)
    .join(', ');
}

function partitionTransform(partitionedBy: string): string {
  const [, transform, column] = /^(year|month|day|hour)\((\w+)\)$/.exec(partitionedBy) ?? [];
  return transform && column ? `${transform}(${ddlIdentifier(column)})` : ddlIdentifier(partitionedBy);
}
