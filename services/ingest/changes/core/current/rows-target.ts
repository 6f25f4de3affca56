import { tokenOf } from '@tributary/shared/athena-token.ts';
import { alterTableSql, createTableSql, type Keep } from '@tributary/shared/iceberg-table.ts';
import type { LaneLimits } from '@tributary/shared/jobs/plan-runs.ts';
import type { Target } from '@tributary/shared/jobs/target.ts';
import type { Taken, Unit } from '@tributary/shared/jobs/unit.ts';
import { laterUpkeep, type Upkeep, type UpkeepSettings, upkeepLanes } from '@tributary/shared/jobs/upkeep.ts';
import { mergeRowsSql, type RowsOf, rebuildRowsSql } from './rows-sql.ts';
import { rowsColumns, rowsTableName } from './rows-table.ts';
import { objectsLane, objectUnit, rebuildLane } from './rows-units.ts';

export type RowsSettings = UpkeepSettings & {
  readonly lakeBucket: string;
  readonly gatherSeconds: number;
  readonly keep: Keep;
  /** Which of these paths of objects the catalog does not know the partition of yet. */
  readonly unregistered: (table: string, paths: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Whether a table is there, with the columns that it is read for. */
  readonly isReadable: (table: string) => Promise<boolean>;
};

// A statement has at most 262,144 bytes, of which an object takes some 240 beside its path.
const limits: Omit<LaneLimits, 'everyMs'> = {
  maxUnits: 200,
  maxPartitions: 1,
  maxBytes: 2_000_000_000,
  maxIdBytes: 60_000,
};

/** The Iceberg table under a `_current` as a target, whose units are new objects of `_changes`. */
export function rowsTarget(of: RowsOf, settings: RowsSettings): Target {
  const { lake, table } = of;
  const { keep, lakeBucket, gatherSeconds } = settings;
  const name = rowsTableName(table);
  const place = { database: lake, table: name, keep };
  const upkeep: Upkeep = { ...settings, database: lake, table: name, partitionsAtOnce: 1 };
  const after = (units: readonly Taken[], now: number) => laterUpkeep(upkeep, units, now);
  const example = objectUnit({ path: 's3://b/lake/year=2000/o', bytes: 0, range: undefined }, '', 0);
  return {
    name,
    digest: tokenOf(mergeRowsSql(of, [example]), rebuildRowsSql(of)),
    reads: [`lake.${table.name}_changes`],
    lanes: {
      [objectsLane]: {
        limits: { ...limits, everyMs: gatherSeconds * 1_000 },
        statement: (units) => mergeRowsSql(of, units),
        update: () => ({ cause: 'rows' }),
        unready: (units) => unready(of, settings, units),
        after,
      },
      [rebuildLane]: {
        limits: { ...limits, everyMs: gatherSeconds * 5_000 },
        statement: () => rebuildRowsSql(of),
        update: () => ({ cause: 'rows' }),
        unready: async (units) =>
          new Set((await settings.isReadable(`${table.name}_changes`)) ? [] : units.map(({ id }) => id)),
        // What it reads, objects have put there that then have nothing to add.
        along: (_, waiting) => waiting.filter(({ lane }) => lane === objectsLane),
        after,
      },
      ...upkeepLanes(upkeep),
    },
    table: {
      create: createTableSql({
        ...place,
        columns: rowsColumns(table),
        location: `s3://${lakeBucket}/iceberg/${name}/`,
      }),
      alter: alterTableSql(place),
      properties: tokenOf(JSON.stringify(keep)),
    },
  };
}

// What the catalog does not know reads as no rows at all: merging it would lose them without a word.
async function unready({ table }: RowsOf, { unregistered }: RowsSettings, units: readonly Unit[]) {
  const paths = units.map(({ id }) => id.split('#')[0] ?? id);
  const missing = await unregistered(`${table.name}_changes`, paths);
  return new Set(units.filter((_, at) => missing.has(paths[at] ?? '')).map(({ id }) => id));
}
