import { AwsError } from '../../kernel/error.ts';
import { add, type Metric, type MetricStore, type Sample } from './metric-store.ts';

export type Period = { readonly start: number; readonly sample: Sample };

type Span = { readonly from: number; readonly to: number; readonly seconds: number };

/** A metric's samples put together by periods, which begin at multiples of their length. */
export function byPeriod(store: MetricStore, metric: Metric, { from, to, seconds }: Span): Period[] {
  const length = Math.max(60, seconds) * 1_000;
  const periods = new Map<number, Sample>();
  for (const sample of store.samples(metric, from, to)) {
    const start = Math.floor(sample.timestamp / length) * length;
    const before = periods.get(start);
    periods.set(start, before === undefined ? sample : add(before, sample));
  }
  return [...periods].map(([start, sample]) => ({ start, sample }));
}

/** Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p95; throws for any other. */
export function statistic(name: string, sample: Sample): number {
  const simple = simpleStatistics[name];
  if (simple !== undefined) return simple(sample);
  const percent = Number(/^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent))
    throw new AwsError('InvalidParameterValue', `The value ${name} for parameter Stat is not supported.`);
  const sorted = [...sample.values].sort((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return low + (high - low) * (rank - Math.floor(rank));
}

const simpleStatistics: Readonly<Record<string, (sample: Sample) => number>> = {
  Sum: (sample) => sample.sum,
  Average: (sample) => sample.sum / sample.count,
  Minimum: (sample) => sample.minimum,
  Maximum: (sample) => sample.maximum,
  SampleCount: (sample) => sample.count,
};
