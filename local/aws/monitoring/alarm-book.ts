import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { openJournal } from '../../kernel/journal.ts';
import type { EmitEvent } from '../events/event.ts';
import { takeActions } from './alarm-actions.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { eventOf } from './alarm-message.ts';
import { described, type Kept } from './alarm-record.ts';
import { type Judged, judgeAlarm } from './alarm-state.ts';
import type { MetricStore } from './metric-store.ts';
import { sampleQueues } from './queue-depth.ts';

/** All alarms with their states. A change is on disk before its actions are taken: none is taken twice for one change. */
export type AlarmBook = {
  put(alarm: MetricAlarm): void;
  remove(name: string): void;
  get(name: string): MetricAlarm | undefined;
  all(): readonly MetricAlarm[];
  enableActions(name: string, enabled: boolean): void;
  /** Sets a state by hand; the next judgement may change it again. */
  setState(name: string, judged: Judged): Promise<void>;
  /** Brings every state up to date, and takes the actions of what has changed. */
  judge(): Promise<void>;
};

type BookOptions = {
  readonly cloud: Cloud;
  readonly store: MetricStore;
  readonly history: AlarmHistory;
  readonly dir: string;
  readonly emit: EmitEvent;
};

export function openAlarmBook({ cloud, store, history, dir, emit }: BookOptions): AlarmBook {
  const alarms = openJournal<Kept>(join(dir, 'alarms.jsonl'), { compactAfter: 10_000 });
  async function change(before: Kept, { state, reason, data }: Judged): Promise<void> {
    const stateAt = cloud.clock.now();
    const after = { ...before, StateValue: state, StateReason: reason, StateReasonData: data, stateAt };
    alarms.put(before.AlarmName ?? '', after);
    const summary = `Alarm updated from ${before.StateValue} to ${state}`;
    history.add(after, 'StateUpdate', summary, {
      oldState: { stateValue: before.StateValue, stateReason: before.StateReason },
      newState: { stateValue: state, stateReason: reason },
    });
    if (state === 'ALARM') cloud.log('warn', `Alarm ${after.AlarmName}: ${after.AlarmDescription ?? reason}`);
    emit(eventOf({ before, after }, cloud, randomUUID()));
    await takeActions(cloud, history, { before, after });
  }
  return {
    put(alarm) {
      const name = alarm.AlarmName ?? '';
      const now = cloud.clock.now();
      const before = alarms.get(name);
      alarms.put(name, {
        ...alarm,
        StateValue: before?.StateValue ?? 'INSUFFICIENT_DATA',
        StateReason: before?.StateReason ?? 'Unchecked: Initial alarm creation',
        configuredAt: now,
        stateAt: before?.stateAt ?? now,
      });
      history.add(alarm, 'ConfigurationUpdate', `Alarm "${name}" ${before ? 'updated' : 'created'}`, {
        type: before ? 'Update' : 'Create',
      });
    },
    remove(name) {
      if (alarms.delete(name))
        history.add({ AlarmName: name }, 'ConfigurationUpdate', `Alarm "${name}" deleted`, { type: 'Delete' });
    },
    get(name) {
      const kept = alarms.get(name);
      return kept && described(kept);
    },
    all: () => [...alarms.values()].map(described),
    enableActions(name, ActionsEnabled) {
      const alarm = alarms.get(name);
      if (alarm !== undefined) alarms.put(name, { ...alarm, ActionsEnabled });
    },
    async setState(name, judged) {
      const alarm = alarms.get(name);
      if (alarm !== undefined && alarm.StateValue !== judged.state) await change(alarm, judged);
    },
    async judge() {
      await Promise.all([...alarms.values()].map((alarm) => sampleQueues(cloud, store, alarm)));
      for (const name of [...alarms.keys()]) {
        const alarm = alarms.get(name);
        if (alarm === undefined) continue;
        const judged = judgeAlarm(store, alarm, cloud.clock.now());
        if (judged.state !== alarm.StateValue) await change(alarm, judged);
      }
    },
  };
}
