import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { type BusEvent, eventTime } from '../events/event.ts';
import { type Kept, periodOf, watched } from './alarm-record.ts';

/** An alarm as it is now, and as it was. */
export type Change = { readonly before: Kept; readonly after: Kept };

/** Regions by the names that CloudWatch's messages have. */
const regionNames: Readonly<Record<string, string>> = { 'eu-west-1': 'EU (Ireland)' };
const regionName = (region: string): string => regionNames[region] ?? region;

const maxSubject = 100;

export function subjectOf({ after }: Change, { region }: Pick<Cloud, 'region'>): string {
  return `${after.StateValue}: "${after.AlarmName}" in ${regionName(region)}`.slice(0, maxSubject);
}

const stamp = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

/** What a topic gets. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function messageOf({ before, after }: Change, { account, region }: Pick<Cloud, 'region' | 'account'>): string {
  return JSON.stringify({
    AlarmName: after.AlarmName,
    AlarmDescription: after.AlarmDescription ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: stamp(after.configuredAt),
    NewStateValue: after.StateValue,
    NewStateReason: after.StateReason,
    StateChangeTime: stamp(after.stateAt),
    Region: regionName(region),
    AlarmArn: after.AlarmArn,
    OldStateValue: before.StateValue,
    OKActions: after.OKActions ?? [],
    AlarmActions: after.AlarmActions ?? [],
    InsufficientDataActions: after.InsufficientDataActions ?? [],
    Trigger: triggerOf(after),
  });
}

function triggerOf(alarm: Kept) {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions, Metrics } = alarm;
  const how = {
    Period: periodOf(alarm),
    EvaluationPeriods: alarm.EvaluationPeriods,
    ...(alarm.DatapointsToAlarm !== undefined && { DatapointsToAlarm: alarm.DatapointsToAlarm }),
    ComparisonOperator: alarm.ComparisonOperator,
    Threshold: alarm.Threshold,
    TreatMissingData: alarm.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: alarm.EvaluateLowSampleCountPercentile ?? '',
  };
  if (Metrics !== undefined && Metrics.length > 0) return { ...how, Metrics: Metrics.map(triggerMetric) };
  const stat =
    ExtendedStatistic === undefined
      ? { StatisticType: 'Statistic', Statistic: (Statistic ?? '').replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase() }
      : { StatisticType: 'ExtendedStatistic', ExtendedStatistic };
  return { MetricName, Namespace, ...stat, Unit: Unit ?? null, Dimensions: pairs(Dimensions), ...how };
}

function triggerMetric({ Id, Expression, Label, MetricStat, ReturnData = true }: MetricDataQuery) {
  const Metric = MetricStat && { ...MetricStat.Metric, Dimensions: pairs(MetricStat.Metric?.Dimensions) };
  return { Id, Expression, Label, ReturnData, ...(MetricStat && { MetricStat: { ...MetricStat, Metric } }) };
}

type Dimensions = NonNullable<MetricStat['Metric']>['Dimensions'];

function pairs(dimensions: Dimensions) {
  return (dimensions ?? []).map(({ Name: name, Value: value }) => ({ value, name }));
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function eventOf(change: Change, { account, region }: Pick<Cloud, 'region' | 'account'>, id: string): BusEvent {
  const { before, after } = change;
  return {
    version: '0',
    id,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: eventTime(after.stateAt),
    region,
    resources: [after.AlarmArn ?? ''],
    detail: {
      alarmName: after.AlarmName,
      state: stateOf(after),
      previousState: stateOf(before),
      configuration: {
        ...(after.AlarmDescription !== undefined && { description: after.AlarmDescription }),
        metrics: watched(after).queries.map(eventMetric),
      },
    },
  };
}

function stateOf({ StateValue, StateReason, StateReasonData, stateAt }: Kept) {
  return {
    value: StateValue,
    reason: StateReason,
    ...(StateReasonData !== undefined && { reasonData: StateReasonData }),
    timestamp: stamp(stateAt),
  };
}

function eventMetric({
  Id: id,
  Expression: expression,
  MetricStat: stat,
  ReturnData: returnData = true,
}: MetricDataQuery) {
  const dimensions = Object.fromEntries((stat?.Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
  const metric = { namespace: stat?.Metric?.Namespace, name: stat?.Metric?.MetricName, dimensions };
  return {
    id,
    returnData,
    ...(stat ? { metricStat: { metric, period: stat.Period, stat: stat.Stat } } : { expression }),
  };
}
