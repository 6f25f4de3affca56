import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { createStreamMetrics } from './metrics.ts';

let testing: ReturnType<typeof createTestCloud>;
beforeEach(() => {
  vi.useFakeTimers();
  testing = createTestCloud();
});
afterEach(async () => {
  vi.useRealTimers();
  await testing.end();
});

test('what streams took in some seconds is put as one set of statistics each', async () => {
  const put: unknown[] = [];
  testing.answer('monitoring', 'PutMetricData', (input) => put.push(input) && {});
  const metrics = createStreamMetrics(testing.cloud);
  for (const value of [10, 30]) metrics.count('a', 'IncomingRecords', value);
  await vi.advanceTimersByTimeAsync(6_000);
  metrics.count('b', 'IncomingBytes', 5);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(put).toMatchObject([
    {
      Namespace: 'AWS/Kinesis',
      MetricData: [
        {
          MetricName: 'IncomingRecords',
          StatisticValues: { SampleCount: 2, Sum: 40, Minimum: 10, Maximum: 30 },
          Unit: 'Count',
          Dimensions: [{ Name: 'StreamName', Value: 'a' }],
        },
      ],
    },
    { MetricData: [{ MetricName: 'IncomingBytes', Dimensions: [{ Name: 'StreamName', Value: 'b' }] }] },
  ]);
});
