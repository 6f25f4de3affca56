import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { createMonitoring, type MonitoringService } from './service.ts';

let testing: ReturnType<typeof createTestCloud>;
let monitoring: MonitoringService;
/** When each test begins, by the cloud's clock: a minute has begun, and does not end before the test does. */
const now = Math.ceil(Date.now() / 60_000) * 60_000;

beforeEach(() => {
  testing = createTestCloud();
  testing.pass(now - Date.now());
  monitoring = createMonitoring(testing.cloud);
  testing.add(monitoring);
});
afterEach(() => testing.end());

function put(values: readonly number[], timestamp = now) {
  return testing.cloud.call(admin, 'monitoring', 'PutMetricData', {
    Namespace: 'tributary',
    MetricData: values.map((Value) => ({ MetricName: 'Lines', Value, Timestamp: new Date(timestamp) })),
  });
}

async function sum(Stat = 'Sum', dimensions: readonly { Name: string; Value: string }[] = []) {
  const { MetricDataResults = [] } = await testing.cloud.call(admin, 'monitoring', 'GetMetricData', {
    StartTime: new Date(now - 3_600_000),
    EndTime: new Date(now + 60_000),
    MetricDataQueries: [
      {
        Id: 'a',
        MetricStat: {
          Metric: { Namespace: 'tributary', MetricName: 'Lines', Dimensions: [...dimensions] },
          Period: 86_400,
          Stat,
        },
      },
    ],
  });
  return MetricDataResults[0]?.Values?.[0];
}

describe('metrics', () => {
  test('are put together by period, and survive a restart', async () => {
    await put([1, 2, 3, 4]);
    testing.add(createMonitoring(testing.cloud));
    expect([await sum(), await sum('Average'), await sum('Maximum'), await sum('SampleCount')]).toEqual([
      10, 2.5, 4, 4,
    ]);
    expect(await sum('p50')).toBe(2.5);
    const statistics = await testing.cloud.call(admin, 'monitoring', 'GetMetricStatistics', {
      Namespace: 'tributary',
      MetricName: 'Lines',
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 60_000),
      Period: 60,
      Statistics: ['Sum'],
    });
    expect(statistics.Datapoints?.[0]?.Sum).toBe(10);
  });

  test('are read from log lines of the embedded metric format', async () => {
    const line = {
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          { Namespace: 'tributary', Dimensions: [['service']], Metrics: [{ Name: 'Lines', Unit: 'Count' }] },
        ],
      },
      service: 'ingest',
      Lines: [3, 4],
    };
    monitoring.readLogMessage(JSON.stringify(line), now);
    monitoring.readLogMessage('{"_aws": "not that"}', now);
    expect(await sum('Sum', [{ Name: 'service', Value: 'ingest' }])).toBe(7);
    const { Metrics } = await testing.cloud.call(admin, 'monitoring', 'ListMetrics', { Namespace: 'tributary' });
    expect(Metrics).toEqual([
      { Namespace: 'tributary', MetricName: 'Lines', Dimensions: [{ Name: 'service', Value: 'ingest' }] },
    ]);
  });

  test('of AWS’s own namespaces are refused from others', async () => {
    await expect(
      testing.cloud.call(admin, 'monitoring', 'PutMetricData', { Namespace: 'AWS/Lambda', MetricData: [] }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });
});

describe('an alarm', () => {
  function alarm(extra: Readonly<Record<string, unknown>> = {}) {
    return testing.cloud.call(admin, 'monitoring', 'PutMetricAlarm', {
      AlarmName: 'many-lines',
      Namespace: 'tributary',
      MetricName: 'Lines',
      Statistic: 'Sum',
      Period: 3_600,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      ...extra,
    });
  }
  async function state() {
    const { MetricAlarms = [] } = await testing.cloud.call(admin, 'monitoring', 'DescribeAlarms', {});
    return MetricAlarms[0]?.StateValue;
  }

  test('goes from no data over OK to ALARM', async () => {
    await alarm();
    expect(await state()).toBe('INSUFFICIENT_DATA');
    await put([1]);
    expect(await state()).toBe('OK');
    await put([10]);
    expect(await state()).toBe('ALARM');
    expect(testing.logged.join()).toContain('many-lines');
  });

  test('is told of a minute that was over when it was looked at, and ends a whole minute after', async () => {
    await alarm({ Period: 60, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
    expect(await state()).toBe('OK');
    await put([10]);
    testing.pass(60_000);
    expect(await state()).toBe('ALARM');
    await put([1], now + 60_000);
    expect(await state()).toBe('ALARM');
    testing.pass(60_000);
    expect(await state()).toBe('OK');
  });

  test('on the depth of a queue looks at the queue', async () => {
    testing.answer('sqs', 'GetQueueUrl', () => ({ QueueUrl: 'http://q' }));
    testing.answer('sqs', 'GetQueueAttributes', () => ({ Attributes: { ApproximateNumberOfMessages: '3' } }));
    await alarm({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
      Statistic: 'Maximum',
      Threshold: 0,
      TreatMissingData: 'notBreaching',
    });
    expect(await state()).toBe('ALARM');
  });

  test('on metric math is judged by what it returns', async () => {
    const stat = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'tributary', MetricName }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    });
    const Metrics = [
      stat('lines', 'Lines'),
      stat('bad', 'Bad'),
      { Id: 'share', Expression: 'IF(lines > 4, 100 * FILL(bad, 0) / lines, 0)', ReturnData: true },
    ];
    const single = { Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined };
    await alarm({ ...single, Metrics, EvaluationPeriods: 1, Threshold: 20 });
    await put([10]);
    expect(await state()).toBe('OK');
    await testing.cloud.call(admin, 'monitoring', 'PutMetricData', {
      Namespace: 'tributary',
      MetricData: [{ MetricName: 'Bad', Value: 3 }],
    });
    expect(await state()).toBe('ALARM');
    const refused = { Id: 'share', Expression: 'ANOMALY_DETECTION_BAND(lines)' };
    await expect(alarm({ ...single, Metrics: [stat('lines', 'Lines'), refused] })).rejects.toThrow('ANOMALY');
  });

  test('on less looks at minutes that are over, so that one that has just begun is no silence', async () => {
    await put([10], now - 60_000);
    const less = { ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching', Period: 60 };
    await alarm({ ...less, EvaluationPeriods: 1, Threshold: 1 });
    expect(await state()).toBe('OK');
    await alarm({ ...less, EvaluationPeriods: 1, Threshold: 20, ComparisonOperator: 'GreaterThanThreshold' });
    expect(await state(), 'where silence is alarm, neither').toBe('OK');
    await alarm({ ...less, EvaluationPeriods: 1, Threshold: 1 });
    testing.pass(60_000);
    expect(await state()).toBe('ALARM');
    await alarm({ ...less, EvaluationPeriods: 1, Threshold: 1, TreatMissingData: 'notBreaching' });
    await testing.cloud.call(admin, 'monitoring', 'PutMetricData', {
      Namespace: 'tributary',
      MetricData: [{ MetricName: 'Lines', Value: 0, Timestamp: new Date(testing.cloud.clock.now()) }],
    });
    expect(await state()).toBe('OK');
  });
});
