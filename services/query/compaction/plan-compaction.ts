import type { TableUpdated } from '@tributary/shared/events.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import { compactOrder } from './core/compact-order.ts';
import { compactionName } from './core/compaction-name.ts';
import { type Closing, compactionUnits, eventDayOf, listUnit, orderedUnits } from './core/compaction-units.ts';
import { compactTableOf, eventTypeOf } from './core/event-table.ts';

export type PlanCompactionDeps = {
  readonly databases: Databases;
  readonly closing: Closing;
  readonly tableExists: (database: string, table: string) => Promise<boolean>;
  /** Names of the service's own datasets and views, which no event type takes. */
  readonly taken: ReadonlySet<string>;
};

type Change = { readonly detail: TableUpdated; readonly eventId: string; readonly now: number };

/** The units that a `Table Updated` gives to the target `compaction`; of an event type that is new to it, also the days that lay there before. */
export type PlanCompaction = (change: Change) => Promise<readonly CompactionWork[]>;

type CompactionWork = { readonly dataset: string; readonly units: readonly NewUnit[] };

export function createPlanCompaction({ databases, closing, tableExists, taken }: PlanCompactionDeps): PlanCompaction {
  return async function planCompaction({ detail, eventId, now }) {
    const eventType = detail.database === databases.raw ? eventTypeOf(detail.table) : undefined;
    if (eventType === undefined || taken.has(compactTableOf(eventType))) return [];
    const units = compactionUnits({ detail, stamp: eventId, now }, closing) ?? [];
    const isNew = !(await tableExists(databases.lake, compactTableOf(eventType)));
    return [{ dataset: compactionName, units: [...units, ...(isNew ? [listUnit(eventType, now)] : [])] }];
  };
}

/** What somebody orders of compaction; undefined for another message. An event type that has no table of its own is left out. */
export type TakeOrder = (
  body: unknown,
  of: { readonly stamp: string; readonly now: number },
) => CompactionWork | undefined;

export function createTakeOrder({ closing, taken }: Pick<PlanCompactionDeps, 'closing' | 'taken'>): TakeOrder {
  return function takeOrder(body, of) {
    const told = compactOrder.safeParse(body);
    if (!told.success) return undefined;
    const ids = told.data.compact.filter((id) => !taken.has(compactTableOf(eventDayOf(id).eventType)));
    return { dataset: compactionName, units: orderedUnits(ids, of, closing) };
  };
}
