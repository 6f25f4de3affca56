import {
  AlreadyExistsException,
  ConcurrentModificationException,
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetTableCommand,
  GetTablesCommand,
  type GetTablesResponse,
  type GlueClient,
  type Table,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { columnsOf, withColumns } from './glue-columns.ts';
import type { CountTables, CreateTable, DeleteTable, FindTable, UpdateTable } from './ports.ts';

export type GlueTables = {
  readonly deleteTable: DeleteTable;
  readonly findTable: FindTable;
  readonly countTables: CountTables;
  readonly createTable: CreateTable;
  readonly updateTable: UpdateTable;
};

/** The Glue Data Catalog behind register. */
export function createGlueTables(client: Pick<GlueClient, 'send'>): GlueTables {
  return {
    async findTable(database, table) {
      try {
        const { Table: found } = await client.send(new GetTableCommand({ DatabaseName: database, Name: table }));
        return found && readTable(found);
      } catch (error) {
        // A missing database has the same error code: it comes with this service, so only a table can be missing.
        if (error instanceof EntityNotFoundException) return undefined;
        throw error;
      }
    },
    async countTables(database, namePrefix) {
      let count = 0;
      let token: string | undefined;
      do {
        const page: GetTablesResponse = await client.send(
          new GetTablesCommand({
            DatabaseName: database,
            Expression: `${namePrefix}.*`,
            AttributesToGet: ['NAME'],
            NextToken: token,
          }),
        );
        count += page.TableList?.length ?? 0;
        token = page.NextToken;
      } while (token !== undefined);
      return count;
    },
    async createTable(database, table) {
      try {
        await client.send(new CreateTableCommand({ DatabaseName: database, TableInput: table }));
        return 'created';
      } catch (error) {
        if (error instanceof AlreadyExistsException) return 'exists';
        throw error;
      }
    },
    async deleteTable(database, table) {
      try {
        await client.send(new DeleteTableCommand({ DatabaseName: database, Name: table }));
      } catch (error) {
        if (!(error instanceof EntityNotFoundException)) throw error;
      }
    },
    async updateTable(database, { version, input }) {
      try {
        await client.send(
          // SkipArchive: a version per new column is enough history in S3; Glue's are limited.
          new UpdateTableCommand({ DatabaseName: database, TableInput: input, VersionId: version, SkipArchive: true }),
        );
        return 'updated';
      } catch (error) {
        if (error instanceof ConcurrentModificationException) return 'changed meanwhile';
        throw error;
      }
    },
  };
}

function readTable(table: Table): Awaited<ReturnType<FindTable>> {
  const { StorageDescriptor: descriptor = {}, PartitionKeys: keys = [], Parameters: parameters = {} } = table;
  const own: TableInput = {
    Name: table.Name ?? '',
    ...(table.Description === undefined ? {} : { Description: table.Description }),
    ...(table.Owner === undefined ? {} : { Owner: table.Owner }),
    ...(table.TableType === undefined ? {} : { TableType: table.TableType }),
    Retention: table.Retention ?? 0,
    Parameters: parameters,
    PartitionKeys: keys,
    StorageDescriptor: descriptor,
  };
  return {
    version: table.VersionId ?? '0',
    iceberg: parameters.table_type?.toUpperCase() === 'ICEBERG',
    columns: columnsOf(descriptor),
    partitionKeys: keys.map(({ Name: name = '' }) => name),
    isView: table.TableType === 'VIRTUAL_VIEW',
    parameters,
    withColumns: (columns, more = {}) => ({
      ...own,
      Parameters: { ...parameters, ...more },
      StorageDescriptor: withColumns(descriptor, columns),
    }),
    changed: (changes) => ({ ...own, ...changes }),
  };
}
