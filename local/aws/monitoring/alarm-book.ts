import { join } from 'node:path';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { openJournal } from '../../kernel/journal.ts';
import { judgeAlarm } from './alarm-state.ts';
import type { MetricStore } from './metric-store.ts';
import { putDatum } from './put-metric-data.ts';

/** All alarms with their states. Actions are not taken, for there is nobody to notify: the local cloud says it instead. */
export type AlarmBook = {
  put(alarm: MetricAlarm): void;
  remove(name: string): void;
  all(): readonly MetricAlarm[];
  /** Brings every state up to date. */
  judge(): Promise<void>;
};

/** An alarm with its dates as numbers. */
type Kept = Omit<MetricAlarm, 'StateUpdatedTimestamp' | 'AlarmConfigurationUpdatedTimestamp'> & {
  readonly configuredAt: number;
  readonly stateAt: number;
};

export function openAlarmBook(cloud: Cloud, store: MetricStore, dir: string): AlarmBook {
  const alarms = openJournal<Kept>(join(dir, 'alarms.jsonl'));
  return {
    put(alarm) {
      const now = cloud.clock.now();
      const before = alarms.get(alarm.AlarmName ?? '');
      alarms.put(alarm.AlarmName ?? '', {
        ...alarm,
        StateValue: before?.StateValue ?? 'INSUFFICIENT_DATA',
        StateReason: before?.StateReason ?? 'Unchecked: Initial alarm creation',
        configuredAt: now,
        stateAt: before?.stateAt ?? now,
      });
    },
    remove: (name) => alarms.delete(name),
    all: () =>
      [...alarms.values()].map(({ configuredAt, stateAt, ...alarm }) => ({
        ...alarm,
        AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
        StateUpdatedTimestamp: new Date(stateAt),
      })),
    async judge() {
      await Promise.all([...alarms.values()].map((alarm) => sampleQueue(cloud, store, alarm)));
      const now = cloud.clock.now();
      for (const alarm of [...alarms.values()]) {
        const { state, reason } = judgeAlarm(store, alarm, now);
        if (state === alarm.StateValue) continue;
        alarms.put(alarm.AlarmName ?? '', { ...alarm, StateValue: state, StateReason: reason, stateAt: now });
        if (state === 'ALARM') cloud.log('warn', `Alarm ${alarm.AlarmName}: ${alarm.AlarmDescription ?? reason}`);
      }
    },
  };
}

/** The depth of a queue that an alarm watches, which SQS would put by itself. */
async function sampleQueue(cloud: Cloud, store: MetricStore, alarm: Kept): Promise<void> {
  const QueueName = alarm.Dimensions?.find((dimension) => dimension.Name === 'QueueName')?.Value;
  const attribute = queueMetrics[alarm.MetricName ?? ''];
  if (alarm.Namespace !== 'AWS/SQS' || QueueName === undefined || attribute === undefined) return;
  if (cloud.service('sqs') === undefined) return;
  try {
    const { QueueUrl } = await cloud.call({ kind: 'admin' }, 'sqs', 'GetQueueUrl', { QueueName });
    const { Attributes } = await cloud.call({ kind: 'admin' }, 'sqs', 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: [attribute],
    });
    const Value = Number(Attributes?.[attribute] ?? 0);
    const datum = { MetricName: alarm.MetricName, Value, Dimensions: [{ Name: 'QueueName', Value: QueueName }] };
    putDatum(store, 'AWS/SQS', datum, cloud.clock.now());
  } catch (error) {
    cloud.log('debug', `The queue of alarm ${alarm.AlarmName} could not be looked at`, { reason: String(error) });
  }
}

const queueMetrics: Readonly<
  Record<
    string,
    'ApproximateNumberOfMessages' | 'ApproximateNumberOfMessagesNotVisible' | 'ApproximateNumberOfMessagesDelayed'
  >
> = {
  ApproximateNumberOfMessagesVisible: 'ApproximateNumberOfMessages',
  ApproximateNumberOfMessagesNotVisible: 'ApproximateNumberOfMessagesNotVisible',
  ApproximateNumberOfMessagesDelayed: 'ApproximateNumberOfMessagesDelayed',
};
