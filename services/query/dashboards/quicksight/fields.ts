import type { Chart, GroupField, ValueField } from '../core/model.ts';
import { columnOf, inExpression } from './column.ts';

/** A field that a dashboard computes. */
export type CalculatedField = {
  readonly DataSetIdentifier: string;
  readonly Name: string;
  readonly Expression: string;
};

/** Unique in a dashboard. */
export function fieldId({ id: chart }: Pick<Chart, 'id'>, { id }: { readonly id: string }): string {
  return `${chart}.${id}`;
}

/** A column that a visual groups by. */
export function dimensionField(chart: Chart, group: GroupField) {
  const field = { FieldId: fieldId(chart, group), Column: columnOf(chart.dataset, group.column) };
  if (group.type === 'date' || group.type === 'timestamp')
    return { DateDimensionField: { ...field, DateGranularity: (group.grain ?? grainOf(group.type)).toUpperCase() } };
  const isText = group.type === 'string' || group.type === 'boolean';
  return isText ? { CategoricalDimensionField: field } : { NumericalDimensionField: field };
}

function grainOf(type: 'date' | 'timestamp') {
  return type === 'date' ? 'day' : 'second';
}

/** A number of a visual. */
export function measureField(chart: Chart, value: ValueField) {
  const own = calculatedOf(chart, value);
  const field = { FieldId: fieldId(chart, value), Column: columnOf(chart.dataset, own?.Name ?? value.column) };
  const format = { FormatConfiguration: { FormatConfiguration: formatOf(value) } };
  if (own !== undefined) return { NumericalMeasureField: { ...field, ...format } };
  const aggregate = aggregateNames[value.aggregate];
  if (value.type === 'string' || value.type === 'boolean')
    return { CategoricalMeasureField: { ...field, AggregationFunction: aggregate } };
  if (value.type === 'date' || value.type === 'timestamp')
    return { DateMeasureField: { ...field, AggregationFunction: aggregate } };
  return {
    NumericalMeasureField: { ...field, AggregationFunction: { SimpleNumericalAggregation: aggregate }, ...format },
  };
}

const aggregateNames = {
  sum: 'SUM',
  avg: 'AVERAGE',
  min: 'MIN',
  max: 'MAX',
  count: 'COUNT',
  count_distinct: 'DISTINCT_COUNT',
} as const;

/** What is no aggregate of one column: a part of another, or the number of rows. */
export function calculatedOf(chart: Chart, value: ValueField): CalculatedField | undefined {
  if (value.per === undefined && value.column !== '*') return undefined;
  const own = expressionOf(value);
  const Expression =
    value.per === undefined ? own : `ifelse(${expressionOf(value.per)} = 0, NULL, ${own} / ${expressionOf(value.per)})`;
  return { DataSetIdentifier: chart.dataset, Name: fieldId(chart, value), Expression };
}

const functions = {
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  count: 'count',
  count_distinct: 'distinct_count',
} as const;

function expressionOf({ aggregate, column }: Pick<ValueField, 'aggregate' | 'column'>): string {
  return column === '*' ? 'sum(1)' : `${functions[aggregate]}(${inExpression(column)})`;
}

function formatOf({ format }: ValueField) {
  if (format === 'percent') return { PercentageDisplayFormatConfiguration: places(1) };
  if (format === 'milliseconds') return { NumberDisplayFormatConfiguration: { ...places(0), Suffix: ' ms' } };
  if (format === 'bytes')
    return { NumberDisplayFormatConfiguration: { ...places(1), NumberScale: 'AUTO', Suffix: 'B' } };
  return { NumberDisplayFormatConfiguration: places(format === 'decimal' ? 2 : 0) };
}

function places(digits: number) {
  return { DecimalPlacesConfiguration: { DecimalPlaces: digits } };
}
