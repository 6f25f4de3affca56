import type { TableUpdated } from '@tributary/shared/events.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from './dataset.ts';
import { daysTouched } from './days-touched.ts';
import { allDays } from './replace-days.ts';

export type DatasetWork = { readonly dataset: string; readonly units: readonly NewUnit[] };

type Change = { readonly detail: TableUpdated; readonly eventId: string; readonly now: number };

/** The days that a `Table Updated` gives to each dataset that reads the table. */
export function workOf(
  datasets: readonly Dataset[],
  databases: Databases,
  { detail, eventId, now }: Change,
): readonly DatasetWork[] {
  const reads = (dataset: Dataset) =>
    dataset.after.some(({ database, table }) => databases[database] === detail.database && table === detail.table);
  return datasets.filter(reads).map((dataset) => ({
    dataset: dataset.table,
    units: daysTouched(detail).map((day) => dayUnit(day, eventId, now)),
  }));
}

/** A day, or all of them. */
export function dayUnit(day: string, stamp: string, dueAt: number): NewUnit {
  return { id: day, lane: 'write', stamp, dueAt, ...(day === allDays ? {} : { partition: day }) };
}
