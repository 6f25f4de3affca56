import { tokenOf } from '@tributary/shared/athena-token.ts';
import { alterTableSql, createTableSql, type Keep } from '@tributary/shared/iceberg-table.ts';
import type { LaneLimits } from '@tributary/shared/jobs/plan-runs.ts';
import type { Lane, Target } from '@tributary/shared/jobs/target.ts';
import { laterUpkeep, type Upkeep, type UpkeepSettings, upkeepLanes } from '@tributary/shared/jobs/upkeep.ts';
import { bareIdentifier } from '@tributary/shared/sql.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from './dataset.ts';
import { allDays, inPartitions, partitionColumnOf, replaceDaysSql } from './replace-days.ts';
import { passOnOf, upstreamOf } from './upstream.ts';

export type DatasetSettings = UpkeepSettings & {
  readonly databases: Databases;
  readonly lakeBucket: string;
  /** Of datasets that do not say themselves; 0 for all: at once. */
  readonly everySeconds: number;
  readonly keep: Keep;
};

// A statement writes at most 100 partitions (https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html)
const limits: Omit<LaneLimits, 'everyMs'> = {
  maxUnits: 90,
  maxPartitions: 90,
  maxBytes: Number.POSITIVE_INFINITY,
  maxIdBytes: 10_000,
};

/** A dataset as a target, whose units are its days. */
export function datasetTarget(dataset: Dataset, settings: DatasetSettings, all: readonly Dataset[]): Target {
  const { databases, lakeBucket, keep } = settings;
  const { table, columns } = dataset;
  const partitionColumn = partitionColumnOf(dataset);
  const statement = (days: readonly string[]) => replaceDaysSql(dataset, days, databases);
  const upkeep: Upkeep = {
    ...settings,
    database: databases.lake,
    table,
    // A statement writes at most 100 partitions.
    partitionsAtOnce: 30,
    inPartitions: (days) => inPartitions(bareIdentifier(partitionColumn), days),
  };
  const everySeconds = settings.everySeconds === 0 ? 0 : (dataset.everySeconds ?? settings.everySeconds);
  const write: Lane = {
    limits: { ...limits, everyMs: everySeconds * 1_000 },
    statement: (units) => statement(units.map(({ id }) => id).toSorted()),
    update: (units) => ({ cause: 'rows', ...partitionsOf(units) }),
    makes: true,
    passOn: passOnOf(dataset, all),
    after: (units, now) => laterUpkeep(upkeep, units, now),
  };
  return {
    name: table,
    digest: tokenOf(statement(['2000-01-01'])),
    reads: dataset.after.map((read) => `${read.database}.${read.table}`),
    lanes: {
      write,
      backfill: { ...write, limits: { ...limits, everyMs: 0 }, yields: true },
      ...upkeepLanes(upkeep),
    },
    upstream: upstreamOf(dataset, all),
    table: {
      create: createTableSql({
        database: databases.lake,
        table,
        columns,
        partitionedBy: partitionColumn,
        location: `s3://${lakeBucket}/iceberg/${table}/`,
        keep,
      }),
      alter: alterTableSql({ database: databases.lake, table, keep }),
      properties: tokenOf(JSON.stringify(keep)),
    },
  };
}

/** Of all of a table nobody knows the days. */
function partitionsOf(units: readonly { readonly id: string }[]) {
  const days = units.map(({ id }) => id).toSorted();
  return days.includes(allDays) ? {} : { partitions: days };
}
