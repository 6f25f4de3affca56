import { tokenOf } from '@tributary/shared/athena-token.ts';
import type { LaneLimits } from '@tributary/shared/jobs/plan-runs.ts';
import type { Lane, Later, Target } from '@tributary/shared/jobs/target.ts';
import type { Taken, Unit } from '@tributary/shared/jobs/unit.ts';
import { optimizeSpares, type UpkeepSettings, vacuumSpares } from '@tributary/shared/jobs/upkeep.ts';
import { bareIdentifier, ddlIdentifier } from '@tributary/shared/sql.ts';
import { compactionName } from './compaction-name.ts';
import {
  type CompactionPlace,
  createCompactSql,
  listDaysSql,
  optimizeDaySql,
  replaceEventDaysSql,
} from './compaction-sql.ts';
import { type Closing, compactLane, eventDayOf, listedUnits, listLane } from './compaction-units.ts';
import { compactTableOf } from './event-table.ts';

export type CompactionSettings = CompactionPlace & UpkeepSettings & Closing & { readonly now: () => number };

const one: LaneLimits = {
  maxUnits: 1,
  maxPartitions: 1,
  maxBytes: Number.POSITIVE_INFINITY,
  maxIdBytes: 1_000,
  everyMs: 0,
};

/** Closed days of events' JSON as a target; a unit is a day of an event type, and several days of one type may share a statement. */
export function compactionTarget(settings: CompactionSettings): Target {
  const { databases } = settings;
  const statement = (units: readonly Pick<Unit, 'id'>[]) =>
    replaceEventDaysSql(typeOf(units), units.map(({ id }) => eventDayOf(id).day).toSorted(), databases);
  const create = (units: readonly Pick<Unit, 'id'>[]) => createCompactSql(typeOf(units), settings);
  const example = [{ id: 'example/2000-01-01' }];
  return {
    name: compactionName,
    digest: tokenOf(create(example), statement(example)),
    lanes: {
      [compactLane]: {
        limits: one,
        statement,
        steps: (units) => [
          { name: 'create', sql: create(units) },
          { name: 'replace', sql: statement(units) },
        ],
        along: (taken, waiting) => ofOneType(taken, waiting, settings.now()),
        update: (units) => ({
          cause: 'rows',
          table: compactTableOf(typeOf(units)),
          partitions: units.map(({ id }) => eventDayOf(id).day).toSorted(),
        }),
        after: (units, now) => laterOf(units, settings, now),
      },
      [listLane]: {
        limits: one,
        statement: ([unit]) => listDaysSql(unit?.id ?? '', databases),
        found: (rows, now) => listedUnits(rows, now, settings),
      },
      ...upkeep(settings),
    },
  };
}

function typeOf(units: readonly Pick<Unit, 'id'>[]): string {
  return eventDayOf(units[0]?.id ?? '').eventType;
}

// One statement reads the JSON of all its days.
const mostDays = 7;

/** Other days of the same event type that are due, and have not failed. */
function ofOneType(taken: readonly Unit[], waiting: readonly Unit[], now: number): readonly Unit[] {
  const type = typeOf(taken);
  const isAlong = ({ id, lane, dueAt, limit }: Unit) =>
    lane === compactLane && dueAt <= now && limit === undefined && eventDayOf(id).eventType === type;
  const ids = new Set(taken.map(({ id }) => id));
  return waiting.filter((unit) => !ids.has(unit.id) && isAlong(unit)).slice(0, mostDays - taken.length);
}

function laterOf(units: readonly Taken[], { optimizeAfterMs, vacuumAfterMs }: UpkeepSettings, now: number) {
  const days = units.map(({ id }): Later => {
    return { id: `optimize:${id}`, lane: 'optimize', dueAt: now + optimizeAfterMs, partition: eventDayOf(id).day };
  });
  return [...days, { id: `vacuum:${typeOf(units)}`, lane: 'vacuum', dueAt: now + vacuumAfterMs }];
}

/** The same as other tables have, but of a table per unit; a day that was made again has as many rows deleted as it has. */
function upkeep({ databases, worth }: CompactionSettings): Readonly<Record<string, Lane>> {
  const database = databases.lake;
  const looked = (table: string, { look, thresholds }: NonNullable<UpkeepSettings['worth']>) => ({
    ...{ database, table },
    worth: { look, thresholds: { ...thresholds, deleteFiles: 1 } },
  });
  const vacuumed = (units: readonly Pick<Unit, 'id'>[]) => compactTableOf((units[0]?.id ?? '').replace(/^vacuum:/, ''));
  return {
    optimize: {
      limits: one,
      statement: (units) => {
        const { eventType, day } = eventDayOf(units[0]?.id ?? '');
        return optimizeDaySql(eventType, day, databases);
      },
      ...(worth && { spared: (units) => optimizeSpares(looked(compactTableOf(typeOf(units)), worth), units) }),
    },
    vacuum: {
      limits: one,
      statement: (units) => `VACUUM ${bareIdentifier(database)}.${ddlIdentifier(vacuumed(units))}`,
      ...(worth && { spared: (units, now) => vacuumSpares(looked(vacuumed(units), worth), units, now) }),
    },
  };
}
