import { lastDays } from '@tributary/query/dashboards/core/choices.ts';

type Days = { readonly from?: string; readonly to?: string };
export type Preset = { readonly label: string; readonly days: Days };

/** What people choose of days, by the day it is (UTC). */
export function presetsOf(today: Date): readonly Preset[] {
  const last = (days: number): Preset => ({ label: `Last ${days} days`, days: lastDays(days, today) });
  const month = (label: string, ago: number): Preset => ({ label, days: monthOf(today, ago) });
  return [
    { label: 'All days', days: {} },
    { label: 'Today', days: lastDays(1, today) },
    ...[7, 30, 90].map(last),
    month('This month', 0),
    month('Last month', 1),
  ];
}

function monthOf(today: Date, ago: number): Days {
  const day = (month: number, date: number) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - ago + month, date)).toISOString().slice(0, 10);
  return { from: day(0, 1), to: day(1, 0) };
}
