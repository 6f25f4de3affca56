import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.string() }));

const query = z.strictObject({
  Id: z.string(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  Period: z.coerce.number().int().optional(),
  ReturnData: z.union([z.boolean(), z.stringbool()]).optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Namespace: z.string().optional(),
        MetricName: z.string().optional(),
        Dimensions: dimensions.optional(),
      }),
      Period: z.coerce.number().int(),
      Stat: z.string(),
    })
    .optional(),
});

const schema = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: z.union([z.boolean(), z.stringbool()]).optional(),
  AlarmActions: z.array(z.string()).optional(),
  OKActions: z.array(z.string()).optional(),
  InsufficientDataActions: z.array(z.string()).optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: dimensions.optional(),
  Metrics: z.array(query).optional(),
  Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
  ExtendedStatistic: z.string().optional(),
  Period: z.coerce.number().int().optional(),
  EvaluationPeriods: z.coerce.number().int(),
  DatapointsToAlarm: z.coerce.number().int().optional(),
  Threshold: z.coerce.number(),
  ComparisonOperator: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  Unit: z.enum(['Count', 'Milliseconds', 'Seconds', 'Bytes', 'Percent', 'None']).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

async function put(AlarmName: string, properties: z.infer<typeof schema>, { cloud, caller }: Context): Promise<void> {
  await cloud.call(caller, 'monitoring', 'PutMetricAlarm', { ...properties, AlarmName });
}

/** An alarm on one metric. */
export const alarmResource = resourceType('AWS::CloudWatch::Alarm', {
  schema,
  replaceOn: ['AlarmName'],
  async create(properties, request, context) {
    const { cloud } = context;
    const name = properties.AlarmName ?? request.generatedName;
    await put(name, properties, context);
    const Arn = `arn:aws:cloudwatch:${cloud.region}:${cloud.account}:alarm:${name}`;
    return { physicalId: name, attributes: { Arn } };
  },
  async update(current, properties, _request, context) {
    await put(current.physicalId, properties, context);
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'monitoring', 'DeleteAlarms', { AlarmNames: [current.physicalId] });
  },
});
