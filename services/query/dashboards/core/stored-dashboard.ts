import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import * as z from 'zod';
import { filter, parameter } from './filter.ts';
import { aggregates, formats, grains } from './measure.ts';
import type { Chart, Dashboard } from './model.ts';
import { types } from './visual.ts';

const columnType = icebergColumns.valueType;

const group = z.object({
  id: z.string(),
  role: z.enum(['dimension', 'series', 'rows', 'columns']),
  column: z.string(),
  type: columnType,
  grain: z.enum(grains).optional(),
  label: z.string(),
});

const aggregate = z.object({ aggregate: z.enum(aggregates), column: z.string(), type: columnType.optional() });

const value = aggregate.extend({
  id: z.string(),
  per: aggregate.exactOptional(),
  label: z.string(),
  format: z.enum(formats),
});

/** A chart as packaging has compiled it, and as it is handed to who draws it. */
export const storedChart = z.object({
  id: z.string(),
  type: z.enum(types),
  title: z.string(),
  description: z.string().optional(),
  dataset: z.string(),
  groups: z.array(group),
  values: z.array(value),
  filters: z.array(z.intersection(filter, z.object({ type: columnType }))),
  stacked: z.boolean(),
  horizontal: z.boolean(),
  sort: z.enum(['measure', 'dimension']),
  limit: z.number().optional(),
  width: z.number(),
}) satisfies z.ZodType<Chart>;

/** A dashboard as packaging has compiled it: no file, no YAML, no header is read at run time. */
export const storedDashboard = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().optional(),
  owner: z.string().optional(),
  tags: z.array(z.string()),
  parameters: z.record(z.string(), z.intersection(parameter, z.object({ label: z.string() }))),
  sheets: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string().optional(),
      charts: z.array(storedChart),
    }),
  ),
}) satisfies z.ZodType<Dashboard>;
