import * as z from 'zod';
import type { Resource } from '../framework.ts';
import { alarmDescription } from './alarm-description.ts';
import type { Expand, Naming } from './form.ts';

const dimensions = z.record(z.string(), z.unknown());

/** What whoever is called reads first: what is wrong, what it means for the data, and the one command of `lake` to begin with. */
export const told = {
  wrong: z.string().min(1),
  means: z.string().min(1),
  begin: z.string().regex(/^lake [a-z]/, 'must be a command of lake, such as lake jobs'),
};

/**
 * `name`: the page of docs/runbook, and of several alarms that share it, a dot and the subject. `above`, or `below`: of the statistic of one period.
 * What is missing is no alarm, as a stage at rest writes no metric, unless it is of something that always runs (`missing: alarm`).
 */
const alarm = z.strictObject({
  name: z.string().regex(/^[a-z]+(?:-[a-z]+)*(?:\.[\w-]+)?$/, 'must be <page> or <page>.<subject>'),
  ...told,
  namespace: z.string(),
  metric: z.string(),
  of: dimensions,
  statistic: z.enum(['Maximum', 'Minimum', 'Sum']),
  seconds: z.number().int().positive(),
  periods: z.number().int().positive().default(1),
  above: z.number().nonnegative().optional(),
  below: z.number().positive().optional(),
  missing: z.enum(['nothing', 'alarm']).default('nothing'),
  condition: z.string().optional(),
});

export type AlarmForm = z.input<typeof alarm>;

export const expandAlarm: Expand = (id, properties, naming) => ({ [id]: alarmOf(alarm.parse(properties), naming) });

export function alarmOf(form: AlarmForm, naming: Naming): Resource {
  const { name, namespace, metric, of, statistic, seconds, periods = 1, above = 0, below, missing, condition } = form;
  const actions = [topicArn(naming)];
  return {
    Type: 'AWS::CloudWatch::Alarm',
    ...(condition !== undefined && { Condition: condition }),
    Properties: {
      AlarmName: `${naming.prefix}-${name}`,
      AlarmDescription: alarmDescription(form, naming.stage),
      AlarmActions: actions,
      OKActions: actions,
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
      Statistic: statistic,
      Period: seconds,
      EvaluationPeriods: periods,
      Threshold: below ?? above,
      ComparisonOperator: below === undefined ? 'GreaterThanThreshold' : 'LessThanThreshold',
      TreatMissingData: missing === 'alarm' ? 'breaching' : 'notBreaching',
    },
  };
}

/** By convention, whether it is there or not: query owns it, and each service deploys alone. */
function topicArn({ topic }: Naming): object {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${topic}` };
}
