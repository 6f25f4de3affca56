import type { Datapoint, MetricDataQuery, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { type Metric, type MetricStore, metricOf } from './metric-store.ts';
import { checkQueries, evaluateQueries } from './queries.ts';
import { byPeriod, statistic } from './statistic.ts';
import { windowsBetween } from './windows.ts';

export function getMetricData(store: MetricStore): Operation {
  return operation('monitoring', 'GetMetricData', {
    permissions: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
    handle({ MetricDataQueries = [], StartTime, EndTime, ScanBy }) {
      const from = StartTime?.getTime() ?? 0;
      const to = EndTime?.getTime() ?? 0;
      if (from >= to) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
      checkQueries(MetricDataQueries);
      return { MetricDataResults: answer(store, MetricDataQueries, { from, to }, ScanBy), Messages: [] };
    },
  });
}

/** A query's own period, an expression's that of the first metric; each metric is read in the periods of what asks for it. */
function answer(
  store: MetricStore,
  queries: readonly MetricDataQuery[],
  { from, to }: { readonly from: number; readonly to: number },
  order: string | undefined,
) {
  const first = queries.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period ?? 60;
  return queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .map((query) => {
      const windows = windowsBetween(from, to, query.MetricStat?.Period ?? query.Period ?? first);
      const needed = query.MetricStat === undefined ? queries : [query];
      const values = evaluateQueries(store, needed, windows).get(query.Id ?? '') ?? [];
      const points = windows.starts.flatMap((start, at) => {
        const value = values[at];
        return value === undefined ? [] : [{ start, value }];
      });
      if (order !== 'TimestampAscending') points.reverse();
      return {
        Id: query.Id,
        Label: query.Label ?? query.MetricStat?.Metric?.MetricName ?? query.Id,
        Timestamps: points.map(({ start }) => new Date(start)),
        Values: points.map(({ value }) => value),
        StatusCode: 'Complete' as const,
      };
    });
}

export function getMetricStatistics(store: MetricStore): Operation {
  return operation('monitoring', 'GetMetricStatistics', {
    permissions: () => [{ action: 'cloudwatch:GetMetricStatistics', resource: '*' }],
    handle(input) {
      const { Namespace = '', MetricName = '', Dimensions = [], Statistics = [], ExtendedStatistics = [] } = input;
      const from = input.StartTime?.getTime() ?? 0;
      const to = input.EndTime?.getTime() ?? 0;
      if (from >= to) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
      if (Statistics.length + ExtendedStatistics.length === 0)
        throw invalid('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
      checkDatapoints(to - from, input.Period ?? 60);
      const metric = metricOf(Namespace, MetricName, Dimensions);
      const periods = byPeriod(store, metric, { from, to, seconds: input.Period ?? 60 });
      const Datapoints = periods.map(({ start, sample }): Datapoint => {
        const simple = Object.fromEntries(Statistics.map((name) => [name, statistic(name, sample)]));
        const extended = Object.fromEntries(ExtendedStatistics.map((name) => [name, statistic(name, sample)]));
        return {
          Timestamp: new Date(start),
          Unit: unitOf(sample.unit),
          ...simple,
          ...(ExtendedStatistics.length === 0 ? {} : { ExtendedStatistics: extended }),
        };
      });
      return { Label: MetricName, Datapoints };
    },
  });
}

const maxDatapoints = 1_440;

function checkDatapoints(spanMs: number, period: number): void {
  if (![1, 5, 10, 20, 30].includes(period) && period % 60 !== 0)
    throw new AwsError('InvalidParameterValue', 'The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  const count = Math.floor(spanMs / 1_000 / period);
  if (count > maxDatapoints)
    throw invalid(
      `You have requested up to ${count} datapoints, which exceeds the limit of ${maxDatapoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
}

const units: readonly StandardUnit[] = ['Count', 'Milliseconds', 'Seconds', 'Microseconds', 'Bytes', 'Percent'];

function unitOf(text: string): StandardUnit {
  return units.find((unit) => unit === text) ?? 'None';
}

export function listMetrics(store: MetricStore): Operation {
  return operation('monitoring', 'ListMetrics', {
    permissions: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
    handle({ Namespace, MetricName, Dimensions = [] }) {
      const has = (metric: Metric, name = '', value?: string) =>
        metric.dimensions.some((pair) => pair[0] === name && (value === undefined || pair[1] === value));
      const found = store
        .metrics()
        .filter(({ namespace }) => Namespace === undefined || namespace === Namespace)
        .filter(({ name }) => MetricName === undefined || name === MetricName)
        .filter((metric) => Dimensions.every(({ Name, Value }) => has(metric, Name, Value)));
      return {
        Metrics: found.map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
        })),
      };
    },
  });
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}
