import { identifier } from '@tributary/shared/sql.ts';
import { type Choices, conditionsOf } from './conditions.ts';
import type { Chart, GroupField, ValueField } from './model.ts';

/** The SELECT of a chart's numbers: its groups as `g1`, `g2`, …, then its values as `v1`, `v2`, … */
export function chartSql(chart: Chart, database: string, choices: Choices = {}): string {
  const { groups, values } = chart;
  const from = `${identifier(database)}.${identifier(chart.dataset)}`;
  const conditions = conditionsOf(chart.filters, choices);
  const columns = [
    ...groups.map((group) => `${groupSql(group)} AS ${group.id}`),
    ...values.map((value) => `${valueSql(value)} AS ${value.id}`),
  ];
  const few = fewOf(chart, from, conditions);
  return [
    `SELECT ${columns.join(',\n  ')}`,
    `FROM ${from}`,
    ...whereSql([...conditions, ...few]),
    ...(groups.length === 0 ? [] : [`GROUP BY ${groups.map((_, at) => at + 1).join(', ')}`]),
    ...orderSql(chart),
    ...limitSql(chart, few.length > 0),
  ].join('\n');
}

function whereSql(conditions: readonly string[]): readonly string[] {
  return conditions.length === 0 ? [] : [`WHERE ${conditions.join('\n  AND ')}`];
}

function groupSql({ column, type, grain }: GroupField): string {
  const own = identifier(column);
  return grain === undefined || (grain === 'day' && type === 'date') ? own : `date_trunc('${grain}', ${own})`;
}

function valueSql({ per, ...value }: ValueField): string {
  const own = aggregateSql(value);
  return per === undefined ? own : `CAST(${own} AS double) / nullif(CAST(${aggregateSql(per)} AS double), 0e0)`;
}

function aggregateSql({ aggregate, column, type }: Pick<ValueField, 'aggregate' | 'column' | 'type'>): string {
  if (column === '*') return 'count(*)';
  const own = identifier(column);
  if (aggregate === 'count_distinct') return `count(DISTINCT ${own})`;
  // The mean of whole numbers has a fraction in each engine; that of decimals keeps their digits, unless it is told to be a double.
  if (aggregate === 'avg') return `avg(CAST(${own} AS double))`;
  return aggregate === 'sum' && type === 'int' ? `sum(CAST(${own} AS bigint))` : `${aggregate}(${own})`;
}

/** The rows of the greatest of a chart's series alone, where it has so many at most, and those of none. */
function fewOf(chart: Chart, from: string, conditions: readonly string[]): readonly string[] {
  const [first] = chart.values;
  const split = chart.groups.find(({ role }) => role === 'series') ?? chart.groups.find(({ role }) => role === 'rows');
  if (chart.limit === undefined || split === undefined || first === undefined) return [];
  const greatest = [
    `SELECT ${groupSql(split)}`,
    `FROM ${from}`,
    ...whereSql([...conditions, `${identifier(split.column)} IS NOT NULL`]),
    `GROUP BY 1 ORDER BY ${valueSql(first)} DESC NULLS LAST, 1 LIMIT ${chart.limit}`,
  ].join(' ');
  return [`(${identifier(split.column)} IS NULL OR ${groupSql(split)} IN (${greatest}))`];
}

function orderSql({ groups, values, sort, type }: Chart): readonly string[] {
  if (groups.length === 0) return [];
  const byGroups = groups.map(({ id }) => `${id} NULLS LAST`);
  if (type === 'kpi') return [`ORDER BY ${groups.map(({ id }) => `${id} DESC NULLS LAST`).join(', ')}`];
  const [first] = values;
  const byValue = sort === 'measure' && first !== undefined ? [`${first.id} DESC NULLS LAST`] : [];
  return [`ORDER BY ${[...byValue, ...byGroups].join(', ')}`];
}

/** More points than that no chart can show. */
const mostRows = 10_000;

function limitSql({ limit, type, groups }: Chart, hasFew: boolean): readonly string[] {
  if (type === 'kpi') return groups.length === 0 ? [] : ['LIMIT 2'];
  return groups.length === 0 ? [] : [`LIMIT ${hasFew ? mostRows : (limit ?? mostRows)}`];
}
