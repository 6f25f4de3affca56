import type { LakeEvent } from '@tributary/shared/events.ts';
import type { PartitionId } from '../../../glue/ports.ts';
import type { GlueTable } from '../../../glue/table-input.ts';
import type { DeclaredTables } from '../../core/tables-file.ts';
import { createRegister, type RegisterDeps } from './register.ts';

export const created = (key: string, size = 100) => ({
  body: {
    id: 'e',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'lake-bucket' }, object: { key, size } },
  },
});

const idOf = ({ database, table, values }: PartitionId) => `${database}.${table}/${values.join('/')}`;

/** A Glue Data Catalog in memory, which races as often as it is told to. */
export function createCatalog(races = 0, declared: DeclaredTables = {}) {
  const tables = new Map<string, { version: number; table: GlueTable; iceberg: boolean }>();
  const partitions = new Map<string, string>();
  const events: LakeEvent[] = [];
  const documents = new Map<string, unknown>();
  const footers = new Map<string, { columns: { name: string; type: string }[]; rows: number }>();
  let left = races;
  const columnsOfPartitions = new Map<string, readonly { Name: string; Type: string }[]>();
  const deps: RegisterDeps = {
    databases: { raw: 'tributary_raw_test', lake: 'tributary_lake_test' },
    declared,
    readFooter: async ({ key }) => footers.get(key) ?? { columns: [{ name: 'a', type: 'string' }], rows: 3 },
    readJson: async ({ key }) => documents.get(key),
    findTable: async (database, name) => {
      const found = tables.get(`${database}.${name}`);
      if (!found) return undefined;
      const columns = found.table.StorageDescriptor.Columns.map(({ Name, Type }) => ({ name: Name, type: Type }));
      return {
        version: String(found.version),
        iceberg: found.iceberg,
        isView: false,
        parameters: found.table.Parameters,
        columns,
        partitionKeys: found.table.PartitionKeys.map(({ Name }) => Name),
        changed: () => ({ Name: name }),
        withColumns: (wanted) => ({
          ...found.table,
          StorageDescriptor: {
            ...found.table.StorageDescriptor,
            Columns: wanted.map((column) => ({ Name: column.name, Type: column.type })),
          },
        }),
      };
    },
    countTables: async (database, namePrefix) =>
      [...tables.keys()].filter((name) => name.startsWith(`${database}.${namePrefix}`)).length,
    createTable: async (database, table) => {
      if (tables.has(`${database}.${table.Name}`)) return 'exists';
      tables.set(`${database}.${table.Name}`, { version: 0, table, iceberg: false });
      left -= 1;
      return left >= 0 ? 'exists' : 'created';
    },
    updateTable: async (database, { version, input }) => {
      const found = tables.get(`${database}.${input.Name}`);
      if (!found || String(found.version) !== version) return 'changed meanwhile';
      const columns = input.StorageDescriptor?.Columns ?? [];
      found.version += 1;
      found.table.StorageDescriptor.Columns.splice(
        0,
        Number.POSITIVE_INFINITY,
        ...columns.map(({ Name = '', Type = '' }) => ({ Name, Type })),
      );
      return 'updated';
    },
    createPartition: async (partition, storage) => {
      if (partitions.has(idOf(partition))) return 'exists';
      partitions.set(idOf(partition), storage.Location);
      columnsOfPartitions.set(idOf(partition), storage.Columns);
      return 'created';
    },
    findPartition: async (partition) => ({
      columns: (columnsOfPartitions.get(idOf(partition)) ?? []).map(({ Name, Type }) => ({ name: Name, type: Type })),
      withColumns: () => ({}),
    }),
    updatePartition: async () => undefined,
    sendEvents: async (sent) => {
      events.push(...sent);
    },
    log: { info: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
    now: Date.now,
  };
  return { deps, tables, partitions, events, footers, documents, register: createRegister(deps) };
}
