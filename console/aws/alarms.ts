import * as z from 'zod/mini';
import { call } from './request.ts';

/** Seconds since 1970, as these protocols have times. */
const time = z.optional(z.number());

export const alarmStates = ['ALARM', 'INSUFFICIENT_DATA', 'OK'] as const;
export type AlarmState = (typeof alarmStates)[number];

const dimensions = z.optional(z.array(z.object({ Name: z.string(), Value: z.string() })));
const metric = z.object({
  Namespace: z.optional(z.string()),
  MetricName: z.optional(z.string()),
  Dimensions: dimensions,
});
const query = z.object({
  Id: z.string(),
  Expression: z.optional(z.string()),
  Label: z.optional(z.string()),
  Period: z.optional(z.number()),
  ReturnData: z.optional(z.boolean()),
  MetricStat: z.optional(z.object({ Metric: metric, Period: z.number(), Stat: z.string() })),
});
export type MetricQuery = z.infer<typeof query>;

const common = {
  ...{ AlarmName: z.string(), AlarmArn: z.optional(z.string()), AlarmDescription: z.optional(z.string()) },
  ...{ StateValue: z.enum(alarmStates), StateReason: z.optional(z.string()), StateUpdatedTimestamp: time },
  StateTransitionedTimestamp: time,
};
const alarm = z.object({
  ...common,
  // Of a composite alarm, instead of what follows.
  AlarmRule: z.optional(z.string()),
  ...metric.shape,
  ...{ Statistic: z.optional(z.string()), ExtendedStatistic: z.optional(z.string()), Period: z.optional(z.number()) },
  ...{ EvaluationPeriods: z.optional(z.number()), DatapointsToAlarm: z.optional(z.number()) },
  ...{ Threshold: z.optional(z.number()), ComparisonOperator: z.optional(z.string()) },
  ...{ TreatMissingData: z.optional(z.string()), Metrics: z.optional(z.array(query)) },
});
export type Alarm = z.infer<typeof alarm>;

const described = z.object({
  MetricAlarms: z.optional(z.array(alarm)),
  CompositeAlarms: z.optional(z.array(alarm)),
  NextToken: z.optional(z.string()),
});

/** Metric alarms and composite ones: all, or those of these names. Throws AwsError. */
export async function alarms(names?: readonly string[], signal?: AbortSignal): Promise<readonly Alarm[]> {
  const asked = {
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    ...(names === undefined ? {} : { AlarmNames: names }),
  };
  const all: Alarm[] = [];
  let NextToken: string | undefined;
  do {
    const input = { ...asked, MaxRecords: 100, ...(NextToken === undefined ? {} : { NextToken }) };
    const page = described.parse(await call('monitoring', 'DescribeAlarms', input, signal));
    all.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return all;
}

const history = z.object({
  AlarmHistoryItems: z.optional(
    z.array(z.object({ Timestamp: z.number(), HistoryItemType: z.string(), HistorySummary: z.optional(z.string()) })),
  ),
});
export type HistoryItem = { readonly at: number; readonly type: string; readonly summary: string };

/** What became of an alarm, the newest first; `at` in epoch ms. */
export async function alarmHistory(AlarmName: string, signal?: AbortSignal): Promise<readonly HistoryItem[]> {
  const input = { AlarmName, MaxRecords: 50 };
  const { AlarmHistoryItems = [] } = history.parse(await call('monitoring', 'DescribeAlarmHistory', input, signal));
  return AlarmHistoryItems.map(({ Timestamp, HistoryItemType, HistorySummary = '' }) => {
    return { at: Timestamp * 1_000, type: HistoryItemType, summary: HistorySummary };
  });
}

const results = z.object({
  MetricDataResults: z.array(
    z.object({ Id: z.string(), Timestamps: z.optional(z.array(z.number())), Values: z.optional(z.array(z.number())) }),
  ),
});
/** `at` in epoch ms. */
export type Sample = { readonly at: number; readonly value: number };

/** The values of one query between two times (epoch ms), the oldest first. */
export async function samples(
  { queries, id }: { readonly queries: readonly MetricQuery[]; readonly id: string },
  { from, to }: { readonly from: number; readonly to: number },
  signal?: AbortSignal,
): Promise<readonly Sample[]> {
  const input = {
    MetricDataQueries: queries,
    StartTime: from / 1_000,
    EndTime: to / 1_000,
    ScanBy: 'TimestampAscending',
  };
  const { MetricDataResults } = results.parse(await call('monitoring', 'GetMetricData', input, signal));
  const { Timestamps = [], Values = [] } = MetricDataResults.find(({ Id }) => Id === id) ?? {};
  return Timestamps.map((at, index) => ({ at: at * 1_000, value: Values[index] ?? 0 })).toSorted((a, b) => a.at - b.at);
}
