import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../kernel/cloud.ts';
import { type BusEvent, eventTime } from './event.ts';
import type { RuleRecord } from './record.ts';
import { parseSchedule } from './schedule.ts';
import type { EventStore } from './store.ts';

export type Scheduler = {
  /** Looks at every rule's schedule again and sets the alarm for the first. */
  reschedule(): void;
  stop(): void;
};

/** Timers take at most 2^31 milliseconds; once an hour is often enough to look again. */
const longestWaitMs = 3_600_000;

/** Fires rules with a schedule. What was due while the process was down is not made up for, as a disabled rule's is not. */
export function createScheduler(
  cloud: Cloud,
  store: EventStore,
  fire: (event: BusEvent, rule: RuleRecord) => void,
): Scheduler {
  let cancel = () => {};
  let lookedAt = cloud.clock.now();

  const reschedule = () => {
    cancel();
    const now = cloud.clock.now();
    lookedAt = now;
    const next = Math.min(...scheduled(store).map((rule) => nextOf(rule, now) ?? Number.POSITIVE_INFINITY));
    if (next === Number.POSITIVE_INFINITY) return;
    cancel = cloud.clock.after(Math.min(longestWaitMs, next - now), ring);
  };
  const ring = () => {
    const now = cloud.clock.now();
    for (const rule of scheduled(store)) {
      const due = nextOf(rule, lookedAt);
      if (due !== undefined && due <= now) fire(scheduledEvent(cloud, store.ruleArn(rule), due), rule);
    }
    reschedule();
  };
  return { reschedule, stop: () => cancel() };
}

function scheduled(store: EventStore): readonly RuleRecord[] {
  return [...store.rules()].filter((rule) => rule.state !== 'DISABLED' && rule.scheduleExpression !== undefined);
}

function nextOf({ scheduleExpression = '', since }: RuleRecord, after: number): number | undefined {
  return parseSchedule(scheduleExpression).next(after, since);
}

function scheduledEvent(cloud: Cloud, ruleArn: string, dueMs: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: cloud.account,
    time: eventTime(dueMs),
    region: cloud.region,
    resources: [ruleArn],
    detail: {},
  };
}
