import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';

/** https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
const units = {
  IncomingRecords: 'Count',
  IncomingBytes: 'Bytes',
  WriteProvisionedThroughputExceeded: 'Count',
  ReadProvisionedThroughputExceeded: 'Count',
  'PutRecords.TotalRecords': 'Count',
  'PutRecords.SuccessfulRecords': 'Count',
  'PutRecords.FailedRecords': 'Count',
  'PutRecords.ThrottledRecords': 'Count',
  'GetRecords.Records': 'Count',
  'GetRecords.Bytes': 'Bytes',
  'GetRecords.IteratorAgeMilliseconds': 'Milliseconds',
} satisfies Record<string, StandardUnit>;

export type StreamMetric = keyof typeof units;

/** The metrics of streams, summed up for some seconds before they are put. */
export type StreamMetrics = { count(stream: string, metric: StreamMetric, value: number): void };

type Statistics = { SampleCount: number; Sum: number; Minimum: number; Maximum: number };

const flushMs = 5_000;

export function createStreamMetrics(cloud: Cloud): StreamMetrics {
  const pending = new Map<string, Map<StreamMetric, Statistics>>();

  async function flush(): Promise<void> {
    const all = [...pending];
    pending.clear();
    for (const [stream, metrics] of all)
      await cloud.call({ kind: 'service', principal: 'kinesis.amazonaws.com' }, 'monitoring', 'PutMetricData', {
        Namespace: 'AWS/Kinesis',
        MetricData: [...metrics].map((metric) => datum(stream, metric, cloud.clock.now())),
      });
  }
  return {
    count(stream, metric, value) {
      if (cloud.service('monitoring') === undefined) return;
      if (pending.size === 0) cloud.clock.after(flushMs, flush);
      const metrics = pending.get(stream) ?? new Map<StreamMetric, Statistics>();
      pending.set(stream, metrics);
      const known = metrics.get(metric);
      metrics.set(metric, {
        SampleCount: (known?.SampleCount ?? 0) + 1,
        Sum: (known?.Sum ?? 0) + value,
        Minimum: Math.min(known?.Minimum ?? value, value),
        Maximum: Math.max(known?.Maximum ?? value, value),
      });
    },
  };
}

function datum(stream: string, [MetricName, StatisticValues]: [StreamMetric, Statistics], now: number): MetricDatum {
  return {
    MetricName,
    StatisticValues,
    Unit: units[MetricName],
    Timestamp: new Date(now),
    Dimensions: [{ Name: 'StreamName', Value: stream }],
  };
}
