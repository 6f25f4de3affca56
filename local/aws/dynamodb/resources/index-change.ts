import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../kernel/error.ts';
import type { Context } from '../../../kernel/operation.ts';
import type { Engine } from '../engine.ts';
import { untilActive } from '../table.ts';
import type { TableProperties } from './table-schema.ts';

/** Deletes or creates the one global index that the template has less or more: CloudFormation takes no second one in an update. */
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
  const changes = [...removals, ...additions];
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
  if (changes.length > 1)
    throw new AwsError(
      'ValidationException',
      'Cannot perform more than one GSI creation or deletion in a single update',
    );
  for (const change of changes) {
    await cloud.call(caller, 'dynamodb', 'UpdateTable', { TableName, ...change });
    await untilActive(engine, TableName);
  }
}
