import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { JobStore } from '../job-store.ts';
import { createLineageStore } from './lineage-store.ts';
import { createLogStore } from './log-store.ts';
import { createMarkStore } from './mark-store.ts';
import { createRunStore } from './run-store.ts';
import { createSlotStore } from './slot-store.ts';
import { createJobsTable } from './table.ts';
import { createUnitStore } from './unit-store.ts';
import { createVersionStore } from './version-store.ts';

/** How long the log is kept, where nobody says. */
const usualDays = 90;

/** The jobs of one service, in a DynamoDB table of its own with pk and sk, whose items end by `expiresAt`; its log is kept so many days. */
export function createJobStore(client: Pick<DynamoDBClient, 'send'>, tableName: string, logDays = usualDays): JobStore {
  const table = createJobsTable(client, tableName);
  const { started, ...runs } = createRunStore(table);
  const { recordOwner, recordEntry, ...log } = createLogStore(table, logDays);
  const { mark, ...marks } = createMarkStore(table, randomUUID);
  return {
    ...createUnitStore(table, { newVersion: randomUUID, mark }),
    ...marks,
    ...createSlotStore(table),
    ...runs,
    ...log,
    ...createLineageStore(table),
    ...createVersionStore(table, logDays),
    // The owner first: an event of Athena's may be here before the rest is.
    async recordStart(target, run, start) {
      await recordOwner(target, start);
      const at = await started(target, run, start);
      if (at !== undefined) await recordEntry(target, run, { ...start, at });
    },
  };
}
