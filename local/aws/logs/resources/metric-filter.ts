import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';
import { groupFilter } from './group-filter.ts';

const schema = z.strictObject({
  LogGroupName: z.string(),
  FilterName: z.string().optional(),
  FilterPattern: z.string(),
  MetricTransformations: z
    .array(
      z.strictObject({
        MetricName: z.string(),
        MetricNamespace: z.string(),
        MetricValue: z.coerce.string(),
        DefaultValue: z.coerce.number().optional(),
        Dimensions: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
      }),
    )
    .length(1),
});

async function put(filterName: string, properties: z.infer<typeof schema>, { cloud, caller }: Context): Promise<void> {
  await cloud.call(caller, 'logs', 'PutMetricFilter', {
    logGroupName: properties.LogGroupName,
    filterName,
    filterPattern: properties.FilterPattern,
    metricTransformations: properties.MetricTransformations.map((one) => ({
      metricName: one.MetricName,
      metricNamespace: one.MetricNamespace,
      metricValue: one.MetricValue,
      ...(one.DefaultValue === undefined ? {} : { defaultValue: one.DefaultValue }),
      ...(one.Dimensions === undefined
        ? {}
        : { dimensions: Object.fromEntries(one.Dimensions.map(({ Key, Value }) => [Key, Value])) }),
    })),
  });
}

/** Metrics from the events of a log group. */
export const metricFilterResource = resourceType('AWS::Logs::MetricFilter', {
  schema,
  ...groupFilter({
    put,
    remove: (filter, { cloud, caller }) => cloud.call(caller, 'logs', 'DeleteMetricFilter', filter),
  }),
});
