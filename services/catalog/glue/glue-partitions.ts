import {
  BatchCreatePartitionCommand,
  GetPartitionCommand,
  type GlueClient,
  type Partition,
  UpdatePartitionCommand,
} from '@aws-sdk/client-glue';
import { columnsOf, withColumns } from './glue-columns.ts';
import type { CreatePartition, FindPartition, FoundPartition, PartitionId, UpdatePartition } from './ports.ts';

export type GluePartitions = {
  readonly createPartition: CreatePartition;
  readonly findPartition: FindPartition;
  readonly updatePartition: UpdatePartition;
};

/** The partitions of the Glue Data Catalog behind register. */
export function createGluePartitions(client: Pick<GlueClient, 'send'>): GluePartitions {
  return {
    async createPartition({ database, table, values }, storage) {
      const { Errors: errors = [] } = await client.send(
        new BatchCreatePartitionCommand({
          DatabaseName: database,
          TableName: table,
          PartitionInputList: [{ Values: [...values], StorageDescriptor: storage }],
        }),
      );
      // Told per partition under HTTP 200.
      const [failed] = errors;
      if (!failed) return 'created';
      const { ErrorCode: code, ErrorMessage: message } = failed.ErrorDetail ?? {};
      if (code === 'AlreadyExistsException') return 'exists';
      throw new Error(`Partition ${values.join('/')} of ${database}.${table} was not created: ${code} ${message}`);
    },
    async findPartition(id) {
      const { Partition: found = {} } = await client.send(new GetPartitionCommand(inputOf(id)));
      return readPartition(found);
    },
    async updatePartition({ database, table, values }, input) {
      await client.send(
        new UpdatePartitionCommand({
          DatabaseName: database,
          TableName: table,
          PartitionValueList: [...values],
          PartitionInput: input,
        }),
      );
    },
  };
}

function inputOf({ database, table, values }: PartitionId) {
  return { DatabaseName: database, TableName: table, PartitionValues: [...values] };
}

function readPartition(partition: Partition): FoundPartition {
  const { Values: values = [], StorageDescriptor: descriptor = {}, Parameters: parameters } = partition;
  return {
    columns: columnsOf(descriptor),
    location: descriptor.Location,
    withColumns: (columns, location = descriptor.Location) => ({
      Values: values,
      ...(parameters === undefined ? {} : { Parameters: parameters }),
      StorageDescriptor: {
        ...withColumns(descriptor, columns),
        ...(location === undefined ? {} : { Location: location }),
      },
    }),
  };
}
