import { addColumns, changeColumnType, dropColumn, renameColumn, setProperties } from '../../../iceberg/evolve.ts';
import { SqlError } from '../../../sql/error.ts';
import { asInput, permitted } from '../catalog/glue.ts';
import { parseHiveType } from '../catalog/hive-type.ts';
import type { CatalogTable, HiveTable } from '../catalog/source-table.ts';
import { DdlError } from '../execution/failure.ts';
import type { Run } from '../run.ts';
import { changedProperties, unsetProperties } from '../write/iceberg-properties.ts';
import { tableContext } from '../write/insert.ts';
import { addTablePartitions, dropPartitions, movePartition, renamePartition } from './alter-partition.ts';
import { glueColumn } from './create-table.ts';
import type { Alteration, ColumnDefinition } from './ddl.ts';
import { icebergColumn } from './iceberg-column.ts';

/** ALTER TABLE of an external or an Iceberg table. */
export async function runAlterTable(run: Run, source: CatalogTable, alteration: Alteration): Promise<void> {
  if (source.kind === 'view') throw new DdlError('SemanticException ALTER TABLE cannot change a view');
  await (source.kind === 'iceberg' ? alterIceberg(run, source, alteration) : alterHive(run, source, alteration));
}

type Iceberg = Extract<CatalogTable, { kind: 'iceberg' }>;

async function alterIceberg(run: Run, { name, table }: Iceberg, alteration: Alteration): Promise<unknown> {
  const context = tableContext(run, name);
  switch (alteration.action) {
    case 'add columns':
      return addColumns(context, table, alteration.columns.map(icebergColumn));
    case 'drop column':
      return dropColumn(context, table, alteration.name);
    case 'change column': {
      const to = alteration.column.name;
      const renamed =
        to === alteration.name ? table : await renameColumn(context, table, { from: alteration.name, to });
      return changeColumnType(context, renamed, icebergColumn(alteration.column));
    }
    case 'set properties':
      return setProperties(context, table, changedProperties(table.metadata.properties, alteration.properties));
    case 'unset properties':
      return setProperties(context, table, unsetProperties(alteration.names));
    default:
      throw new SqlError('NOT_SUPPORTED', `ALTER TABLE … ${alteration.action} is not supported for Iceberg tables`);
  }
}

async function alterHive(run: Run, table: HiveTable, alteration: Alteration): Promise<void> {
  switch (alteration.action) {
    case 'add partitions':
      return addTablePartitions(run, table, alteration);
    case 'drop partitions':
      return dropPartitions(run, table, alteration);
    case 'rename partition':
      return renamePartition(run, table, alteration.from, alteration.to);
    case 'set location':
      return alteration.partition
        ? movePartition(run, table, alteration.partition, alteration.location)
        : replace(run, table, { location: alteration.location });
    case 'add columns':
      refuseExisting(table, alteration.columns);
      return replace(run, table, { columns: [...columnsOf(table), ...alteration.columns.map(glueColumn)] });
    case 'replace columns':
      return replace(run, table, { columns: alteration.columns.map(glueColumn) });
    case 'change column':
      return changeColumn(run, table, alteration.name, alteration.column);
    case 'set properties':
      return replace(run, table, { parameters: { ...table.parameters, ...alteration.properties } });
    case 'unset properties': {
      const kept = Object.entries(table.parameters).filter(([key]) => !alteration.names.includes(key));
      return replace(run, table, { parameters: Object.fromEntries(kept) });
    }
    case 'drop column':
      throw new SqlError('NOT_SUPPORTED', 'DROP COLUMN is supported for Iceberg tables only: use REPLACE COLUMNS');
  }
}

const columnsOf = (table: HiveTable) => table.glue.StorageDescriptor?.Columns ?? [];

async function changeColumn(run: Run, table: HiveTable, name: string, column: ColumnDefinition): Promise<void> {
  const columns = columnsOf(table);
  if (!columns.some(({ Name }) => Name?.toLowerCase() === name))
    throw new DdlError(`SemanticException [Error 10002]: Invalid column reference ${name}`);
  if (column.name !== name) refuseExisting(table, [column]);
  parseHiveType(column.type);
  await replace(run, table, {
    columns: columns.map((old) => (old.Name?.toLowerCase() === name ? glueColumn(column) : old)),
  });
}

function refuseExisting(table: HiveTable, columns: readonly ColumnDefinition[]): void {
  const taken = new Set([...table.columns, ...table.partitionColumns].map(({ name }) => name));
  const twice = columns.find(({ name }) => taken.has(name));
  if (twice) throw new DdlError(`SemanticException [Error 10036]: Duplicate column name: ${twice.name}`);
}

type Change = {
  readonly columns?: ReturnType<typeof columnsOf>;
  readonly location?: string;
  readonly parameters?: Readonly<Record<string, string>>;
};

async function replace(run: Run, { name, glue }: HiveTable, { columns, location, parameters }: Change): Promise<void> {
  const input = asInput(glue);
  const TableInput = {
    ...input,
    StorageDescriptor: {
      ...input.StorageDescriptor,
      ...(columns ? { Columns: [...columns] } : {}),
      ...(location === undefined ? {} : { Location: location }),
    },
    ...(parameters ? { Parameters: { ...parameters } } : {}),
  };
  const VersionId = glue.VersionId;
  await permitted(
    run.cloud.call(run.caller, 'glue', 'UpdateTable', { DatabaseName: name.database, TableInput, VersionId }),
  );
}
