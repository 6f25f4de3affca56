import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import * as z from 'zod/mini';

/** What one page of the list says of a dashboard. */
export const overviewSchema = z.object({
  dashboards: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.optional(z.string()),
      owner: z.optional(z.string()),
      tags: z.array(z.string()),
      sheets: z.array(z.string()),
      charts: z.number(),
    }),
  ),
  /** Of files that are not shown, with file, line and column. */
  mistakes: z.array(z.string()),
});

type Group = Dashboard['sheets'][number]['charts'][number]['groups'][number];

/** Checked where the file was compiled: any text. */
const type = z.custom<Group['type']>((value) => typeof value === 'string');
const grain = z.enum(['hour', 'day', 'week', 'month', 'year']);
const aggregate = z.enum(['sum', 'avg', 'min', 'max', 'count', 'count_distinct']);
const aggregated = { aggregate, column: z.string(), type: z.optional(type) };

const group = z.object({
  id: z.string(),
  role: z.enum(['dimension', 'series', 'rows', 'columns']),
  column: z.string(),
  type,
  grain: z.exactOptional(grain),
  label: z.string(),
});

const value = z.object({
  id: z.string(),
  ...aggregated,
  per: z.exactOptional(z.object(aggregated)),
  label: z.string(),
  format: z.enum(['integer', 'decimal', 'percent', 'milliseconds', 'bytes']),
});

const filterValue = z.union([z.string(), z.number(), z.boolean()]);

const filter = z.object({
  column: z.string(),
  type,
  in: z.optional(z.array(filterValue)),
  not_in: z.optional(z.array(filterValue)),
  at_least: z.optional(filterValue),
  at_most: z.optional(filterValue),
  is_null: z.optional(z.boolean()),
  parameter: z.optional(z.string()),
});

const chart = z.object({
  id: z.string(),
  type: z.enum(['line', 'bar', 'table', 'kpi', 'donut', 'pivot', 'heat_map', 'scatter']),
  title: z.string(),
  description: z.optional(z.string()),
  dataset: z.string(),
  groups: z.array(group),
  values: z.array(value),
  filters: z.array(filter),
  stacked: z.boolean(),
  horizontal: z.boolean(),
  sort: z.enum(['measure', 'dimension']),
  limit: z.optional(z.number()),
  width: z.number(),
});

const label = z.string();
const parameter = z.discriminatedUnion('type', [
  z.object({ type: z.literal('date_range'), label, last_days: z.optional(z.number()) }),
  z.object({
    type: z.literal('select'),
    label,
    from: z.optional(z.object({ dataset: z.string(), column: z.string() })),
    values: z.optional(z.array(z.string())),
    multiple: z.boolean(),
  }),
]);

/** A compiled dashboard, as the services have it. */
export const dashboardSchema: z.ZodMiniType<Dashboard> = z.object({
  name: z.string(),
  title: z.string(),
  description: z.optional(z.string()),
  owner: z.optional(z.string()),
  tags: z.array(z.string()),
  parameters: z.record(z.string(), parameter),
  sheets: z.array(
    z.object({ id: z.string(), title: z.string(), description: z.optional(z.string()), charts: z.array(chart) }),
  ),
});
