import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { AlarmBook } from './alarm-book.ts';
import { checkAlarm } from './check-alarm.ts';

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
