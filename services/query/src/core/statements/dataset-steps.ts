import type { Rows } from '@tributary/shared/athena-rows.ts';
import type { Step } from '@tributary/shared/jobs/target.ts';
import type { UnitOfRun } from '@tributary/shared/jobs/unit.ts';
import { identifier } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';
import { all } from '../partition-text.ts';
import { auditStep, exampleSteps } from './audit.ts';
import { batchesStep, mostAtOnce, readBatches } from './batches.ts';
import { betweenPartitions, inPartitions } from './in-partitions.ts';
import { isMerge, isWhole } from './kind.ts';
import { countOf } from './lookback.ts';
import { mergeSql } from './merge.ts';
import { replaceSql, type Writing } from './replace.ts';
import { rowsSql } from './rows.ts';
import { dropStep, type Place, stagedRows, stageSteps } from './staged.ts';

/**
 * What a run does: one MERGE, straight from the source; where tests come before readers, or there are more partitions than a statement writes: rows are staged
 * from one scan, audited, published, and the staged table is dropped.
 */
export function datasetSteps(
  dataset: Dataset,
  place: Place,
  { units, runId }: { readonly units: readonly UnitOfRun[]; readonly runId: string },
): readonly Step[] {
  const partitions = partitionsOf(dataset, units);
  const count = countOf(dataset, partitions);
  const isSplit = count === undefined || count > mostAtOnce;
  if (dataset.tests.length === 0 && !isSplit)
    return [
      publishStep(dataset, place, {
        rows: rowsSql(dataset, partitions, place.databases),
        scope: scopeOf(dataset, partitions),
      }),
    ];
  const rows = stagedRows(dataset, place, runId);
  return [
    ...stageSteps(dataset, place, { runId, partitions }),
    ...(dataset.tests.length === 0 ? [] : [auditStep(dataset, place.databases, runId)]),
    isSplit
      ? batchesStep(dataset, relationsOf(dataset, place, { rows, partitions }))
      : publishStep(dataset, place, { rows, scope: scopeOf(dataset, partitions) }),
    dropStep(dataset, place, runId),
  ];
}

/** What follows from the rows of a step: some rows of tests that failed, or a MERGE for each part. */
export function expandSteps(
  dataset: Dataset,
  place: Place,
  of: { readonly step: string; readonly result: Rows; readonly units: readonly UnitOfRun[]; readonly runId: string },
): readonly Step[] {
  const { step, result, units, runId } = of;
  if (step === 'audit') return exampleSteps(dataset, place.databases, result, runId);
  const batches = readBatches(dataset, result);
  if ('sql' in batches) return [batches];
  const ofRun = scopeOf(dataset, partitionsOf(dataset, units));
  return batches.map((batch) => partStep(dataset, place, { batch, runId, ofRun }));
}

type Part = { readonly batch: readonly [string, string]; readonly runId: string; readonly ofRun: Writing['scope'] };

/** Between the first and the last partition of a part may lie others that the run is not about. */
function partStep(dataset: Dataset, place: Place, { batch, runId, ofRun }: Part): Step {
  const column = identifier(partitionColumnOf(dataset));
  const within = (of: string) => betweenPartitions(dataset, of, batch);
  const rows = `${stagedRows(dataset, place, runId)} WHERE ${within(column)}`;
  return publishStep(dataset, place, { rows, scope: (alias) => `${within(`${alias}.${column}`)} AND ${ofRun(alias)}` });
}

function publishStep(dataset: Dataset, { databases }: Place, { rows, scope }: Omit<Writing, 'target'>): Step {
  const writing = { target: `${identifier(databases.lake)}.${identifier(dataset.table)}`, rows, scope };
  return {
    name: 'publish',
    sql: isMerge(dataset) ? mergeSql(dataset, writing) : replaceSql(dataset, writing),
    publishes: true,
  };
}

/** Rows that are gone have partitions, too. */
function relationsOf(
  dataset: Dataset,
  { databases }: Place,
  { rows, partitions }: { readonly rows: string; readonly partitions: readonly string[] },
): readonly string[] {
  if (isMerge(dataset)) return [rows];
  const column = identifier(partitionColumnOf(dataset));
  const target = `${identifier(databases.lake)}.${identifier(dataset.table)}`;
  return [rows, `SELECT ${column} FROM ${target} WHERE ${inPartitions(dataset, column, partitions)}`];
}

function scopeOf(dataset: Dataset, partitions: readonly string[]): Writing['scope'] {
  const { partition } = dataset;
  if (partition === undefined) return () => 'true';
  return (alias) => inPartitions(dataset, `${alias}.${identifier(partition.column)}`, partitions);
}

function partitionColumnOf({ partition, table }: Dataset): string {
  if (partition === undefined) throw new Error(`${table} has no partitions`);
  return partition.column;
}

/** In order and each once, so that the same units give the same statement. A table that is replaced as a whole knows only all of it. */
function partitionsOf(dataset: Dataset, units: readonly UnitOfRun[]): readonly string[] {
  if (isWhole(dataset)) return [all];
  return [...new Set(units.map(({ id, partition }) => partition ?? id))].toSorted();
}
