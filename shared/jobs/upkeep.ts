import { bareIdentifier, ddlIdentifier } from '../sql.ts';
import type { LaneLimits } from './plan-runs.ts';
import type { Lane, Later } from './target.ts';
import type { Taken, Unit } from './unit.ts';

export type Upkeep = {
  readonly database: string;
  readonly table: string;
  /** How many partitions one OPTIMIZE is bounded to. */
  readonly partitionsAtOnce: number;
  /** The condition that bounds a statement to some partitions; none of a table without partitions. */
  readonly inPartitions?: (partitions: readonly string[]) => string;
  /** After a partition was written to, until its files are joined. */
  readonly optimizeAfterMs: number;
  /** After a table was written to, until what no snapshot needs is removed. */
  readonly vacuumAfterMs: number;
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
}: Upkeep): Readonly<Record<string, Lane>> {
  return {
    optimize: {
      limits: { ...limits, maxUnits: partitionsAtOnce },
      statement: (units) =>
        `OPTIMIZE ${bareIdentifier(database)}.${bareIdentifier(table)} REWRITE DATA USING BIN_PACK${inPartitions === undefined ? '' : ` WHERE ${inPartitions(partitionsOf(units))}`}`,
    },
    vacuum: {
      limits: { ...limits, maxUnits: 1 },
      statement: () => `VACUUM ${bareIdentifier(database)}.${ddlIdentifier(table)}`,
    },
  };
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
