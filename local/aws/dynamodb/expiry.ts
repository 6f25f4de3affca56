import type { ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { admin } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Journal } from '../../kernel/journal.ts';
import type { TableSettings } from './table-settings.ts';

const everyMs = 600_000;
/** Whose time passed more than five years ago is not deleted: it may be no time at all. */
const fiveYears = 5 * 365 * 86_400;

/** Deletes items past their time to live every ten minutes; AWS takes up to some days. */
export function scheduleExpiry(cloud: Cloud, settings: Journal<TableSettings>): void {
  cloud.clock.after(everyMs, async () => {
    for (const { name, timeToLive } of [...settings.values()])
      if (timeToLive?.Enabled === true) await expire(cloud, name, timeToLive.AttributeName ?? '');
    scheduleExpiry(cloud, settings);
  });
}

/** Deletes a table's items whose `attribute`, in epoch seconds, has passed. */
export async function expire(cloud: Cloud, TableName: string, attribute: string): Promise<void> {
  const { Table } = await cloud.call(admin, 'dynamodb', 'DescribeTable', { TableName });
  const keyNames = new Set((Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName));
  const now = Math.floor(cloud.clock.now() / 1000);
  const isOver = {
    names: { '#ttl': attribute },
    values: { ':now': { N: String(now) }, ':least': { N: String(now - fiveYears) } },
    expression: '#ttl < :now AND #ttl > :least',
  };
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: Pick<ScanCommandOutput, 'Items' | 'LastEvaluatedKey'> = await cloud.call(admin, 'dynamodb', 'Scan', {
      TableName,
      FilterExpression: isOver.expression,
      ExpressionAttributeNames: isOver.names,
      ExpressionAttributeValues: isOver.values,
      ExclusiveStartKey: from,
    });
    for (const item of page.Items ?? []) {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keyNames.has(name)));
      const input = {
        TableName,
        Key,
        ConditionExpression: isOver.expression,
        ExpressionAttributeNames: isOver.names,
        ExpressionAttributeValues: isOver.values,
      };
      await cloud.call(admin, 'dynamodb', 'DeleteItem', input).catch(leaveProlonged);
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** Somebody has given it more time meanwhile. */
function leaveProlonged(error: unknown): void {
  if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return;
  throw error;
}
