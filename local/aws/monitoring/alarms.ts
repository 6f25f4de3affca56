import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { AlarmBook } from './alarm-book.ts';
import { checkAlarm } from './check-alarm.ts';
import { metricOf } from './metric-store.ts';

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

/** The alarms on one metric, whatever their periods. */
export function describeAlarmsForMetric(book: AlarmBook): Operation {
  return operation('monitoring', 'DescribeAlarmsForMetric', {
    permissions: (_input, { cloud }) => [
      { action: 'cloudwatch:DescribeAlarmsForMetric', resource: alarmArn(cloud, '*') },
    ],
    async handle({ Namespace, MetricName, Dimensions = [], Statistic, ExtendedStatistic, Period }) {
      await book.judge();
      const wanted = JSON.stringify(metricOf(Namespace ?? '', MetricName ?? '', Dimensions));
      const MetricAlarms = book
        .all()
        .filter(
          (each) =>
            JSON.stringify(metricOf(each.Namespace ?? '', each.MetricName ?? '', each.Dimensions ?? [])) === wanted,
        )
        .filter((each) => Statistic === undefined || each.Statistic === Statistic)
        .filter((each) => ExtendedStatistic === undefined || each.ExtendedStatistic === ExtendedStatistic)
        .filter((each) => Period === undefined || each.Period === Period);
      return { MetricAlarms };
    },
  });
}

export function setAlarmState(book: AlarmBook): Operation {
  return operation('monitoring', 'SetAlarmState', {
    permissions: ({ AlarmName }, { cloud }) => [
      { action: 'cloudwatch:SetAlarmState', resource: alarmArn(cloud, AlarmName ?? '') },
    ],
    async handle({ AlarmName = '', StateValue = 'OK', StateReason = '', StateReasonData = '{}' }) {
      if (book.get(AlarmName) === undefined) throw new AwsError('ResourceNotFound', 'Alarm not found', 404);
      if (!isJson(StateReasonData)) throw new AwsError('InvalidFormat', 'StateReasonData must be JSON');
      await book.setState(AlarmName, { state: StateValue, reason: StateReason, data: StateReasonData });
      return {};
    },
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function alarmSwitches(book: AlarmBook): readonly Operation[] {
  return [switching(book, 'EnableAlarmActions', true), switching(book, 'DisableAlarmActions', false)];
}

function switching(book: AlarmBook, name: 'EnableAlarmActions' | 'DisableAlarmActions', enabled: boolean): Operation {
  return operation('monitoring', name, {
    permissions: ({ AlarmNames = [] }, { cloud }) =>
      AlarmNames.map((alarm) => ({ action: `cloudwatch:${name}`, resource: alarmArn(cloud, alarm) })),
    handle({ AlarmNames = [] }) {
      for (const alarm of AlarmNames) book.enableActions(alarm, enabled);
      return {};
    },
  });
}
