import type { Cloud } from '../../kernel/cloud.ts';
import type { LogEvent } from './event-files.ts';

/** What came into groups, summed up for some seconds before it is put as AWS/Logs: IncomingBytes of the texts, and IncomingLogEvents. */
export type IncomingMetrics = { readonly count: (group: string, events: readonly LogEvent[]) => void };

const flushMs = 5_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html */
export function createIncomingMetrics(cloud: Cloud): IncomingMetrics {
  const pending = new Map<string, { bytes: number; events: number }>();

  async function flush(): Promise<void> {
    const all = [...pending];
    pending.clear();
    const Timestamp = new Date(cloud.clock.now());
    for (const [LogGroupName, { bytes, events }] of all) {
      const of = { Timestamp, Dimensions: [{ Name: 'LogGroupName', Value: LogGroupName }] };
      await cloud.call({ kind: 'service', principal: 'logs.amazonaws.com' }, 'monitoring', 'PutMetricData', {
        Namespace: 'AWS/Logs',
        MetricData: [
          { ...of, MetricName: 'IncomingBytes', Value: bytes, Unit: 'Bytes' },
          { ...of, MetricName: 'IncomingLogEvents', Value: events, Unit: 'Count' },
        ],
      });
    }
  }
  return {
    count(group, events) {
      if (cloud.service('monitoring') === undefined) return;
      if (pending.size === 0) cloud.clock.after(flushMs, flush);
      const before = pending.get(group);
      const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
      pending.set(group, { bytes: (before?.bytes ?? 0) + bytes, events: (before?.events ?? 0) + events.length });
    },
  };
}
