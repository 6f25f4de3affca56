import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { type MetricStore, metricOf, type Sample } from './metric-store.ts';

const maxData = 1_000;
const maxDimensions = 30;

export function putMetricData(store: MetricStore): Operation {
  return operation('monitoring', 'PutMetricData', {
    permissions: ({ Namespace }, { caller }) =>
      // AWS's own services put their metrics without anybody's policy.
      caller.kind === 'service'
        ? []
        : [
            {
              action: 'cloudwatch:PutMetricData',
              resource: '*',
              conditions: { 'cloudwatch:namespace': Namespace ?? '' },
            },
          ],
    handle({ Namespace = '', MetricData = [], EntityMetricData }, { cloud, caller }) {
      if (caller.kind !== 'service' && Namespace.startsWith('AWS/'))
        throw invalid('The value AWS/ for parameter Namespace is invalid.');
      const data = [...MetricData, ...(EntityMetricData ?? []).flatMap((one) => one.MetricData ?? [])];
      if (data.length > maxData)
        throw invalid(`The collection MetricData must not have a size greater than ${maxData}.`);
      const now = cloud.clock.now();
      if (caller.kind !== 'service') checkData(data, now);
      for (const datum of data) putDatum(store, Namespace, datum, now);
      return {};
    },
  });
}

const twoWeeksMs = 14 * 86_400_000;
const twoHoursMs = 2 * 3_600_000;
const maxValues = 150;

function checkData(data: readonly MetricDatum[], now: number): void {
  for (const [at, datum] of data.entries()) checkDatum(datum, at + 1, now);
}

function checkDatum({ Timestamp, Values = [], Value, StatisticValues }: MetricDatum, at: number, now: number): void {
  const member = `MetricData.member.${at}`;
  const time = Timestamp?.getTime() ?? now;
  if (time < now - twoWeeksMs)
    throw invalid(`The parameter ${member}.Timestamp must specify a time within the past two weeks.`);
  if (time > now + twoHoursMs)
    throw invalid(`The parameter ${member}.Timestamp must specify a time no more than two hours in the future.`);
  if (Values.length > maxValues)
    throw invalid(`The collection ${member}.Values must not have a size greater than ${maxValues}.`);
  if ([Value, StatisticValues].filter((way) => way !== undefined).length + (Values.length > 0 ? 1 : 0) > 1)
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameters ${member}.Value, ${member}.Values and ${member}.StatisticValues are mutually exclusive.`,
    );
}

export function putDatum(store: MetricStore, namespace: string, datum: MetricDatum, now: number): void {
  const { MetricName = '', Dimensions = [] } = datum;
  if (namespace === '' || MetricName === '') throw invalid('The parameters Namespace and MetricName must be set.');
  if (Dimensions.length > maxDimensions) throw invalid(`A metric has at most ${maxDimensions} dimensions.`);
  store.add(metricOf(namespace, MetricName, Dimensions), [sampleOf(datum, now)]);
}

function sampleOf(datum: MetricDatum, now: number): Sample {
  const timestamp = datum.Timestamp?.getTime() ?? now;
  const unit = datum.Unit ?? 'None';
  const set = datum.StatisticValues;
  if (set !== undefined) {
    const { SampleCount: count = 0, Sum: sum = 0, Minimum: minimum = 0, Maximum: maximum = 0 } = set;
    return { timestamp, unit, count, sum, minimum, maximum, values: [minimum, sum / (count || 1), maximum] };
  }
  const values = datum.Values ?? [datum.Value ?? Number.NaN];
  const counts = values.map((_value, index) => datum.Counts?.[index] ?? 1);
  if (values.length === 0 || values.some((value) => !Number.isFinite(value)))
    throw invalid(`The metric ${datum.MetricName} has no value, or one that is not a finite number.`);
  return {
    timestamp,
    unit,
    count: counts.reduce((sum, count) => sum + count, 0),
    sum: values.reduce((sum, value, index) => sum + value * (counts[index] ?? 1), 0),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    values,
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
