import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import { compactionName } from './core/compaction-name.ts';
import { listUnit } from './core/compaction-units.ts';
import { compactTableOf, eventTypeOf } from './core/event-table.ts';

export type FindEventTypesDeps = {
  /** Names of the tables of the raw database, those of events at least. */
  readonly listRawTables: () => Promise<readonly string[]>;
  /** Whether the lake has a table. */
  readonly lakeHas: (table: string) => Promise<boolean>;
  readonly taken: ReadonlySet<string>;
  readonly store: Pick<JobStore, 'addUnits' | 'noteMeasured'>;
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly now: () => number;
};

const everyMs = 3_600_000;

/** Every hour: has the days listed of event types that have no table yet, also of those of which nothing lands any more. */
export function createFindEventTypes(deps: FindEventTypesDeps) {
  const { store, now } = deps;
  return async function findEventTypes(): Promise<void> {
    if (!(await store.noteMeasured(compactionName, now(), now() - everyMs))) return;
    const found: string[] = [];
    for (const table of await deps.listRawTables()) {
      const eventType = eventTypeOf(table);
      if (eventType !== undefined && (await isNew(deps, compactTableOf(eventType)))) found.push(eventType);
    }
    await store.addUnits(
      compactionName,
      found.map((eventType) => listUnit(eventType, now())),
    );
    if (found.length > 0) await deps.wake(compactionName, 0);
  };
}

async function isNew({ lakeHas, taken }: FindEventTypesDeps, table: string): Promise<boolean> {
  return !taken.has(table) && !(await lakeHas(table));
}
