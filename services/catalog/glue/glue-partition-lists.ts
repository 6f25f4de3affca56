import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  type ErrorDetail,
  type GlueClient,
  type Partition,
  type PartitionInput,
  paginateGetPartitions,
} from '@aws-sdk/client-glue';
import type { KeptPartition, PartitionLists } from './ports.ts';

// https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html, …BatchUpdatePartition.html and …BatchDeletePartition.html
const mostCreated = 100;
const mostUpdated = 100;
const mostDeleted = 25;

/** Partitions of Glue's tables, many at once. Each call tells of its failures one by one, under HTTP 200. */
export function createGluePartitionLists(client: GlueClient): PartitionLists {
  return {
    async list(database, table) {
      const all: KeptPartition[] = [];
      const asked = { DatabaseName: database, TableName: table };
      for await (const { Partitions = [] } of paginateGetPartitions({ client }, asked))
        all.push(...Partitions.map(keptOf));
      return all;
    },
    async create(database, table, partitions) {
      for (const some of inLots(partitions, mostCreated)) {
        const { Errors: errors = [] } = await client.send(
          new BatchCreatePartitionCommand({ DatabaseName: database, TableName: table, PartitionInputList: some }),
        );
        for (const { PartitionValues: values, ErrorDetail: detail } of errors)
          check({ table, values, detail, isFine: 'AlreadyExistsException' });
      }
    },
    async update(database, table, partitions) {
      for (const some of inLots(partitions, mostUpdated)) {
        const entries = some.map(({ values, input }) => ({ PartitionValueList: [...values], PartitionInput: input }));
        const { Errors: errors = [] } = await client.send(
          new BatchUpdatePartitionCommand({ DatabaseName: database, TableName: table, Entries: entries }),
        );
        for (const { PartitionValueList: values, ErrorDetail: detail } of errors) check({ table, values, detail });
      }
    },
    async remove(database, table, values) {
      for (const some of inLots(values, mostDeleted)) {
        const { Errors: errors = [] } = await client.send(
          new BatchDeletePartitionCommand({
            DatabaseName: database,
            TableName: table,
            PartitionsToDelete: some.map((each) => ({ Values: [...each] })),
          }),
        );
        for (const { PartitionValues: failed, ErrorDetail: detail } of errors)
          check({ table, values: failed, detail, isFine: 'EntityNotFoundException' });
      }
    },
  };
}

type Failure = {
  readonly table: string;
  readonly values: readonly string[] | undefined;
  readonly detail: ErrorDetail | undefined;
  readonly isFine?: string;
};

function check({ table, values = [], detail = {}, isFine }: Failure): void {
  if (detail.ErrorCode === isFine) return;
  throw new Error(`Partition ${values.join('/')} of ${table}: ${detail.ErrorCode} ${detail.ErrorMessage}`);
}

function keptOf({ Values: values = [], StorageDescriptor, Parameters }: Partition): KeptPartition {
  const input: PartitionInput = {
    Values: values,
    ...(StorageDescriptor === undefined ? {} : { StorageDescriptor }),
    ...(Parameters === undefined ? {} : { Parameters }),
  };
  return { values, input };
}

function inLots<T>(all: readonly T[], most: number): readonly T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most));
}
