import { type Alarm, type AlarmState, alarmStates, type MetricQuery } from '../aws/alarms.ts';
import type { Lake } from '../lake/names.ts';
import type { Tone } from '../parts/graph/node.ts';

/** What an alarm's description says, a line each, in the words of the lake's own; empty where it does not say it. */
export type Description = {
  readonly wrong: string;
  readonly means: string;
  readonly begin: string;
  /** Of the runbook. */
  readonly page: string;
};

export function descriptionOf({ AlarmDescription = '', AlarmRule = '' }: Alarm): Description {
  const line = (title: string) => new RegExp(`^${title}: (.*)$`, 'm').exec(AlarmDescription)?.[1]?.trim() ?? '';
  const wrong = line('Wrong') || AlarmDescription.split('\n')[0] || AlarmRule;
  const page = /docs\/runbook\/([a-z-]+)\.md/.exec(line('Page'))?.[1] ?? '';
  return { wrong, means: line('Means'), begin: line('Begin'), page };
}

/** Of `tributary-query-local-dead-letters.plan`: whose it is, and what follows the dot. */
export type AlarmOf = { readonly service: string; readonly subject: string };

export function alarmOf(name: string, { names: { prefix }, stage }: Pick<Lake, 'names' | 'stage'>): AlarmOf {
  const rest = name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name;
  const [service = '', ...others] = rest.split(`-${stage}-`);
  const own = others.join(`-${stage}-`);
  if (own === '') return { service: '', subject: '' };
  const dot = own.indexOf('.');
  return { service, subject: dot < 0 ? '' : own.slice(dot + 1) };
}

/** Those in alarm first, then those without data; within a state the newest change first. */
export function inOrder(alarms: readonly Alarm[]): readonly Alarm[] {
  const rank = ({ StateValue }: Alarm) => alarmStates.indexOf(StateValue);
  return alarms.toSorted(
    (a, b) => rank(a) - rank(b) || sinceOf(b) - sinceOf(a) || (a.AlarmName < b.AlarmName ? -1 : 1),
  );
}

/** Since when it is in this state (epoch ms). */
export function sinceOf({ StateTransitionedTimestamp, StateUpdatedTimestamp }: Alarm): number {
  return (StateTransitionedTimestamp ?? StateUpdatedTimestamp ?? 0) * 1_000;
}

const tones: Readonly<Record<AlarmState, Tone>> = { ALARM: 'bad', INSUFFICIENT_DATA: 'quiet', OK: 'good' };

export function toneOf({ StateValue }: Pick<Alarm, 'StateValue'>): Tone {
  return tones[StateValue];
}

/** Those whose name or description has each of the words, and that are in the state; of no state all. */
export function foundIn(
  alarms: readonly Alarm[],
  { find, only }: { readonly find: string; readonly only: string },
): readonly Alarm[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return alarms.filter(({ AlarmName, AlarmDescription = '', StateValue }) => {
    const text = `${AlarmName} ${AlarmDescription}`.toLowerCase();
    return (only === '' || StateValue === only) && words.every((word) => text.includes(word));
  });
}

/** What it watches, as queries of CloudWatch, and the one that is compared; undefined of a composite alarm. */
export function watchedBy(alarm: Alarm): { readonly queries: readonly MetricQuery[]; readonly id: string } | undefined {
  const { Metrics = [], Namespace, MetricName, Dimensions = [], Period = 60, Statistic, ExtendedStatistic } = alarm;
  const [first] = Metrics;
  if (first !== undefined) return { queries: Metrics, id: (Metrics.find(isCompared) ?? first).Id };
  if (MetricName === undefined) return undefined;
  const MetricStat = {
    Metric: { Namespace, MetricName, Dimensions },
    Period,
    Stat: Statistic ?? ExtendedStatistic ?? '',
  };
  return { queries: [{ Id: 'm1', MetricStat, ReturnData: true }], id: 'm1' };
}

function isCompared({ ReturnData = true }: MetricQuery): boolean {
  return ReturnData;
}

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'at least',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'at most',
};

/** `Maximum of ApproximateNumberOfMessagesVisible above 0 in 1 of 1 periods of 60 s` */
export function conditionOf(alarm: Alarm): string {
  const { Statistic, ExtendedStatistic, MetricName, Threshold, ComparisonOperator = '', Period, AlarmRule } = alarm;
  if (AlarmRule !== undefined) return AlarmRule;
  const { EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods } = alarm;
  const what = MetricName === undefined ? expressionOf(alarm) : `${Statistic ?? ExtendedStatistic} of ${MetricName}`;
  const compared = `${comparisons[ComparisonOperator] ?? ComparisonOperator} ${Threshold?.toLocaleString('en-GB') ?? ''}`;
  const of = Period === undefined ? '' : ` of ${Period} s`;
  return `${what} ${compared.trim()} in ${DatapointsToAlarm} of ${EvaluationPeriods} periods${of}`;
}

function expressionOf({ Metrics = [] }: Alarm): string {
  const compared = Metrics.find(isCompared);
  return compared?.Label ?? compared?.Expression ?? 'an expression';
}
