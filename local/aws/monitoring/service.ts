import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { openAlarmBook } from './alarm-book.ts';
import { deleteAlarms, describeAlarms, putMetricAlarm } from './alarms.ts';
import { readEmbeddedMetrics } from './embedded-metrics.ts';
import { getMetricData, getMetricStatistics, listMetrics } from './get-metrics.ts';
import { openMetricStore } from './metric-store.ts';
import { putDatum, putMetricData } from './put-metric-data.ts';
import { alarmResource } from './resources/alarm.ts';

export type MonitoringService = Service & {
  /** Takes the metrics out of a log message of the embedded metric format. */
  readLogMessage(message: string, timestamp: number): void;
};

const judgeEveryMs = 15_000;

/** CloudWatch metrics by the minute, and alarms on them. */
export function createMonitoring(cloud: Cloud): MonitoringService {
  const dir = join(cloud.stateDir, 'monitoring');
  const store = openMetricStore(dir, cloud.clock.now());
  const book = openAlarmBook(cloud, store, dir);
  let stopped = false;
  function judgeLater(): void {
    cloud.clock.after(judgeEveryMs, async () => {
      if (stopped) return;
      await book.judge();
      judgeLater();
    });
  }
  return {
    name: 'monitoring',
    operations: [
      putMetricData(store),
      getMetricData(store),
      getMetricStatistics(store),
      listMetrics(store),
      putMetricAlarm(book),
      describeAlarms(book),
      deleteAlarms(book),
    ],
    resources: [alarmResource],
    readLogMessage(message, timestamp) {
      for (const { namespace, datum } of readEmbeddedMetrics(message, timestamp))
        putDatum(store, namespace, datum, timestamp);
    },
    start: judgeLater,
    async stop() {
      stopped = true;
    },
  };
}
