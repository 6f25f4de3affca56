import type { ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { admin } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Journal } from '../../kernel/journal.ts';
import type { TableSettings } from './table-settings.ts';

const everyMs = 600_000;

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
  const now = String(Math.floor(cloud.clock.now() / 1000));
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: Pick<ScanCommandOutput, 'Items' | 'LastEvaluatedKey'> = await cloud.call(admin, 'dynamodb', 'Scan', {
      TableName,
      FilterExpression: '#ttl < :now',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':now': { N: now } },
      ExclusiveStartKey: from,
    });
    for (const item of page.Items ?? []) {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keyNames.has(name)));
      await cloud.call(admin, 'dynamodb', 'DeleteItem', { TableName, Key });
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
