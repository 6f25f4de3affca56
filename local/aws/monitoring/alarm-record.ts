import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';

/** An alarm with its dates as numbers. */
export type Kept = Omit<
  MetricAlarm,
  'StateUpdatedTimestamp' | 'AlarmConfigurationUpdatedTimestamp' | 'StateTransitionedTimestamp'
> & {
  readonly configuredAt: number;
  readonly stateAt: number;
};

export function described({ configuredAt, stateAt, ...alarm }: Kept): MetricAlarm {
  return {
    ...alarm,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateUpdatedTimestamp: new Date(stateAt),
    StateTransitionedTimestamp: new Date(stateAt),
  };
}

/** What an alarm watches, as queries; `id` is the one that is compared with the threshold. */
export function watched(alarm: MetricAlarm | Kept): {
  readonly queries: readonly MetricDataQuery[];
  readonly id: string;
} {
  if (alarm.Metrics !== undefined && alarm.Metrics.length > 0) {
    const returned = alarm.Metrics.find(({ ReturnData }) => ReturnData !== false);
    return { queries: alarm.Metrics, id: returned?.Id ?? '' };
  }
  const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic } = alarm;
  const Metric = { Namespace, MetricName, Dimensions };
  const Stat = Statistic ?? ExtendedStatistic;
  return { queries: [{ Id: 'm1', MetricStat: { Metric, Period, Stat }, ReturnData: true }], id: 'm1' };
}

/** Seconds of the periods that an alarm looks at. */
export function periodOf(alarm: MetricAlarm | Kept): number {
  const periods = watched(alarm).queries.flatMap(({ Period, MetricStat }) => Period ?? MetricStat?.Period ?? []);
  return periods[0] ?? 60;
}
