import { tokenOf } from '@tributary/shared/athena-token.ts';
import { alterTableSql, createTableSql, type Keep } from '@tributary/shared/iceberg-table.ts';
import type { LaneLimits } from '@tributary/shared/jobs/plan-runs.ts';
import type { Lane, Target } from '@tributary/shared/jobs/target.ts';
import type { Taken, Unit } from '@tributary/shared/jobs/unit.ts';
import { laterUpkeep, type Upkeep, type UpkeepSettings, upkeepLanes } from '@tributary/shared/jobs/upkeep.ts';
import { bareIdentifier, joinRanges, within } from '@tributary/shared/sql.ts';
import type { MergeNames } from './enriched-rows.ts';
import type { Enrichment } from './enrichment.ts';
import { mergeObjectsSql } from './merge-objects.ts';
import { replaceHoursSql } from './replace-hours.ts';
import { hoursLane, hoursOf, objectsLane, objectsOf } from './units.ts';

export type EnrichmentSettings = UpkeepSettings & {
  readonly names: MergeNames;
  readonly lakeBucket: string;
  readonly gatherSeconds: number;
  readonly keep: Keep;
  /** Which of these hours the catalog does not know yet, though there is something in them (ms since the epoch). */
  readonly unregistered: (source: string, hours: readonly Date[]) => Promise<ReadonlySet<number>>;
  /** Whether the lake has a table or view. */
  readonly tableExists: (table: string) => Promise<boolean>;
};

const dayMillis = 86_400_000;

// A statement writes at most 100 partitions, here days (https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html), and has at
// most 262,144 bytes, of which an object takes some 240 beside its path.
const bounds: Omit<LaneLimits, 'everyMs'> = {
  maxUnits: 200,
  maxPartitions: 90,
  maxBytes: 2_000_000_000,
  maxIdBytes: 120_000,
};

/** An enriched table as a target, whose units are new objects of its source, and hours of it that were corrected. */
export function enrichmentTarget(enrichment: Enrichment, settings: EnrichmentSettings): Target {
  const { names, lakeBucket, keep, gatherSeconds } = settings;
  const { table, columns, partitionedBy, time } = enrichment;
  const place = { database: names.lakeDatabase, table, keep };
  const upkeep: Upkeep = {
    ...settings,
    ...place,
    // By a range of whole days, of which OPTIMIZE takes one.
    partitionsAtOnce: 1,
    inPartitions: (days) => within(bareIdentifier(time), joinRanges(days.map(startOf), dayMillis)),
  };
  const common = {
    update: (units: readonly Taken[]) => ({ cause: 'rows' as const, partitions: daysOf(units) }),
    after: (units: readonly Taken[], now: number) => laterUpkeep(upkeep, units, now),
    unready: (units: readonly Unit[]) => unready(enrichment, settings, units),
  };
  const objects: Lane = {
    ...common,
    limits: { ...bounds, everyMs: gatherSeconds * 1_000 },
    statement: (units) => mergeObjectsSql(enrichment, objectsOf(units), names),
  };
  const hours: Lane = {
    ...common,
    // A replay corrects the same hours many times over.
    limits: { ...bounds, everyMs: gatherSeconds * 5_000 },
    statement: (units) => replaceHoursSql(enrichment, hoursOf(units), names),
    along: objectsIn,
  };
  return {
    name: table,
    digest: tokenOf(mergeObjectsSql(enrichment, objectsOf([{ id: anyObject }]), names)),
    reads: [enrichment.source, ...enrichment.reads].map((read) => `lake.${read}`),
    lanes: { [objectsLane]: objects, [hoursLane]: hours, ...upkeepLanes(upkeep) },
    table: {
      create: createTableSql({ ...place, columns, partitionedBy, location: `s3://${lakeBucket}/iceberg/${table}/` }),
      alter: alterTableSql(place),
      properties: tokenOf(JSON.stringify(keep)),
    },
  };
}

const anyObject = 's3://bucket/lake/year=2000/month=01/day=01/hour=00/o';

const startOf = (day: string) => new Date(`${day}T00:00:00Z`);

function daysOf(units: readonly Taken[]): readonly string[] {
  return [...new Set(units.flatMap(({ partition }) => (partition === undefined ? [] : [partition])))].toSorted();
}

/** Objects of hours that are computed anew are in the result. */
function objectsIn(hours: readonly Unit[], waiting: readonly Unit[]): readonly Unit[] {
  const taken = new Set(hoursOf(hours).map((hour) => hour.getTime()));
  return waiting.filter((unit) => objectsOf([unit]).some(({ hour }) => taken.has(hour.getTime())));
}

// What the catalog does not know reads as no rows at all: merging it would lose them without a word.
async function unready(
  { source, reads }: Enrichment,
  { unregistered, tableExists }: EnrichmentSettings,
  units: readonly Unit[],
) {
  // What it is joined with may have yet to land.
  for (const table of reads) if (!(await tableExists(table))) return new Set(units.map(({ id }) => id));
  const hourOfUnit = (unit: Unit) => objectsOf([unit])[0]?.hour ?? hoursOf([unit])[0];
  const hours = units.flatMap((unit) => hourOfUnit(unit) ?? []);
  const missing = await unregistered(source, hours);
  return new Set(units.filter((unit) => missing.has(hourOfUnit(unit)?.getTime() ?? 0)).map(({ id }) => id));
}
