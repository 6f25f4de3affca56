import * as z from 'zod';
import type { Resource } from '../framework.ts';
import type { Expand } from './form.ts';

const dimensions = z.record(z.string(), z.unknown());

/**
 * `above`: of the statistic of one period. What is missing is no alarm, as a stage at rest writes no metric, unless it is of something that
 * always runs (`missing: alarm`).
 */
const alarm = z.strictObject({
  name: z.string(),
  description: z.string(),
  namespace: z.string(),
  metric: z.string(),
  of: dimensions,
  statistic: z.enum(['Maximum', 'Sum']),
  seconds: z.number().int().positive(),
  periods: z.number().int().positive().default(1),
  above: z.number().nonnegative().default(0),
  missing: z.enum(['nothing', 'alarm']).default('nothing'),
});

export type AlarmForm = z.input<typeof alarm>;

export const expandAlarm: Expand = (id, properties, { prefix }) => ({ [id]: alarmOf(alarm.parse(properties), prefix) });

export function alarmOf(form: AlarmForm, prefix: string): Resource {
  const { name, description, namespace, metric, of, statistic, seconds, periods = 1, above = 0, missing } = form;
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${prefix}-${name}`,
      AlarmDescription: description,
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
      Statistic: statistic,
      Period: seconds,
      EvaluationPeriods: periods,
      Threshold: above,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: missing === 'alarm' ? 'breaching' : 'notBreaching',
    },
  };
}
