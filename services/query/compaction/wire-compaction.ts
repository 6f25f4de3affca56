import type { GlueClient } from '@aws-sdk/client-glue';
import { createFindEventTypes, type FindEventTypesDeps } from './find-event-types.ts';
import { createPlanCompaction, type PlanCompactionDeps } from './plan-compaction.ts';
import { createListRawTables } from './raw-tables.ts';

export type CompactionWiring = PlanCompactionDeps &
  Pick<FindEventTypesDeps, 'store' | 'wake' | 'now'> & {
    readonly isOn: boolean;
    readonly glue: GlueClient;
  };

/** What plan and reconcile do for compaction: nothing where it is switched off. */
export function wireCompaction({ isOn, glue, ...deps }: CompactionWiring) {
  if (!isOn) return { planCompaction: async () => [], findEventTypes: async () => undefined };
  const { databases, tableExists } = deps;
  return {
    planCompaction: createPlanCompaction(deps),
    findEventTypes: createFindEventTypes({
      ...deps,
      listRawTables: createListRawTables(glue, databases.raw),
      lakeHas: (table) => tableExists(databases.lake, table),
    }),
  };
}
