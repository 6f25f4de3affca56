import type { Look } from '../jobs/look.ts';
import type { Alarms } from './alarms.ts';
import type { Asked } from './asked.ts';
import type { Tables } from './freshness.ts';
import type { JobsSeen } from './jobs-seen.ts';
import type { Metric, Series } from './metrics.ts';
import type { NewestSeen } from './newest-object.ts';
import type { Queue } from './queues.ts';
import { ageIn, type SeenWay, seeWay } from './see-way.ts';
import type { WayIn } from './ways-in.ts';

/** Messages that were given up. */
export type DeadLetters = {
  readonly queue: string;
  readonly messages: number;
  readonly oldestSeconds: number | undefined;
};

/** The lake at one time, as far as it could be asked. */
export type Status = {
  readonly stage: string;
  /** Epoch ms. */
  readonly at: number;
  readonly ways: readonly SeenWay[];
  readonly deadLetters: readonly DeadLetters[];
  readonly looks: readonly Look[];
  readonly tables: Tables | undefined;
  readonly alarms: Alarms | undefined;
  /** Services without their tables, in words. */
  readonly missing: readonly string[];
  /** What could not be asked, and why. `isFault`: not because the local cloud has no such thing. */
  readonly notAsked: readonly { readonly what: string; readonly reason: string; readonly isFault: boolean }[];
};

/** What was heard of AWS. */
export type Heard = {
  readonly queues: Asked<readonly Queue[]>;
  readonly metrics: Asked<ReadonlyMap<Metric, Series>>;
  /** By way. */
  readonly last: ReadonlyMap<string, Asked<NewestSeen>>;
  readonly jobs: Asked<JobsSeen>;
  readonly tables: Asked<Tables>;
  readonly alarms: Asked<Alarms>;
};

/** Puts together what was heard. */
export function statusOf(
  ways: readonly WayIn[],
  heard: Heard,
  { stage, now }: { readonly stage: string; readonly now: number },
): Status {
  const queues = answerOf(heard.queues);
  const series = answerOf(heard.metrics);
  const lastOf = (way: WayIn) => answerOf(heard.last.get(way.name));
  const { looks = [], missing = [] } = answerOf(heard.jobs) ?? {};
  return {
    stage,
    at: now,
    ways: ways.map((way) => seeWay(way, { queues, series, last: lastOf(way), now })),
    deadLetters: (queues ?? [])
      .filter(({ isDeadLetters, waiting, inFlight }) => isDeadLetters && waiting + inFlight > 0)
      .map(({ name, waiting, inFlight }) => ({
        queue: name,
        messages: waiting + inFlight,
        oldestSeconds: ageIn(series, name, now),
      })),
    looks,
    tables: answerOf(heard.tables),
    alarms: answerOf(heard.alarms),
    missing,
    notAsked: notAskedOf(heard),
  };
}

function answerOf<T>(asked: Asked<T> | undefined): T | undefined {
  return asked?.state === 'answered' ? asked.answer : undefined;
}

function notAskedOf({ last, ...parts }: Heard): Status['notAsked'] {
  const raw = [...last].map(([way, asked]) => [`the newest object of ${way}`, asked] as const);
  return [...Object.entries(parts), ...raw].flatMap(([what, asked]) =>
    asked.state === 'answered' ? [] : [{ what, reason: asked.reason, isFault: asked.state === 'refused' }],
  );
}
