import type { LaneFlow } from '@tributary/shared/jobs/holding.ts';
import type { PassedOn, Upstream } from '@tributary/shared/jobs/target.ts';
import type { Taken } from '@tributary/shared/jobs/unit.ts';
import type { Dataset } from './dataset.ts';
import { type Partitions, touched } from './touched.ts';
import { changeUnits } from './units.ts';

/** As much of a dataset as says how changes come to it. */
export type FlowOfDataset = Pick<Dataset, 'table' | 'after' | 'schedule' | 'materialized' | 'partition' | 'lookback'>;

/** How the lanes of a dataset go along with those of others; the rest writes no rows. */
export const datasetFlows: Readonly<Record<string, LaneFlow>> = {
  write: { writes: true, yields: false },
  backfill: { writes: true, yields: true },
};

/** Whether one dataset reads the other itself. */
function reads({ after }: Pick<Dataset, 'after'>, { table }: Pick<Dataset, 'table'>): boolean {
  return after.some((each) => each.database === 'lake' && each.table === table);
}

/** Whether a dataset goes on as soon as one that it reads has run: unless it has a schedule, and another one. */
function follows(reader: FlowOfDataset, { schedule }: FlowOfDataset): boolean {
  return reader.schedule === undefined || reader.schedule === schedule;
}

/**
 * The datasets that a dataset reads, itself or through others that go on as soon as what they read has run; each after those that it reads. What a
 * dataset with a schedule reads is of no concern to its readers before it has run.
 */
export function upstreamOf(dataset: FlowOfDataset, all: readonly FlowOfDataset[]): readonly Upstream[] {
  const order = readFirst([dataset], all).filter((each) => each !== dataset);
  const upstream = order.map((each, at) => {
    const between = order.slice(at + 1);
    const touches = (partition: string | undefined) => reach({ from: each, between, to: dataset }, partition);
    return { target: each.table, touches };
  });
  return upstream.filter(({ touches }) => touches(undefined).length > 0);
}

/** Some datasets and all that they read, each after those that it reads. */
export function readFirst<T extends FlowOfDataset>(some: readonly T[], all: readonly T[]): readonly T[] {
  const order: T[] = [];
  const seen = new Set<string>();
  const visit = (dataset: T): void => {
    if (seen.has(dataset.table)) return;
    seen.add(dataset.table);
    for (const other of all) if (reads(dataset, other)) visit(other);
    order.push(dataset);
  };
  for (const dataset of some) visit(dataset);
  return order;
}

type Way = { readonly from: FlowOfDataset; readonly between: readonly FlowOfDataset[]; readonly to: FlowOfDataset };

/** Which partitions of a dataset change with one of another, along whichever path; `between` stand in the order in which they run. */
function reach({ from, between, to }: Way, partition: string | undefined): Partitions {
  const changed = new Map([[from.table, { dataset: from, partitions: ofOne(partition) }]]);
  const readBy = (reader: FlowOfDataset): Partitions =>
    reader.after.reduce<Partitions>((sum, { database, table }) => {
      const read = database === 'lake' ? changed.get(table) : undefined;
      if (read === undefined || !(reader === to || follows(reader, read.dataset))) return sum;
      return union(sum, touched(reader, read.partitions));
    }, []);
  for (const dataset of between) changed.set(dataset.table, { dataset, partitions: readBy(dataset) });
  return readBy(to);
}

function ofOne(partition: string | undefined): Partitions {
  return partition === undefined ? 'all' : [partition];
}

function union(one: Partitions, other: Partitions): Partitions {
  if (one === 'all' || other === 'all') return 'all';
  return [...new Set([...one, ...other])];
}

type PassOn = (units: readonly Taken[], stamp: string, now: number) => readonly PassedOn[];

/** What the datasets that read a dataset have to do once partitions of it were written; `lane`: by a statement of which. */
export function passOnOf(dataset: Dataset, all: readonly Dataset[], lane: 'write' | 'backfill' = 'write'): PassOn {
  const readers = all.filter((each) => reads(each, dataset));
  const why = [`Table Updated of lake.${dataset.table}`];
  return (units, stamp, now) =>
    readers.map((reader) => ({
      target: reader.table,
      units: units.reduce<PassedOn['units']>((sum, { partition, since = now }) => {
        const partitions = touched(reader, ofOne(partition));
        const schedule = follows(reader, dataset) ? undefined : reader.schedule;
        return merged(sum, changeUnits({ schedule }, partitions, { lane, stamp, since, why, now }));
      }, []),
    }));
}

/** Of units with one id, what the oldest change makes it. */
function merged(some: PassedOn['units'], more: PassedOn['units']): PassedOn['units'] {
  const byId = new Map(some.map((unit) => [unit.id, unit]));
  for (const unit of more) {
    const known = byId.get(unit.id);
    if (known === undefined || (known.since ?? 0) > (unit.since ?? 0)) byId.set(unit.id, unit);
  }
  return [...byId.values()];
}
