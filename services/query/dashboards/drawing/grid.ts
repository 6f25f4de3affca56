import type { Chart } from '../core/model.ts';
import { nameOf, pointsOf, type TextRow } from './cell.ts';
import { numberText } from './number-text.ts';

/** A table: names of columns, and rows of texts; `numbers` tells which columns are set to the right. */
export type Grid = {
  readonly head: readonly string[];
  readonly numbers: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
};

/** Of a chart of type table: a column per dimension and measure. */
export function gridOf(chart: Chart, rows: readonly TextRow[]): Grid {
  const fields = [...chart.groups, ...chart.values];
  return {
    head: fields.map(({ label }) => label),
    numbers: fields.map((_, at) => at >= chart.groups.length),
    rows: pointsOf(chart, rows).map(({ groups, values }) => [
      ...groups.map(nameOf),
      ...values.map((value, at) => numberText(value, chart.values[at]?.format ?? 'decimal')),
    ]),
  };
}

/** Of a chart of type pivot: a row per value of `rows`, and beside it a column per value of `columns` and measure. */
export function pivotOf(chart: Chart, rows: readonly TextRow[]): Grid {
  const isRow = chart.groups.map(({ role }) => role === 'rows');
  const points = pointsOf(chart, rows).map(({ groups, values }) => ({
    row: groups.filter((_, at) => isRow[at]).map(nameOf),
    column: groups.filter((_, at) => !isRow[at]).map(nameOf),
    values,
  }));
  const key = (names: readonly string[]) => JSON.stringify(names);
  const cells = new Map(points.map((point) => [`${key(point.row)}${key(point.column)}`, point.values]));
  const once = (all: readonly (readonly string[])[]) => [...new Map(all.map((names) => [key(names), names])).values()];
  const columns = once(points.map(({ column }) => column)).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const heads = columns.flatMap((names) =>
    chart.values.map(({ label }) => [...names, ...(chart.values.length > 1 ? [label] : [])].join(' · ')),
  );
  const labels = chart.groups.filter((_, at) => isRow[at]).map(({ label }) => label);
  return {
    head: [...labels, ...heads],
    numbers: [...labels.map(() => false), ...heads.map(() => true)],
    rows: once(points.map(({ row }) => row)).map((row) => [
      ...row,
      ...columns.flatMap((column) => {
        const values = cells.get(`${key(row)}${key(column)}`);
        return chart.values.map(({ format }, at) => numberText(values?.[at], format));
      }),
    ]),
  };
}
