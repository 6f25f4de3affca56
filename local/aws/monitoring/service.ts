import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import type { EmitEvent } from '../events/event.ts';
import { openAlarmBook } from './alarm-book.ts';
import { describeAlarmHistory, openAlarmHistory } from './alarm-history.ts';
import {
  alarmSwitches,
  deleteAlarms,
  describeAlarms,
  describeAlarmsForMetric,
  putMetricAlarm,
  setAlarmState,
} from './alarms.ts';
import { dashboardOperations } from './dashboards.ts';
import { readEmbeddedMetrics } from './embedded-metrics.ts';
import { getMetricData, getMetricStatistics, listMetrics } from './get-metrics.ts';
import { openMetricStore } from './metric-store.ts';
import { putDatum, putMetricData } from './put-metric-data.ts';
import { alarmResource } from './resources/alarm.ts';
import { dashboardResource } from './resources/dashboard.ts';

export type MonitoringService = Service & {
  /** Takes the metrics out of a log message of the embedded metric format. */
  readLogMessage(message: string, timestamp: number): void;
  /** Judges every alarm now, and resolves when the actions of what has changed are taken. */
  judge(): Promise<void>;
};

const judgeEveryMs = 10_000;

type Deps = { readonly emit: EmitEvent };

/** CloudWatch metrics by the minute, and alarms on them, which are judged every ten seconds and act. */
export function createMonitoring(cloud: Cloud, { emit }: Deps = { emit: () => undefined }): MonitoringService {
  const dir = join(cloud.stateDir, 'monitoring');
  const store = openMetricStore(dir, cloud.clock.now());
  const history = openAlarmHistory(dir, cloud.clock);
  const book = openAlarmBook({ cloud, store, history, dir, emit });
  let stopped = false;
  let judging = Promise.resolve();
  function judgeLater(): void {
    cloud.clock.after(judgeEveryMs, async () => {
      if (stopped) return;
      judging = book.judge();
      await judging.finally(judgeLater);
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
      describeAlarmsForMetric(book),
      describeAlarmHistory(history),
      setAlarmState(book),
      ...alarmSwitches(book),
      ...dashboardOperations(dir),
    ],
    resources: [alarmResource, dashboardResource],
    readLogMessage(message, timestamp) {
      for (const { namespace, datum } of readEmbeddedMetrics(message, timestamp))
        putDatum(store, namespace, datum, timestamp);
    },
    judge: book.judge,
    start: judgeLater,
    async stop() {
      stopped = true;
      await judging.catch(() => undefined);
    },
  };
}
