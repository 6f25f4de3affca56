import type { MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import { periodOf, watched } from './alarm-record.ts';
import type { MetricStore } from './metric-store.ts';
import { evaluateQueries } from './queries.ts';
import { lastWindows } from './windows.ts';

export type Judged = { readonly state: StateValue; readonly reason: string; readonly data: string };

type Comparison = { readonly holds: (value: number, threshold: number) => boolean; readonly words: string };

const comparisons: Readonly<Record<string, Comparison>> = {
  GreaterThanThreshold: { holds: (value, threshold) => value > threshold, words: 'greater than' },
  GreaterThanOrEqualToThreshold: {
    holds: (value, threshold) => value >= threshold,
    words: 'greater than or equal to',
  },
  LessThanThreshold: { holds: (value, threshold) => value < threshold, words: 'less than' },
  LessThanOrEqualToThreshold: { holds: (value, threshold) => value <= threshold, words: 'less than or equal to' },
};

export const comparisonOperators: readonly string[] = Object.keys(comparisons);

type Seen = { readonly at: number; readonly value: number };

/**
 * An alarm's state from its last periods, which end with this minute: nobody waits for its end where more data can only mean alarm. What
 * crossed in the minute before is alarm for as long as this one runs, as it may have come after that minute was last looked at. Where less is
 * alarm, or nothing is, only minutes that are over count.
 */
export function judgeAlarm(store: MetricStore, alarm: MetricAlarm, now: number): Judged {
  const over = judgeWindows(store, alarm, { now, running: false });
  if (alarm.ComparisonOperator?.startsWith('Less') || alarm.TreatMissingData === 'breaching') return over;
  const running = judgeWindows(store, alarm, { now, running: true });
  return running.state !== 'ALARM' && over.state === 'ALARM' ? over : running;
}

type Moment = { readonly now: number; readonly running: boolean };

function judgeWindows(store: MetricStore, alarm: MetricAlarm, { now, running }: Moment): Judged {
  const count = alarm.EvaluationPeriods ?? 1;
  const comparison = comparisons[alarm.ComparisonOperator ?? ''] ?? { holds: () => false, words: '' };
  const windows = lastWindows(now, { seconds: periodOf(alarm), count, running });
  const { queries, id } = watched(alarm);
  const values = evaluateQueries(store, queries, windows).get(id) ?? [];
  const seen = windows.starts.flatMap((at, index): Seen[] => {
    const value = values[index];
    return value === undefined ? [] : [{ at, value }];
  });
  const beyond = seen.filter(({ value }) => comparison.holds(value, alarm.Threshold ?? 0));
  const told = { seen, beyond, words: comparison.words };
  return { ...decide(alarm, told), data: reasonData(alarm, seen, now) };
}

type Told = { readonly seen: readonly Seen[]; readonly beyond: readonly Seen[]; readonly words: string };

function decide(alarm: MetricAlarm, told: Told): Omit<Judged, 'data'> {
  const { EvaluationPeriods: count = 1, TreatMissingData } = alarm;
  const { seen, beyond } = told;
  const needed = alarm.DatapointsToAlarm ?? count;
  const missing = TreatMissingData === 'breaching' ? count - seen.length : 0;
  const isAlarm = beyond.length + missing >= needed;
  if (seen.length === 0)
    return isAlarm ? { state: 'ALARM', reason: noData(count, 'Breaching') } : withoutData(alarm, count);
  return isAlarm
    ? { state: 'ALARM', reason: crossed(alarm, told, needed) }
    : { state: 'OK', reason: notCrossed(alarm, told, count - needed + 1) };
}

function crossed(
  { EvaluationPeriods: count = 1, Threshold = 0 }: MetricAlarm,
  { seen, beyond, words }: Told,
  needed: number,
) {
  const points = (beyond.length > 0 ? beyond : seen).map(pointText).join(', ');
  const were = beyond.length === 1 ? 'was' : 'were';
  return `Threshold Crossed: ${beyond.length} out of the last ${count} datapoints [${points}] ${were} ${words} the threshold (${decimal(Threshold)}) (minimum ${datapoints(needed)} for OK -> ALARM transition).`;
}

function notCrossed(
  { EvaluationPeriods: count = 1, Threshold = 0 }: MetricAlarm,
  { seen, beyond, words }: Told,
  needed: number,
) {
  const points = seen.map(pointText).join(', ');
  return `Threshold Crossed: ${count - beyond.length} out of the last ${count} datapoints [${points}] were not ${words} the threshold (${decimal(Threshold)}) (minimum ${datapoints(needed)} for ALARM -> OK transition).`;
}

const datapoints = (count: number): string => (count === 1 ? '1 datapoint' : `${count} datapoints`);

function withoutData({ TreatMissingData, StateValue = 'INSUFFICIENT_DATA' }: MetricAlarm, count: number) {
  if (TreatMissingData === 'notBreaching') return { state: 'OK' as const, reason: noData(count, 'NonBreaching') };
  if (TreatMissingData === 'ignore') return { state: StateValue, reason: noData(count, 'Ignore') };
  const reason = `Insufficient Data: ${count} ${count === 1 ? 'datapoint was' : 'datapoints were'} unknown.`;
  return { state: 'INSUFFICIENT_DATA' as const, reason };
}

function noData(count: number, as: string): string {
  const [periods, points] = count === 1 ? ['period', 'datapoint was'] : ['periods', 'datapoints were'];
  return `Threshold Crossed: no datapoints were received for ${count} ${periods} and ${count} missing ${points} treated as [${as}].`;
}

const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** A value with the time of its period as CloudWatch writes it: 3.0 (30/11/26 02:29:00). */
function pointText({ at, value }: Seen): string {
  const [date = '', time = ''] = new Date(at).toISOString().slice(2, 19).split('T');
  return `${decimal(value)} (${date.split('-').reverse().join('/')} ${time})`;
}

function reasonData(alarm: MetricAlarm, seen: readonly Seen[], now: number): string {
  const date = (at: number) => new Date(at).toISOString().replace('Z', '+0000');
  return JSON.stringify({
    version: '1.0',
    queryDate: date(now),
    ...(seen[0] !== undefined && { startDate: date(seen[0].at) }),
    ...(alarm.Statistic !== undefined && { statistic: alarm.Statistic }),
    period: periodOf(alarm),
    recentDatapoints: seen.map(({ value }) => value),
    threshold: alarm.Threshold,
    evaluatedDatapoints: seen.map(({ at, value }) => ({ timestamp: date(at), value })).reverse(),
  });
}
