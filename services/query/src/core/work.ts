import type { TableUpdated } from '@tributary/shared/events.ts';
import { changeOfTable } from '@tributary/shared/jobs/causes.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from './dataset.ts';
import { type Partitions, touched } from './touched.ts';
import { changeUnits } from './units.ts';

export type DatasetWork = { readonly dataset: string; readonly units: readonly NewUnit[] };

type Change = { readonly detail: TableUpdated; readonly eventId: string; readonly now: number };

/**
 * What a `Table Updated` gives to do to each dataset that reads the table. Of a dataset's own table it says nothing new: who wrote it has passed it
 * on, with the time of the change that it comes of.
 */
export function workOf(
  datasets: readonly Dataset[],
  databases: Databases,
  { detail, eventId, now }: Change,
): readonly DatasetWork[] {
  const isOwn = detail.database === databases.lake && datasets.some(({ table }) => table === detail.table);
  if (isOwn) return [];
  const changed = changedBy(detail);
  return datasets.flatMap((dataset) => {
    const read = dataset.after.find(
      ({ database, table }) => databases[database] === detail.database && table === detail.table,
    );
    if (read === undefined) return [];
    const why = [changeOfTable(`${read.database}.${read.table}`)];
    const reason = { lane: 'write', stamp: eventId, since: now, why, now } as const;
    const units = changeUnits(dataset, touched(dataset, changed), reason);
    return units.length === 0 ? [] : [{ dataset: dataset.table, units }];
  });
}

/** Of a table without partitions all may have changed; where it was only made, or given columns, no row has. */
function changedBy({ cause, partitions }: TableUpdated): Partitions {
  return partitions ?? (cause === 'rows' ? 'all' : []);
}
