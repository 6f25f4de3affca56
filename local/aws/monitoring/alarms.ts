import type { MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { AlarmBook } from './alarm-book.ts';
import { comparisonOperators } from './alarm-state.ts';

const refused = [
  'Metrics',
  'ThresholdMetricId',
  'EvaluationWindow',
  'EvaluationCriteria',
  'ActionConfiguration',
] as const;

function alarmArn(cloud: Pick<Cloud, 'region' | 'account'>, name: string): string {
  return `arn:aws:cloudwatch:${cloud.region}:${cloud.account}:alarm:${name}`;
}

export function putMetricAlarm(book: AlarmBook): Operation {
  return operation('monitoring', 'PutMetricAlarm', {
    permissions: ({ AlarmName }, { cloud }) => [
      { action: 'cloudwatch:PutMetricAlarm', resource: alarmArn(cloud, AlarmName ?? '') },
    ],
    handle(input, { cloud }) {
      checkAlarm(input);
      const { Tags: _tags, ...settings } = input;
      const given: MetricAlarm = { ...settings };
      book.put({ ActionsEnabled: true, ...given, AlarmArn: alarmArn(cloud, input.AlarmName ?? '') });
      return {};
    },
  });
}

function checkAlarm(input: PutMetricAlarmInput): void {
  for (const key of refused) if (input[key] !== undefined) throw notCovered(`the alarm setting ${key}`);
  const missing = (['AlarmName', 'MetricName', 'Namespace', 'Period', 'Threshold', 'EvaluationPeriods'] as const).find(
    (key) => input[key] === undefined,
  );
  if (missing !== undefined) throw new AwsError('ValidationError', `The parameter ${missing} is required.`);
  if (!comparisonOperators.includes(input.ComparisonOperator ?? ''))
    throw notCovered(`the comparison operator ${input.ComparisonOperator}`);
  if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined))
    throw new AwsError('InvalidParameterCombination', 'Exactly one of Statistic and ExtendedStatistic is required.');
  if ((input.DatapointsToAlarm ?? 1) > (input.EvaluationPeriods ?? 1))
    throw new AwsError('ValidationError', 'DatapointsToAlarm must not be greater than EvaluationPeriods.');
}

export function describeAlarms(book: AlarmBook): Operation {
  return operation('monitoring', 'DescribeAlarms', {
    permissions: (_input, { cloud }) => [{ action: 'cloudwatch:DescribeAlarms', resource: alarmArn(cloud, '*') }],
    async handle({ AlarmNames, AlarmNamePrefix = '', StateValue }) {
      await book.judge();
      const found = book
        .all()
        .filter(({ AlarmName = '' }) => AlarmNames?.includes(AlarmName) ?? AlarmName.startsWith(AlarmNamePrefix))
        .filter((alarm) => StateValue === undefined || alarm.StateValue === StateValue);
      return { MetricAlarms: found, CompositeAlarms: [] };
    },
  });
}

export function deleteAlarms(book: AlarmBook): Operation {
  return operation('monitoring', 'DeleteAlarms', {
    permissions: ({ AlarmNames = [] }, { cloud }) =>
      AlarmNames.map((name) => ({ action: 'cloudwatch:DeleteAlarms', resource: alarmArn(cloud, name) })),
    handle({ AlarmNames = [] }) {
      for (const name of AlarmNames) book.remove(name);
      return {};
    },
  });
}
