import { tokenOf } from '@tributary/shared/athena-token.ts';
import { alterTableSql, createTableSql } from '@tributary/shared/iceberg-table.ts';
import type { LaneLimits } from '@tributary/shared/jobs/plan-runs.ts';
import type { Lane, Target } from '@tributary/shared/jobs/target.ts';
import type { Taken, Unit } from '@tributary/shared/jobs/unit.ts';
import { laterUpkeep, type Upkeep, type UpkeepSettings, upkeepLanes } from '@tributary/shared/jobs/upkeep.ts';
import { bareIdentifier } from '@tributary/shared/sql.ts';
import type { Dataset } from './dataset.ts';
import { makeLane } from './make-lane.ts';
import { all } from './partition-text.ts';
import { commandOf } from './statements/again.ts';
import { mostAtOnce } from './statements/batches.ts';
import { datasetSteps, expandSteps } from './statements/dataset-steps.ts';
import { fillDigest, fillSql, foundUnits, saysFound } from './statements/fill.ts';
import { inPartitions, partitionTransform } from './statements/in-partitions.ts';
import { isWhole } from './statements/kind.ts';
import { explainFailure } from './statements/locate.ts';
import { locationOf, type Place } from './statements/staged.ts';
import { changeSteps, changesOf } from './statements/table-changes.ts';
import { passOnOf, upstreamOf } from './upstream.ts';

export type DatasetSettings = Place &
  UpkeepSettings & {
    /** Of datasets that do not say themselves; 0 for all: at once. */
    readonly everySeconds: number;
    /** So many partitions of its sources a new dataset is filled with at most. */
    readonly fillPartitions: number;
    readonly tableExists: (database: string, table: string) => Promise<boolean>;
  };

const limits: Omit<LaneLimits, 'everyMs'> = {
  maxUnits: mostAtOnce,
  maxPartitions: mostAtOnce,
  maxBytes: Number.POSITIVE_INFINITY,
  maxIdBytes: 10_000,
};

/** A dataset as a target, whose units are its partitions; `datasets` are all there are. */
export function datasetTarget(
  dataset: Dataset,
  settings: DatasetSettings,
  datasets: readonly Dataset[] = [dataset],
): Target {
  const { databases } = settings;
  const everySeconds = settings.everySeconds === 0 ? 0 : (dataset.everySeconds ?? settings.everySeconds);
  const write = { ...writeLane(dataset, settings), makes: true, passOn: passOnOf(dataset, datasets) } as const;
  return {
    name: dataset.table,
    digest: tokenOf(JSON.stringify(datasetSteps(dataset, settings, { units: [{ id: '2000-01-01' }], runId: '' }))),
    reads: dataset.after.map(({ database, table }) => `${database}.${table}`),
    lanes: {
      write: { ...write, limits: { ...limits, everyMs: everySeconds * 1_000 } },
      backfill: {
        ...write,
        limits: { ...limits, everyMs: 0 },
        yields: true,
        passOn: passOnOf(dataset, datasets, 'backfill'),
      },
      fill: {
        limits: { ...limits, everyMs: 0 },
        statement: (units) => fillSql(dataset, units, { databases, most: settings.fillPartitions }),
        found: (rows, now) => foundUnits(dataset, rows, now),
        says: (rows) => saysFound(dataset, rows),
        fills: fillDigest(dataset),
        unready: (units) => unready(dataset, settings, units),
      },
      make: makeLane(() => settings.tableExists(databases.lake, dataset.table)),
      ...upkeepLanes(upkeepOf(dataset, settings)),
    },
    upstream: upstreamOf(dataset, datasets),
    table: tableOf(dataset, settings),
    explain: (sql, message) => explainFailure(dataset, sql, message),
    command: (units) => commandOf(dataset.table, units),
  };
}

function writeLane(dataset: Dataset, settings: DatasetSettings): Omit<Lane, 'limits'> {
  return {
    statement: () => '',
    steps: (units, runId) => datasetSteps(dataset, settings, { units, runId }),
    expand: (step, result, of) => expandSteps(dataset, settings, { step, result, ...of }),
    update: (units) => ({ cause: 'rows', ...partitionsOf(dataset, units) }),
    after: (units, now) => laterUpkeep(upkeepOf(dataset, settings), units, now),
    unready: (units) => unready(dataset, settings, units),
  };
}

/** What it reads may have yet to land: that is no failure, whoever asked for it. */
async function unready({ after }: Dataset, { databases, tableExists }: DatasetSettings, units: readonly Unit[]) {
  for (const { database, table } of after)
    if (!(await tableExists(databases[database], table))) return new Set(units.map(({ id }) => id));
  return new Set<string>();
}

function upkeepOf(dataset: Dataset, settings: DatasetSettings): Upkeep {
  const { partition, columns, table } = dataset;
  const isByDay = partition?.grain === 'day' && columns[partition.column] === 'date';
  return {
    ...settings,
    database: settings.databases.lake,
    table,
    // A statement writes at most 100 partitions; of ranges OPTIMIZE takes one.
    partitionsAtOnce: isByDay ? 30 : 1,
    ...(partition === undefined
      ? {}
      : { inPartitions: (texts: readonly string[]) => inPartitions(dataset, bareIdentifier(partition.column), texts) }),
  };
}

function tableOf(dataset: Dataset, { databases, lakeBucket, keep }: DatasetSettings): NonNullable<Target['table']> {
  const { table, columns, file } = dataset;
  const partitionedBy = partitionTransform(dataset);
  const place = { database: databases.lake, table, keep };
  const alter = alterTableSql(place);
  const changed = { database: databases.lake, table, file, columns, alter };
  return {
    create: createTableSql({
      ...place,
      columns,
      ...(partitionedBy === undefined ? {} : { partitionedBy }),
      location: locationOf(lakeBucket, table),
    }),
    alter,
    changes: { steps: () => changeSteps(changed), expand: (_, result) => changesOf(changed, result) },
    properties: tokenOf(JSON.stringify([keep, columns])),
  };
}

/** Of all of a table nobody knows the partitions. */
function partitionsOf(dataset: Dataset, units: readonly Taken[]) {
  const partitions = [...new Set(units.map(({ id, partition }) => partition ?? id))].toSorted();
  return isWhole(dataset) || partitions.includes(all) ? {} : { partitions };
}
