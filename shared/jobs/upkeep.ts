import { bareIdentifier, ddlIdentifier } from '../sql.ts';
import type { LaneLimits } from './plan-runs.ts';
import type { Lane, Later } from './target.ts';
import type { Taken, Unit } from './unit.ts';
import type { Look } from './upkeep/look.ts';
import { sparedOptimize, sparedVacuum, type Thresholds } from './upkeep/worth.ts';

/** When tables are looked at, and what is worth a statement then. */
export type UpkeepSettings = {
  /** After a partition was written to, until its files are looked at. */
  readonly optimizeAfterMs: number;
  /** After a table was written to, until its snapshots are looked at. */
  readonly vacuumAfterMs: number;
  /** Without it all that is due is done. */
  readonly worth?: { readonly look: Look; readonly thresholds: Thresholds };
};

export type Upkeep = UpkeepSettings & {
  readonly database: string;
  readonly table: string;
  /** How many partitions one OPTIMIZE is bounded to. */
  readonly partitionsAtOnce: number;
  /** The condition that bounds a statement to some partitions; none of a table without partitions. */
  readonly inPartitions?: (partitions: readonly string[]) => string;
};

const limits: Omit<LaneLimits, 'maxUnits'> = {
  maxPartitions: 100,
  maxBytes: Number.POSITIVE_INFINITY,
  maxIdBytes: 100_000,
  everyMs: 0,
};

// The name of a database in quotes of any kind is refused: https://docs.aws.amazon.com/athena/latest/ug/vacuum-statement.html
/** OPTIMIZE of the partitions that were written to, and VACUUM: work of the same target, so that neither ever meets a writer. */
export function upkeepLanes({
  database,
  table,
  inPartitions,
  partitionsAtOnce,
  worth,
}: Upkeep): Readonly<Record<string, Lane>> {
  return {
    optimize: {
      limits: { ...limits, maxUnits: partitionsAtOnce },
      statement: (units) =>
        `OPTIMIZE ${bareIdentifier(database)}.${bareIdentifier(table)} REWRITE DATA USING BIN_PACK${inPartitions === undefined ? '' : ` WHERE ${inPartitions(partitionsOf(units))}`}`,
      ...(worth === undefined ? {} : { spared: (units) => optimizeSpares({ database, table, worth }, units) }),
    },
    vacuum: {
      limits: { ...limits, maxUnits: 1 },
      statement: () => `VACUUM ${bareIdentifier(database)}.${ddlIdentifier(table)}`,
      ...(worth === undefined ? {} : { spared: (units, now) => vacuumSpares({ database, table, worth }, units, now) }),
    },
  };
}

type Looked = Pick<Upkeep, 'database' | 'table'> & { readonly worth: NonNullable<Upkeep['worth']> };

/** Which partitions of a table are not worth an OPTIMIZE. */
export async function optimizeSpares({ database, table, worth }: Looked, units: readonly Unit[]) {
  const files = await worth.look.files(database, table);
  return files === undefined ? new Map() : sparedOptimize(units, files, worth.thresholds);
}

/** Whether a table is not worth a VACUUM (yet). */
export async function vacuumSpares({ database, table, worth }: Looked, units: readonly Unit[], now: number) {
  const forgettable = await worth.look.forgettable(database, table);
  const spared = forgettable && sparedVacuum(forgettable, worth.thresholds, now);
  return new Map(spared === undefined ? [] : units.map(({ id }) => [id, spared]));
}

/** What a table needs some time after partitions of it were written to. */
export function laterUpkeep(
  { optimizeAfterMs, vacuumAfterMs }: Upkeep,
  units: readonly Taken[],
  now: number,
): readonly Later[] {
  const partitions = partitionsOf(units).map((partition) => ({
    id: `optimize:${partition}`,
    lane: 'optimize',
    dueAt: now + optimizeAfterMs,
    partition,
  }));
  return [...partitions, { id: 'vacuum', lane: 'vacuum', dueAt: now + vacuumAfterMs }];
}

function partitionsOf(units: readonly Pick<Unit, 'partition'>[]): readonly string[] {
  return [...new Set(units.flatMap(({ partition }) => (partition === undefined ? [] : [partition])))].toSorted();
}
