import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../../kernel/operation.ts';
import type { Engine } from '../engine.ts';
import { untilActive } from '../table.ts';
import type { TableProperties } from './table-schema.ts';

/** Deletes and creates global indexes until they are the template's, one by one as DynamoDB takes them. */
export async function changeIndexes(
  engine: Engine,
  table: TableDescription,
  { GlobalSecondaryIndexes = [], AttributeDefinitions }: TableProperties,
  { cloud, caller }: Context,
): Promise<void> {
  const TableName = table.TableName ?? '';
  const had = new Set((table.GlobalSecondaryIndexes ?? []).map(({ IndexName = '' }) => IndexName));
  const wanted = new Set(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName));
  const removals = [...had]
    .filter((name) => !wanted.has(name))
    .map((IndexName) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] }));
  const additions = GlobalSecondaryIndexes.filter(({ IndexName }) => !had.has(IndexName)).map((index) => ({
    AttributeDefinitions,
    GlobalSecondaryIndexUpdates: [{ Create: index }],
  }));
  for (const change of [...removals, ...additions]) {
    await cloud.call(caller, 'dynamodb', 'UpdateTable', { TableName, ...change });
    await untilActive(engine, TableName);
  }
}
