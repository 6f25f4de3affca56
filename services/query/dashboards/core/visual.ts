import * as z from 'zod';
import { name, oneOrMore, strict } from '../../src/core/header/strict.ts';
import { filter } from './filter.ts';
import { dimension, measure } from './measure.ts';

const measures = oneOrMore(measure).refine((given) => given.length <= 10, '10 at most');
const some = (most: number) => oneOrMore(dimension).refine((given) => given.length <= most, `${most} at most`);

const common = {
  title: z.string('a title is expected').min(1).max(100),
  description: z.string().min(1).max(500).optional(),
  dataset: name,
  filters: z.array(filter).max(20).optional(),
  /** Columns of the page's twelve. */
  width: z.int().min(2).max(12).default(6),
};

const limit = z.int('a number is expected').min(1).max(1_000).optional();
const sort = z.enum(['measure', 'dimension'], 'measure or dimension is expected').optional();

const line = strict({ type: z.literal('line'), ...common, dimension, series: dimension.optional(), measures, limit });
const bar = strict({
  type: z.literal('bar'),
  ...common,
  dimension,
  series: dimension.optional(),
  measures,
  stacked: z.boolean().default(false),
  horizontal: z.boolean().default(false),
  sort,
  limit,
});
const table = strict({
  type: z.literal('table'),
  ...common,
  dimensions: some(20),
  measures: measures.optional(),
  sort,
  limit,
});
const pivot = strict({ type: z.literal('pivot'), ...common, rows: some(5), columns: some(5), measures });
const kpi = strict({
  type: z.literal('kpi'),
  ...common,
  width: common.width.default(3),
  measure,
  /** The times of which the newest is shown, compared with the one before; without it the number is of all rows. */
  compare: dimension.optional(),
});
const donut = strict({ type: z.literal('donut'), ...common, dimension, measure, limit });
const heatMap = strict({ type: z.literal('heat_map'), ...common, rows: dimension, columns: dimension, measure, limit });
const scatter = strict({
  type: z.literal('scatter'),
  ...common,
  /** What a point is. */
  dimension,
  x: measure,
  y: measure,
  size: measure.optional(),
  limit,
});

const all = [line, bar, table, pivot, kpi, donut, heatMap, scatter] as const;
/** Of charts. */
export const types = all.map(({ shape }) => shape.type.value);

/** One chart. */
export const visual = z.discriminatedUnion('type', all, {
  error: (issue) => (issue.code === 'invalid_union' ? `\`type\`: one of ${types.join(', ')} is expected` : undefined),
});
export type Visual = z.infer<typeof visual>;
