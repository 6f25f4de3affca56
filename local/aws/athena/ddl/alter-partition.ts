import type { Partition } from '@aws-sdk/client-glue';
import { addPartitions, listPartitions, permitted } from '../catalog/glue.ts';
import { withSlash } from '../catalog/location.ts';
import type { HiveTable } from '../catalog/source-table.ts';
import { DdlError } from '../execution/failure.ts';
import type { Run } from '../run.ts';
import { partitionPath } from '../write/partition-path.ts';
import type { Alteration, PartitionFilter, PartitionSpec } from './ddl.ts';

type AddPartitions = Extract<Alteration, { action: 'add partitions' }>;
type DropPartitions = Extract<Alteration, { action: 'drop partitions' }>;

export async function addTablePartitions(
  run: Run,
  table: HiveTable,
  { partitions, ifNotExists }: AddPartitions,
): Promise<void> {
  const names = table.partitionColumns.map(({ name }) => name);
  const inputs = partitions.map(({ spec, location }) => {
    const values = valuesOf(table, spec);
    const Location = location ?? `${withSlash(table.location)}${partitionPath(names, values)}`;
    return { Values: [...values], StorageDescriptor: { ...table.glue.StorageDescriptor, Location } };
  });
  const added = await addPartitions(run, table.name, inputs);
  if (added < inputs.length && !ifNotExists)
    throw new DdlError(
      'Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Partition already exists',
    );
}

/** The values of a full specification, in the order of the table's keys. */
function valuesOf(table: HiveTable, spec: PartitionSpec): string[] {
  const given = new Map(spec);
  const values = table.partitionColumns.map(({ name }) => given.get(name));
  if (spec.length !== values.length || values.includes(undefined))
    throw new DdlError(
      `SemanticException [Error 10098]: partition spec {${spec.map((pair) => pair.join('=')).join(', ')}} doesn't contain all (${values.length}) partition columns`,
    );
  return values.flatMap((value) => value ?? []);
}

export async function dropPartitions(run: Run, table: HiveTable, { filters, ifExists }: DropPartitions): Promise<void> {
  const doomed = new Map<string, string[]>();
  for (const filter of filters) {
    const found = await listPartitions(run, table.name, expressionOf(table, filter));
    if (found.length === 0 && !ifExists)
      throw new DdlError(
        `SemanticException [Error 10006]: Partition not found (${filter.map(({ column, operator, value }) => `${column} ${operator} '${value}'`).join(', ')})`,
      );
    for (const { Values = [] } of found) doomed.set(JSON.stringify(Values), Values);
  }
  const values = [...doomed.values()];
  for (let start = 0; start < values.length; start += 25) {
    const batch = values.slice(start, start + 25).map((Values) => ({ Values }));
    const { database: DatabaseName, table: TableName } = table.name;
    await permitted(
      run.cloud.call(run.caller, 'glue', 'BatchDeletePartition', {
        DatabaseName,
        TableName,
        PartitionsToDelete: batch,
      }),
    );
  }
}

function expressionOf(table: HiveTable, filter: PartitionFilter): string {
  const conditions = filter.map(({ column, operator, value }) => {
    if (!table.partitionColumns.some(({ name }) => name === column))
      throw new DdlError(`SemanticException [Error 10096]: Partition column ${column} not found`);
    return `${column} ${operator === '!=' ? '<>' : operator} '${value.replaceAll("'", "''")}'`;
  });
  return conditions.join(' AND ');
}

export async function renamePartition(
  run: Run,
  table: HiveTable,
  from: PartitionSpec,
  to: PartitionSpec,
): Promise<void> {
  await update(run, table, valuesOf(table, from), (partition) => ({ ...partition, Values: valuesOf(table, to) }));
}

export async function movePartition(run: Run, table: HiveTable, spec: PartitionSpec, location: string): Promise<void> {
  await update(run, table, valuesOf(table, spec), (partition) => ({
    ...partition,
    StorageDescriptor: { ...partition.StorageDescriptor, Location: location },
  }));
}

async function update(
  run: Run,
  { name }: HiveTable,
  values: string[],
  change: (partition: Pick<Partition, 'Values' | 'StorageDescriptor' | 'Parameters'>) => Partition,
): Promise<void> {
  const where = { DatabaseName: name.database, TableName: name.table };
  const found = await permitted(
    run.cloud.call(run.caller, 'glue', 'GetPartition', { ...where, PartitionValues: values }),
  );
  const { StorageDescriptor, Parameters } = found.Partition ?? {};
  const PartitionInput = change({
    Values: values,
    ...(StorageDescriptor ? { StorageDescriptor } : {}),
    ...(Parameters ? { Parameters } : {}),
  });
  await permitted(
    run.cloud.call(run.caller, 'glue', 'UpdatePartition', { ...where, PartitionValueList: values, PartitionInput }),
  );
}
