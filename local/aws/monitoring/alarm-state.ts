import type { MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import { type MetricStore, metricOf } from './metric-store.ts';
import { byPeriod, statistic } from './statistic.ts';

type Judged = { readonly state: StateValue; readonly reason: string };

const breaches: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const comparisonOperators: readonly string[] = Object.keys(breaches);

/** An alarm's state from the last periods, the running one included: locally nobody waits for its end. */
export function judgeAlarm(store: MetricStore, alarm: MetricAlarm, now: number): Judged {
  const count = alarm.EvaluationPeriods ?? 1;
  const values = lastValues(store, alarm, now, count);
  const threshold = alarm.Threshold ?? 0;
  const isBreaching = breaches[alarm.ComparisonOperator ?? ''] ?? (() => false);
  const beyond = values.filter((value) => isBreaching(value, threshold)).length;
  const assumed = alarm.TreatMissingData === 'breaching' ? count - values.length : 0;
  const seen = `${values.length} of the last ${count} periods have data [${values.join(', ')}], ${beyond} beyond the threshold (${threshold})`;
  if (beyond + assumed >= (alarm.DatapointsToAlarm ?? count))
    return { state: 'ALARM', reason: `Threshold Crossed: ${seen}.` };
  if (values.length > 0) return { state: 'OK', reason: `Threshold not crossed: ${seen}.` };
  return withoutData(alarm);
}

function lastValues(store: MetricStore, alarm: MetricAlarm, now: number, count: number): number[] {
  const seconds = Math.max(60, alarm.Period ?? 60);
  const length = seconds * 1_000;
  const from = (Math.floor(now / length) - (count - 1)) * length;
  const metric = metricOf(alarm.Namespace ?? '', alarm.MetricName ?? '', alarm.Dimensions ?? []);
  const name = alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average';
  return byPeriod(store, metric, { from, to: now + 1, seconds }).map(({ sample }) => statistic(name, sample));
}

function withoutData({ TreatMissingData, StateValue = 'INSUFFICIENT_DATA' }: MetricAlarm): Judged {
  if (TreatMissingData === 'notBreaching') return { state: 'OK', reason: 'Missing data does not breach.' };
  if (TreatMissingData === 'ignore') return { state: StateValue, reason: 'Missing data is ignored.' };
  return { state: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: no period has data.' };
}
