import type { Database, Partition, StorageDescriptor, Table } from '@aws-sdk/client-glue';
import type { StoredDatabase, StoredPartition, StoredTable } from './store.ts';

/** A database as GetDatabase answers it. */
export function describeDatabase({ input, name, createTime }: StoredDatabase, catalogId: string): Database {
  return {
    ...input,
    Name: name,
    CreateTime: new Date(createTime),
    CreateTableDefaultPermissions: input.CreateTableDefaultPermissions ?? [
      { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] },
    ],
    CatalogId: catalogId,
  };
}

/** A table as GetTable answers it, with the members that Glue fills in. */
export function describeTable(table: StoredTable, catalogId: string): Table {
  const { input } = table;
  return {
    ...input,
    Name: table.name,
    DatabaseName: table.database,
    CreateTime: new Date(table.createTime),
    UpdateTime: new Date(table.updateTime),
    ...dates(table),
    Retention: input.Retention ?? 0,
    ...(input.StorageDescriptor ? { StorageDescriptor: describeStorage(input.StorageDescriptor) } : {}),
    PartitionKeys: input.PartitionKeys ?? [],
    CreatedBy: table.createdBy,
    IsRegisteredWithLakeFormation: false,
    CatalogId: catalogId,
    VersionId: String(table.version),
    IsMultiDialectView: false,
  };
}

/** A partition as GetPartition answers it. */
export function describePartition(partition: StoredPartition, catalogId: string): Partition {
  const { input } = partition;
  return {
    ...input,
    Values: [...partition.values],
    DatabaseName: partition.database,
    TableName: partition.table,
    CreationTime: new Date(partition.createTime),
    ...dates(partition),
    ...(input.StorageDescriptor ? { StorageDescriptor: describeStorage(input.StorageDescriptor) } : {}),
    CatalogId: catalogId,
  };
}

function describeStorage(storage: StorageDescriptor): StorageDescriptor {
  return {
    ...storage,
    Columns: storage.Columns ?? [],
    Compressed: storage.Compressed ?? false,
    NumberOfBuckets: storage.NumberOfBuckets ?? 0,
    SortColumns: storage.SortColumns ?? [],
    StoredAsSubDirectories: storage.StoredAsSubDirectories ?? false,
  };
}

function dates(stored: {
  readonly lastAccessTime?: number | undefined;
  readonly lastAnalyzedTime?: number | undefined;
}) {
  return {
    ...(stored.lastAccessTime === undefined ? {} : { LastAccessTime: new Date(stored.lastAccessTime) }),
    ...(stored.lastAnalyzedTime === undefined ? {} : { LastAnalyzedTime: new Date(stored.lastAnalyzedTime) }),
  };
}
