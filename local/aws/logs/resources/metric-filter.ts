import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

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
  replaceOn: ['LogGroupName', 'FilterName'],
  async create(properties, request, context) {
    const name = properties.FilterName ?? request.generatedName;
    await put(name, properties, context);
    return { physicalId: name, attributes: {} };
  },
  async update(current, properties, _request, context) {
    await put(current.physicalId, properties, context);
    return current;
  },
  async remove(current, { LogGroupName }, { cloud, caller }) {
    await cloud.call(caller, 'logs', 'DeleteMetricFilter', {
      logGroupName: LogGroupName,
      filterName: current.physicalId,
    });
  },
});
