import type { StorageDescriptor } from '@aws-sdk/client-glue';
import { createTable } from '../../../iceberg/create.ts';
import { glueColumns } from '../../../iceberg/glue-columns.ts';
import { SqlError } from '../../../sql/error.ts';
import type { TableName } from '../../../sql/plan.ts';
import { getDatabase, permitted } from '../catalog/glue.ts';
import { type FormatName, hiveFormat, storageClasses } from '../catalog/hive-format.ts';
import { parseLocation } from '../catalog/location.ts';
import { tableFiles } from '../catalog/table-files.ts';
import type { Tables } from '../catalog/tables.ts';
import { DdlError } from '../execution/failure.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { readTableProperties } from '../write/iceberg-properties.ts';
import type { ColumnDefinition, CreateTable, Storage } from './ddl.ts';
import { icebergColumn } from './iceberg-column.ts';

/** CREATE TABLE: a description in Glue, and for an Iceberg table its first metadata file. */
export async function runCreateTable(run: Run, tables: Tables, ddl: CreateTable, name: TableName): Promise<Outcome> {
  if (!(await getDatabase(run, name.database)))
    throw new DdlError(`SemanticException [Error 10072]: Database does not exist: ${name.database}`);
  if (await exists(tables, name)) {
    if (ddl.ifNotExists) return nothing;
    throw new DdlError(
      `Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. AlreadyExistsException(message:Table ${name.table} already exists.)`,
    );
  }
  const iceberg = ddl.properties.table_type?.toUpperCase() === 'ICEBERG';
  const TableInput = iceberg ? await icebergInput(run, ddl, name) : hiveInput(ddl, name);
  await permitted(run.cloud.call(run.caller, 'glue', 'CreateTable', { DatabaseName: name.database, TableInput }));
  return nothing;
}

/** A table that is there but cannot be read is there. */
async function exists(tables: Tables, name: TableName): Promise<boolean> {
  try {
    return (await tables.find(name)) !== undefined;
  } catch (error) {
    if (error instanceof SqlError && error.name !== 'PERMISSION_DENIED') return true;
    throw error;
  }
}

async function icebergInput(run: Run, ddl: CreateTable, { database, table }: TableName) {
  const { location } = ddl;
  if (ddl.external) throw new DdlError('SemanticException External keyword is not supported for table type ICEBERG');
  if (location === undefined) throw new DdlError('SemanticException LOCATION is required for table type ICEBERG');
  if (ddl.partitionColumns.length > 0)
    throw new DdlError(
      'SemanticException Partition columns of an ICEBERG table are columns of the table: give no types',
    );
  const created = await createTable(tableFiles(run), run.now, {
    name: `${database}.${table}`,
    location,
    columns: ddl.columns.map(icebergColumn),
    partitioning: ddl.transforms,
    properties: readTableProperties(ddl.properties, location),
  });
  return {
    Name: table,
    TableType: 'EXTERNAL_TABLE',
    ...(ddl.comment === undefined ? {} : { Description: ddl.comment }),
    StorageDescriptor: { Columns: [...glueColumns(created)], Location: location },
    Parameters: { table_type: 'ICEBERG', metadata_location: created.metadataLocation },
  };
}

function hiveInput(ddl: CreateTable, { table }: TableName) {
  if (!ddl.external)
    throw new DdlError(
      "SemanticException CREATE TABLE makes ICEBERG tables only: add TBLPROPERTIES ('table_type'='ICEBERG'), or say CREATE EXTERNAL TABLE",
    );
  if (ddl.location === undefined) throw new DdlError('SemanticException LOCATION is required for an external table');
  if (ddl.transforms.length > 0)
    throw new DdlError('SemanticException Partition columns of an external table need types');
  parseLocation(ddl.location);
  refuseTwice([...ddl.columns, ...ddl.partitionColumns]);
  const storage = storageOf(ddl.storage);
  hiveFormat(storage);
  return {
    Name: table,
    Owner: 'hadoop',
    TableType: 'EXTERNAL_TABLE',
    StorageDescriptor: { ...storage, Columns: ddl.columns.map(glueColumn), Location: ddl.location },
    PartitionKeys: ddl.partitionColumns.map(glueColumn),
    Parameters: {
      EXTERNAL: 'TRUE',
      ...(ddl.comment === undefined ? {} : { comment: ddl.comment }),
      ...ddl.properties,
    },
  };
}

function refuseTwice(columns: readonly ColumnDefinition[]): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new DdlError(`SemanticException [Error 10036]: Duplicate column name: ${twice}`);
}

/** A column as Glue keeps it. */
export const glueColumn = ({ name, type, comment }: ColumnDefinition) => ({
  Name: name,
  Type: type,
  ...(comment === undefined ? {} : { Comment: comment }),
});

const stored: Readonly<Record<string, FormatName>> = {
  parquet: 'parquet',
  textfile: 'text',
  orc: 'orc',
  avro: 'avro',
  json: 'json',
};

function storageOf({ serde, serdeProperties, storedAs, inputFormat, outputFormat }: Storage): StorageDescriptor {
  const name = stored[storedAs ?? 'textfile'];
  if (!name) throw new DdlError(`SemanticException Unrecognized file format in STORED AS clause: '${storedAs}'`);
  const classes = storageClasses[name];
  return {
    InputFormat: inputFormat ?? classes.input,
    OutputFormat: outputFormat ?? classes.output,
    Compressed: false,
    NumberOfBuckets: -1,
    SerdeInfo: {
      SerializationLibrary: serde ?? classes.serde,
      Parameters: { 'serialization.format': '1', ...serdeProperties },
    },
  };
}
