import type { TableUpdated } from '@tributary/shared/events.ts';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import { allDays } from './replace-days.ts';

/** An event names partitions that are no days: nothing can be planned from it. */
export class NoDaysError extends Error {
  override readonly name = 'NoDaysError';
}

/** The days in which a table changed: of `2026-11-20` as of `year=2026/month=11/day=20/hour=13`. A table without partitions changed as a whole. */
export function daysTouched({ cause, partitions }: Pick<TableUpdated, 'cause' | 'partitions'>): readonly string[] {
  if (!partitions) return cause === 'rows' ? [allDays] : [];
  return [...new Set(partitions.map(dayOf))].toSorted();
}

function dayOf(partition: string): string {
  const value = (name: string) => partitionsOf(`${partition}/`).find((one) => one.name === name)?.value;
  const day = value('day') ?? '';
  const text = /^\d{4}-\d{2}-\d{2}$/.test(partition) ? partition : `${value('year')}-${value('month')}-${day}`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new NoDaysError(`Not a day, nor a folder of one: ${partition}`);
}
