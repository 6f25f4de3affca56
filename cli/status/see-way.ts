import { latest, type Metric, type Series, sumSince } from './metrics.ts';
import type { NewestSeen } from './newest-object.ts';
import type { Queue } from './queues.ts';
import { ageOf, type WayIn } from './ways-in.ts';

type Counted = { readonly hour: number | undefined; readonly day: number | undefined };

/** A way in at one time. Seconds; undefined is what nobody knows. */
export type SeenWay = {
  readonly name: WayIn['name'];
  readonly waiting: number | undefined;
  readonly lag: {
    readonly queue: number | undefined;
    readonly delivery: number | undefined;
    readonly iterator: number | undefined;
    readonly behind: number | undefined;
  };
  readonly last: NewestSeen | undefined;
  readonly rows: Counted;
  readonly rejected: Counted;
};

export type WayFacts = {
  readonly queues: readonly Queue[] | undefined;
  readonly series: ReadonlyMap<Metric, Series> | undefined;
  readonly last: NewestSeen | undefined;
  readonly now: number;
};

const hourMs = 3_600_000;

export function seeWay(way: WayIn, { queues, series, last, now }: WayFacts): SeenWay {
  const of = (metrics: readonly Metric[]) => metrics.flatMap((metric) => [series?.get(metric) ?? []]);
  const counted = (metrics: readonly Metric[]): Counted => ({
    hour: sumSince(of(metrics), now - hourMs),
    day: sumSince(of(metrics), now - 24 * hourMs),
  });
  const queue = queues?.find(({ name }) => name === way.queue);
  const iterator = latest(of(way.iterator), now);
  return {
    name: way.name,
    waiting: queue && queue.waiting + queue.inFlight,
    lag: {
      queue: queue && queueAge(queue, series, now),
      delivery: latest(of(way.delivery), now),
      iterator: iterator === undefined ? undefined : iterator / 1_000,
      behind: latest(of(way.behind), now),
    },
    last,
    rows: counted(way.rows),
    rejected: counted(way.rejected),
  };
}

/** An empty queue lags behind nothing, whatever was measured minutes ago. */
function queueAge({ name, waiting, inFlight }: Queue, series: WayFacts['series'], now: number): number | undefined {
  if (waiting + inFlight === 0) return 0;
  return ageIn(series, name, now);
}

/** The age of a queue's oldest message in seconds, as it was measured in the last quarter of an hour. */
export function ageIn(series: WayFacts['series'], queue: string, now: number): number | undefined {
  const { name, dimensions } = ageOf(queue);
  const found = [...(series ?? [])].find(
    ([metric]) => metric.name === name && metric.dimensions.QueueName === dimensions.QueueName,
  );
  return found && latest([found[1]], now);
}
