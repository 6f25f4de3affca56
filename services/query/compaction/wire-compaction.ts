import type { GlueClient } from '@aws-sdk/client-glue';
import { createFindEventTypes, type FindEventTypesDeps } from './find-event-types.ts';
import { createPlanCompaction, createTakeOrder, type PlanCompactionDeps } from './plan-compaction.ts';
import { createListRawTables } from './raw-tables.ts';

export type CompactionWiring = PlanCompactionDeps &
  Pick<FindEventTypesDeps, 'store' | 'wake' | 'now'> & {
    readonly isOn: boolean;
    readonly glue: GlueClient;
  };

/** What plan and reconcile do for compaction: only what somebody orders where it is switched off. */
export function wireCompaction({ isOn, glue, ...deps }: CompactionWiring) {
  const takeOrder = createTakeOrder(deps);
  if (!isOn) return { takeOrder, planCompaction: async () => [], findEventTypes: async () => undefined };
  const { databases, tableExists } = deps;
  return {
    takeOrder,
    planCompaction: createPlanCompaction(deps),
    findEventTypes: createFindEventTypes({
      ...deps,
      listRawTables: createListRawTables(glue, databases.raw),
      lakeHas: (table) => tableExists(databases.lake, table),
    }),
  };
}
