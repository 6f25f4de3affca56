import { z } from 'zod';
import { lakeGrants } from '../../kernel/bound.ts';
import type { LakeGrants } from '../../kernel/lake-grants.ts';
import type { Context } from '../../kernel/operation.ts';

const column = z.looseObject({ Name: z.string() });
const storage = z.looseObject({ Columns: z.array(column).optional(), Location: z.string().optional() });
const table = z.looseObject({
  Name: z.string(),
  DatabaseName: z.string(),
  StorageDescriptor: storage.optional(),
  PartitionKeys: z.array(column).optional(),
});
const partition = z.looseObject({
  TableName: z.string(),
  DatabaseName: z.string(),
  StorageDescriptor: storage.optional(),
});
const version = z.looseObject({ Table: table.optional() });

const answer = z.looseObject({
  Table: table.optional(),
  TableList: z.array(table).optional(),
  TableVersion: version.optional(),
  TableVersions: z.array(version).optional(),
  Partition: partition.optional(),
  Partitions: z.array(partition).optional(),
  DatabaseList: z.array(z.looseObject({ Name: z.string() })).optional(),
});
type Answer = z.infer<typeof answer>;

/** An answer without the databases, tables and columns that the caller's grants leave out. */
export function restrict(given: unknown, context: Context): unknown {
  const read = answer.safeParse(given);
  return read.success ? { ...read.data, ...restricted(read.data, context) } : given;
}

function restricted(found: Answer, context: Context): Partial<Answer> {
  const ofTable = (each: z.infer<typeof table>) => restrictTable(each, context);
  const ofVersion = (each: z.infer<typeof version>) => (each.Table ? { ...each, Table: ofTable(each.Table) } : each);
  const ofPartition = (each: z.infer<typeof partition>) => restrictPartition(each, context);
  return {
    ...(found.Table && { Table: ofTable(found.Table) }),
    ...(found.TableList && { TableList: found.TableList.filter((each) => isShown(each, context)).map(ofTable) }),
    ...(found.TableVersion && { TableVersion: ofVersion(found.TableVersion) }),
    ...(found.TableVersions && { TableVersions: found.TableVersions.map(ofVersion) }),
    ...(found.Partition && { Partition: ofPartition(found.Partition) }),
    ...(found.Partitions && { Partitions: found.Partitions.map(ofPartition) }),
    ...(found.DatabaseList && {
      DatabaseList: found.DatabaseList.filter(
        ({ Name }) => lakeGrants(context, { database: Name })?.isGranted !== false,
      ),
    }),
  };
}

function isShown({ DatabaseName, Name }: z.infer<typeof table>, context: Context): boolean {
  return lakeGrants(context, { database: DatabaseName, table: Name })?.isGranted !== false;
}

function restrictTable(found: z.infer<typeof table>, context: Context): z.infer<typeof table> {
  const grants = lakeGrants(context, { database: found.DatabaseName, table: found.Name });
  if (grants === undefined) return found;
  const { StorageDescriptor, PartitionKeys } = found;
  return {
    ...found,
    ...(StorageDescriptor && { StorageDescriptor: restrictStorage(StorageDescriptor, grants) }),
    ...(PartitionKeys && { PartitionKeys: PartitionKeys.filter(({ Name }) => isDescribed(grants, Name)) }),
    IsRegisteredWithLakeFormation: grants.readerOf(StorageDescriptor?.Location ?? '') !== undefined,
  };
}

function restrictPartition(found: z.infer<typeof partition>, context: Context): z.infer<typeof partition> {
  const grants = lakeGrants(context, { database: found.DatabaseName, table: found.TableName });
  if (grants === undefined || found.StorageDescriptor === undefined) return found;
  return { ...found, StorageDescriptor: restrictStorage(found.StorageDescriptor, grants) };
}

function restrictStorage(found: z.infer<typeof storage>, grants: LakeGrants): z.infer<typeof storage> {
  const { Columns } = found;
  return Columns === undefined ? found : { ...found, Columns: Columns.filter(({ Name }) => isDescribed(grants, Name)) };
}

/** Who may describe the whole table is shown the names of all its columns; who may read some, those. */
function isDescribed(grants: LakeGrants, column: string): boolean {
  return grants.has('DESCRIBE') || grants.canSelect(column);
}
