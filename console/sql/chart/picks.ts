import type { Chart, GroupField, ValueField } from '@tributary/query/dashboards/core/model.ts';
import type { DrawnChart } from '@tributary/query/dashboards/drawing/option.ts';
import type { ResultColumn } from '../../aws/athena-result.ts';

export const chartTypes = {
  line: 'Lines',
  bar: 'Bars',
  scatter: 'Points',
  donut: 'Ring',
  heat_map: 'Heat map',
} as const;
export type ChartType = keyof typeof chartTypes;

/** What is drawn of a result: columns by their place in it. */
export type Picks = {
  readonly type: ChartType;
  readonly x: number;
  /** What parts the rows into lines, bars or rows of a heat map; of points, what each is. */
  readonly series: number | undefined;
  readonly y: readonly number[];
};

const numbers = /^(tinyint|smallint|int|integer|bigint|float|real|double|decimal)$/;
const times = /^(date|timestamp)$/;

export function isNumber({ type }: Pick<ResultColumn, 'type'>): boolean {
  return numbers.test(type);
}

/** What one would draw of such columns; undefined where none is a number. */
export function usualPicks(columns: readonly ResultColumn[]): Picks | undefined {
  const ofKind = (is: (column: ResultColumn) => boolean) => columns.flatMap((column, at) => (is(column) ? [at] : []));
  const [time] = ofKind(({ type }) => times.test(type));
  const [name] = ofKind((column) => !isNumber(column) && !times.test(column.type));
  const values = ofKind(isNumber);
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  if (time !== undefined)
    return { type: 'line', x: time, series: name, y: values.slice(0, name === undefined ? 3 : 1) };
  if (name !== undefined) return { type: 'bar', x: name, series: undefined, y: values.slice(0, 3) };
  return others.length === 0 ? undefined : { type: 'scatter', x: first, series: undefined, y: others.slice(0, 1) };
}

/** `line 0 - 2,3`; undefined of a text that is no picks of these columns. */
export function readPicks(text: string, columns: readonly ResultColumn[]): Picks | undefined {
  const [type = '', x, series, y = ''] = text.split(' ');
  if (!isType(type)) return undefined;
  const at = (part: string | undefined) => (/^\d+$/.test(part ?? '') ? Number(part) : undefined);
  const all = [at(x), series === '-' ? undefined : at(series), ...y.split(',').map(at)];
  const [ofX, ofSeries, ...ofY] = all;
  const known = ofY.flatMap((each) => each ?? []);
  const isThere = [ofX, ofSeries ?? ofX, ...known].every((each) => each !== undefined && each < columns.length);
  return ofX !== undefined && isThere && known.length > 0 ? { type, x: ofX, series: ofSeries, y: known } : undefined;
}

export function writePicks({ type, x, series, y }: Picks): string {
  return [type, x, series ?? '-', y.join(',')].join(' ');
}

function isType(text: string): text is ChartType {
  return Object.hasOwn(chartTypes, text);
}

/** A chart as a dashboard's, and the columns that its rows are made of: groups, then values. */
export function chartOf(
  columns: readonly ResultColumn[],
  { type, x, series, y }: Picks,
): { readonly chart: DrawnChart; readonly places: readonly number[] } | undefined {
  const groups = groupsOf({ type, x, series });
  const values =
    type === 'scatter' ? [x, ...y.slice(0, 1)] : series === undefined && !isOfOne(type) ? y : y.slice(0, 1);
  const chart: Chart & { readonly type: ChartType } = {
    id: 'result',
    type,
    title: titleOf(columns, { type, x, series, y: values }),
    dataset: '',
    groups: groups.flatMap(({ at, role }) => groupField(columns[at], role)),
    values: values.flatMap((at) => valueField(columns[at])),
    filters: [],
    stacked: false,
    horizontal: false,
    sort: 'dimension',
    width: 12,
  };
  const isWhole = chart.groups.length === groups.length && chart.values.length === values.length;
  return isWhole ? { chart, places: [...groups.map(({ at }) => at), ...values] } : undefined;
}

const isOfOne = (type: ChartType) => type === 'donut' || type === 'heat_map';

type Grouped = { readonly at: number; readonly role: GroupField['role'] };

function groupsOf({ type, x, series }: Pick<Picks, 'type' | 'x' | 'series'>): readonly Grouped[] {
  if (type === 'heat_map')
    return [
      { at: series ?? x, role: 'rows' },
      { at: x, role: 'columns' },
    ];
  if (type === 'scatter') return [{ at: series ?? x, role: 'dimension' }];
  if (type === 'donut' || series === undefined) return [{ at: x, role: 'dimension' }];
  return [
    { at: x, role: 'dimension' },
    { at: series, role: 'series' },
  ];
}

function groupField(column: ResultColumn | undefined, role: GroupField['role']): readonly GroupField[] {
  if (column === undefined) return [];
  const { name, type } = column;
  const known = type === 'date' || type === 'timestamp' || type === 'boolean' ? type : 'string';
  return [{ id: `${role} ${name}`, role, column: name, type: known, label: name }];
}

/** The rows stand as they are: nothing of them is summed up, whatever the model calls it. */
function valueField(column: ResultColumn | undefined): readonly ValueField[] {
  if (column === undefined) return [];
  const { name, type } = column;
  const isWhole = /int$|^integer$/.test(type);
  return [{ id: name, aggregate: 'max', column: name, label: name, format: isWhole ? 'integer' : 'decimal' }];
}

function titleOf(columns: readonly ResultColumn[], { type, x, series, y }: Picks): string {
  const name = (at: number) => columns[at]?.name ?? '';
  const shown = type === 'scatter' ? y.slice(1) : y;
  const by = series === undefined ? '' : ` for each ${name(series)}`;
  return `${shown.map(name).join(', ')} by ${name(x)}${by}`;
}
