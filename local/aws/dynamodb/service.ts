import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { describeContinuousBackups, updateContinuousBackups } from './continuous-backups.ts';
import { createEngine } from './engine.ts';
import { scheduleExpiry } from './expiry.ts';
import { forwardedOperations } from './forward.ts';
import { tableResource } from './resources/table.ts';
import { createTable, deleteTable, describeTable, type Tables, updateTable } from './table.ts';
import { openTableSettings } from './table-settings.ts';
import { describeTimeToLive, updateTimeToLive } from './time-to-live.ts';

const makers = [
  createTable,
  deleteTable,
  describeContinuousBackups,
  describeTable,
  describeTimeToLive,
  updateContinuousBackups,
  updateTable,
  updateTimeToLive,
];

/** Amazon DynamoDB by dynalite, with its items on this disk. */
export function createDynamoDb(cloud: Cloud): Service {
  const tables: Tables = { engine: createEngine(cloud), settings: openTableSettings(cloud) };
  return {
    name: 'dynamodb',
    operations: [...forwardedOperations(tables.engine), ...makers.map((make) => make(tables))],
    resources: [tableResource(tables)],
    start: () => scheduleExpiry(cloud, tables.settings),
    stop: () => tables.engine.stop(),
  };
}
