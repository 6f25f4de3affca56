import { createTable } from '../../../iceberg/create.ts';
import { glueColumns } from '../../../iceberg/glue-columns.ts';
import type { TablePointer } from '../../../iceberg/port.ts';
import { applyInsert } from '../../../iceberg/write.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Column, Plan } from '../../../sql/plan.ts';
import { permitted } from '../catalog/glue.ts';
import { storageClasses } from '../catalog/hive-format.ts';
import { hiveTypeName } from '../catalog/hive-type.ts';
import { folder, withSlash } from '../catalog/location.ts';
import { tableFiles } from '../catalog/table-files.ts';
import type { Tables } from '../catalog/tables.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import { prepareQuery } from '../execution/query.ts';
import { isEmpty } from '../read/object-access.ts';
import type { Run } from '../run.ts';
import { compressionOf, hiveFormatOf, split } from './file-properties.ts';
import { createProperties } from './iceberg-properties.ts';
import { registerPartitions, tableContext } from './insert.ts';
import { stageQuery } from './stage-query.ts';
import { type PropertyReader, readProperties } from './table-properties.ts';
import { writeFiles } from './write-files.ts';

type CreateTableAs = Extract<Plan, { kind: 'create table as' }>;

/** CREATE TABLE … AS: the table is there when all of its rows are. */
export async function runCreateTableAs(run: Run, tables: Tables, plan: CreateTableAs): Promise<Outcome> {
  const { target } = plan;
  if (await tables.find(target)) {
    if (plan.ifNotExists) return nothing;
    throw new SqlError('TABLE_ALREADY_EXISTS', `Destination table '${Object.values(target).join('.')}' already exists`);
  }
  const properties = readProperties(plan.properties);
  const iceberg = (properties.text('table_type') ?? 'HIVE').toUpperCase() === 'ICEBERG';
  return iceberg ? createIceberg(run, tables, plan, properties) : createHive(run, tables, plan, properties);
}

async function createIceberg(
  run: Run,
  tables: Tables,
  plan: CreateTableAs,
  properties: PropertyReader,
): Promise<Outcome> {
  const { database, table } = plan.target;
  const location = properties.text('location');
  if (location === undefined)
    throw new SqlError('INVALID_TABLE_PROPERTY', "Table location can not be null: set the property 'location'");
  if (properties.flag('is_external') !== false)
    throw new SqlError('INVALID_TABLE_PROPERTY', "is_external must be false for a table of table_type 'ICEBERG'");
  const partitioning = properties.list('partitioning') ?? [];
  const settings = createProperties(properties.text, location);
  properties.done();
  requireEmpty(run, location);
  const name = `${database}.${table}`;
  const columns = plan.query.output;
  const files = tableFiles(run);
  const created = await createTable(files, run.now, { name, location, columns, partitioning, properties: settings });
  const pointer = pointerAt(name, created.metadataLocation);
  const context = { ...tableContext(run, plan.target), pointer };
  let rows = 0;
  if (plan.withData) {
    await prepareQuery(run, tables, plan.query);
    rows = (await applyInsert(context, created, `(${plan.query.sql})`)).rows;
  }
  await permitted(
    run.cloud.call(run.caller, 'glue', 'CreateTable', {
      DatabaseName: database,
      TableInput: {
        Name: table,
        TableType: 'EXTERNAL_TABLE',
        StorageDescriptor: { Columns: [...glueColumns(created)], Location: location },
        Parameters: { table_type: 'ICEBERG', metadata_location: await pointer.current() },
      },
    }),
  );
  return { kind: 'update', count: rows };
}

/** A pointer that nobody else has seen yet: the table enters the catalog with its first rows. */
function pointerAt(name: string, first: string): TablePointer {
  let location = first;
  return {
    name,
    current: async () => location,
    async swap(expected, next) {
      if (location !== expected) return 'conflict';
      location = next;
      return 'swapped';
    },
  };
}

async function createHive(run: Run, tables: Tables, plan: CreateTableAs, properties: PropertyReader): Promise<Outcome> {
  const { database, table } = plan.target;
  const format = hiveFormatOf(properties);
  const compression = compressionOf(properties);
  const keys = properties.list('partitioned_by') ?? [];
  const location = withSlash(properties.text('external_location') ?? defaultLocation(run));
  for (const name of ['bucketed_by', 'bucket_count'])
    if (properties.text(name) !== undefined) throw new SqlError('NOT_SUPPORTED', 'Bucketed tables are not supported');
  properties.done();
  const { columns, partitionColumns } = split(plan.query.output, keys);
  const storage = {
    Columns: columns.map(glueColumn),
    Location: location,
    InputFormat: storageClasses[format.name].input,
    OutputFormat: storageClasses[format.name].output,
    SerdeInfo: {
      SerializationLibrary: format.serde,
      Parameters: { 'serialization.format': '1', ...format.parameters },
    },
  };
  const PartitionKeys = partitionColumns.map(glueColumn);
  requireEmpty(run, location);
  const staged = await stageQuery(run, tables, plan.query, plan.query.output);
  const source = plan.withData ? staged : `(SELECT * FROM ${staged} LIMIT 0)`;
  const written = await writeFiles(run, source, { location, columns, partitionColumns, format, compression });
  const glue = {
    Name: table,
    TableType: 'EXTERNAL_TABLE',
    StorageDescriptor: storage,
    PartitionKeys,
    Parameters: {
      EXTERNAL: 'TRUE',
      has_encrypted_data: 'false',
      classification: format.name,
      ...(compression ? { 'write.compression': compression } : {}),
    },
  };
  await permitted(run.cloud.call(run.caller, 'glue', 'CreateTable', { DatabaseName: database, TableInput: glue }));
  await registerPartitions(run, { name: plan.target, glue }, written);
  return { kind: 'update', count: written.rows, files: written.files };
}

const glueColumn = ({ name, type }: Column) => ({ Name: name, Type: storedType(name, type) });

function storedType(name: string, type: Column['type']): string {
  const hive = hiveTypeName(type);
  if (type.kind === 'timestamp' && type.precision > 3)
    throw new SqlError(
      'NOT_SUPPORTED',
      `Incorrect timestamp precision for timestamp(${type.precision}); the configured precision is MILLISECONDS; column name: ${name}`,
    );
  return hive;
}

/** Beside the execution's results; a database's own location is for CREATE TABLE of files. https://docs.aws.amazon.com/athena/latest/ug/considerations-ctas.html */
const defaultLocation = ({ outputFolder, queryExecutionId }: Run) => `${outputFolder}tables/${queryExecutionId}`;

/** HIVE_PATH_ALREADY_EXISTS where anything lies at the location. */
export function requireEmpty(run: Run, location: string): void {
  if (!isEmpty(run, folder(location)))
    throw new SqlError('HIVE_PATH_ALREADY_EXISTS', `Target directory for table already exists: ${location}`);
}
