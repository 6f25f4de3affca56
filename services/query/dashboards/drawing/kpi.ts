import type { Chart } from '../core/model.ts';
import { nameOf, pointsOf, type TextRow } from './cell.ts';
import { numberText } from './number-text.ts';

/** A number, and where it is compared, since when it is that and how it was the time before. */
export type Kpi = {
  readonly value: string;
  readonly of?: string;
  readonly before?: { readonly value: string; readonly of: string; readonly change?: string };
};

const change = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });

export function kpiOf(chart: Chart, rows: readonly TextRow[]): Kpi {
  const [measure] = chart.values;
  const [newest, before] = pointsOf(chart, rows);
  const text = (value: number | null | undefined) => numberText(value, measure?.format ?? 'decimal');
  const value = newest?.values[0];
  if (chart.groups.length === 0 || newest === undefined) return { value: text(value) };
  const own = { value: text(value), of: nameOf(newest.groups[0]) };
  if (before === undefined) return own;
  const was = before.values[0];
  const grown =
    value === null || value === undefined || was === null || was === undefined || was === 0
      ? undefined
      : change.format((value - was) / Math.abs(was));
  return {
    ...own,
    before: { value: text(was), of: nameOf(before.groups[0]), ...(grown === undefined ? {} : { change: grown }) },
  };
}
