import { BatchGetPartitionCommand, EntityNotFoundException, type GlueClient } from '@aws-sdk/client-glue';

/** Which of these partitions (by their values, at most 1,000) the table has. A missing table has none. */
export type FindPartitions = (table: string, values: readonly (readonly string[])[]) => Promise<ReadonlySet<string>>;

/** The name of a partition in FindPartitions' answer. */
export function partitionName(values: readonly string[]): string {
  return values.join('/');
}

/** What Glue leaves unprocessed counts as not found: it is asked for again a moment later. */
export function createFindPartitions(client: Pick<GlueClient, 'send'>, database: string): FindPartitions {
  return async function findPartitions(table, values) {
    const PartitionsToGet = values.map((one) => ({ Values: [...one] }));
    try {
      const answer = await client.send(
        new BatchGetPartitionCommand({ DatabaseName: database, TableName: table, PartitionsToGet }),
      );
      return new Set((answer.Partitions ?? []).map(({ Values: one = [] }) => partitionName(one)));
    } catch (error) {
      if (error instanceof EntityNotFoundException) return new Set();
      throw error;
    }
  };
}
