import type { UnitOfRun } from '@tributary/shared/jobs/unit.ts';
import { all } from '../partition-text.ts';

const mostNamed = 10;

/** The command that has units of a dataset computed again: `lake run usage --day 2026-11-20`. */
export function commandOf(table: string, units: readonly UnitOfRun[]): string {
  if (units.some(({ id }) => id === all)) return `lake run ${table} --day all`;
  const days = [...new Set(units.flatMap(({ partition }) => partition?.slice(0, 10) ?? []))].toSorted();
  const named = days.filter((day) => day.length === 10).slice(0, mostNamed);
  return named.length < days.length || days.length === 0
    ? `lake retry ${table}`
    : `lake run ${table}${named.map((day) => ` --day ${day}`).join('')}`;
}
