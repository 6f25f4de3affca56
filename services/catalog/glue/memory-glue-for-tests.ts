import type { PartitionInput, TableInput } from '@aws-sdk/client-glue';
import { columnsOf, withColumns } from './glue-columns.ts';
import type {
  CreatePartition,
  CreateTable,
  DeleteTable,
  FindPartition,
  FindTable,
  PartitionId,
  PartitionLists,
  UpdatePartition,
  UpdateTable,
} from './ports.ts';
import type { HideColumns } from './sensitive-columns.ts';

type Kept = { version: number; input: TableInput; readonly partitions: Map<string, PartitionInput> };

/** A Glue Data Catalog in memory: updates are checked by version, as Glue does. */
export function createMemoryGlue() {
  const tables = new Map<string, Kept>();
  const idOf = (database: string, table: string) => `${database}.${table}`;
  const findTable: FindTable = async (database, table) => {
    const kept = tables.get(idOf(database, table));
    if (kept === undefined) return undefined;
    // A table is not told with a view's text.
    const { ViewOriginalText: _, ViewExpandedText: __, ...input } = kept.input;
    const { StorageDescriptor: storage = {}, Parameters: parameters = {}, PartitionKeys: keys = [] } = input;
    return {
      version: String(kept.version),
      iceberg: false,
      columns: columnsOf(storage),
      partitionKeys: keys.map(({ Name: name = '' }) => name),
      isView: input.TableType === 'VIRTUAL_VIEW',
      parameters,
      withColumns: (columns, more = {}) => ({
        ...input,
        Parameters: { ...parameters, ...more },
        StorageDescriptor: withColumns(storage, columns),
      }),
      changed: (changes) => ({ ...input, ...changes }),
    };
  };
  const createTable: CreateTable = async (database, table) => {
    const id = idOf(database, table.Name);
    if (tables.has(id)) return 'exists';
    tables.set(id, { version: 1, input: table, partitions: new Map() });
    return 'created';
  };
  const updateTable: UpdateTable = async (database, { version, input }) => {
    const kept = tables.get(idOf(database, input.Name ?? ''));
    if (kept === undefined || String(kept.version) !== version) return 'changed meanwhile';
    kept.version += 1;
    kept.input = input;
    return 'updated';
  };
  const deleteTable: DeleteTable = async (database, table) => {
    tables.delete(idOf(database, table));
  };
  const partitionsOf = (database: string, table: string) => {
    const kept = tables.get(idOf(database, table));
    if (kept === undefined) throw new Error(`EntityNotFoundException: ${database}.${table}`);
    return kept.partitions;
  };
  const partitions: PartitionLists = {
    list: async (database, table) =>
      [...partitionsOf(database, table).values()].map((input) => ({ values: input.Values ?? [], input })),
    async create(database, table, inputs) {
      const kept = partitionsOf(database, table);
      for (const input of inputs) {
        const id = JSON.stringify(input.Values);
        if (!kept.has(id)) kept.set(id, input);
      }
    },
    async update(database, table, changed) {
      for (const { values, input } of changed) partitionsOf(database, table).set(JSON.stringify(values), input);
    },
    async remove(database, table, values) {
      for (const each of values) partitionsOf(database, table).delete(JSON.stringify(each));
    },
  };
  const keptOf = ({ database, table, values }: PartitionId): PartitionInput => {
    const found = partitionsOf(database, table).get(JSON.stringify(values));
    if (found === undefined) throw new Error(`EntityNotFoundException: ${database}.${table}/${values.join('/')}`);
    return found;
  };
  const createPartition: CreatePartition = async ({ database, table, values }, storage) => {
    const kept = partitionsOf(database, table);
    if (kept.has(JSON.stringify(values))) return 'exists';
    kept.set(JSON.stringify(values), { Values: [...values], StorageDescriptor: storage });
    return 'created';
  };
  const findPartition: FindPartition = async (id) => {
    const { StorageDescriptor: storage = {}, ...rest } = keptOf(id);
    return {
      columns: columnsOf(storage),
      location: storage.Location,
      withColumns: (columns, location = storage.Location) => ({
        ...rest,
        StorageDescriptor: {
          ...withColumns(storage, columns),
          ...(location === undefined ? {} : { Location: location }),
        },
      }),
    };
  };
  const updatePartition: UpdatePartition = async (id, input) => {
    keptOf(id);
    partitionsOf(id.database, id.table).set(JSON.stringify(id.values), input);
  };
  const hideColumns: HideColumns = async () => undefined;
  const onePartition = { createPartition, findPartition, updatePartition };
  return { tables, hideColumns, findTable, createTable, updateTable, deleteTable, partitions, ...onePartition };
}
