import type { Partition, Segment } from '@aws-sdk/client-glue';
import { notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { describePartition } from '../describe.ts';
import { invalidInput } from '../error.ts';
import { matcher } from '../expression/matches.ts';
import { parseFilter } from '../expression/parse.ts';
import { findTable } from '../find.ts';
import { page } from '../paging.ts';
import { onTable } from '../permission.ts';
import { type GlueStore, keyOf, type StoredTable } from '../store.ts';

export const getPartitions = (store: GlueStore) =>
  operation('glue', 'GetPartitions', {
    permissions: (input, context) => onTable('GetPartitions', input, context),
    handle(input, { cloud }) {
      if (input.TransactionId || input.QueryAsOfTime) throw notCovered('glue:GetPartitions of a governed table');
      const table = findTable(store, input.DatabaseName, input.TableName);
      const matches = valuesTest(table, input.Expression);
      const segment = segmentTest(input.Segment);
      const entries = store
        .partitionsOf(table.database, table.name)
        .filter(({ values }) => matches(values))
        .map((partition) => [keyOf(...partition.values), partition] as const)
        .filter(([key]) => segment(key));
      const { items, nextToken } = page(entries, { token: input.NextToken, max: input.MaxResults, limit: 1000 });
      const partitions = items.map((partition) => describePartition(partition, cloud.account));
      return {
        Partitions: input.ExcludeColumnSchema ? partitions.map(withoutColumns) : partitions,
        NextToken: nextToken,
      };
    },
  });

function valuesTest(table: StoredTable, expression: string | undefined): (values: readonly string[]) => boolean {
  if (expression === undefined || expression.trim() === '') return () => true;
  return matcher(parseFilter(expression), table.input.PartitionKeys ?? []);
}

function segmentTest(segment: Segment | undefined): (key: string) => boolean {
  if (!segment) return () => true;
  const { SegmentNumber: number = 0, TotalSegments: total = 1 } = segment;
  if (total < 1 || total > 10 || number < 0 || number >= total)
    throw invalidInput('SegmentNumber must be at least 0 and less than TotalSegments, which must be 1 to 10.');
  return (key) => hash(key) % total === number;
}

function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) % 2_147_483_647;
  return value;
}

function withoutColumns(partition: Partition): Partition {
  const { StorageDescriptor: storage, ...rest } = partition;
  return storage ? { ...rest, StorageDescriptor: { ...storage, Columns: undefined } } : rest;
}
