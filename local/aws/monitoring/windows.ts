import { add, type Metric, type MetricStore, type Sample } from './metric-store.ts';

const minuteMs = 60_000;

/** Windows of one length, the oldest first, by their starts. */
export type Windows = { readonly starts: readonly number[]; readonly seconds: number };

/** The last `count` windows that end with a minute: the one that runs, or the one that is over. */
export function lastWindows(
  now: number,
  { seconds, count, running }: { readonly seconds: number; readonly count: number; readonly running: boolean },
): Windows {
  const length = Math.max(60, seconds) * 1_000;
  const end = (Math.floor(now / minuteMs) + (running ? 1 : 0)) * minuteMs;
  return { starts: Array.from({ length: count }, (_, at) => end - (count - at) * length), seconds: length / 1_000 };
}

/** The windows from `from` to before `to`; they begin at multiples of their length. */
export function windowsBetween(from: number, to: number, seconds: number): Windows {
  const length = Math.max(60, seconds) * 1_000;
  const first = Math.floor(from / length) * length;
  const count = Math.max(0, Math.ceil((to - first) / length));
  return { starts: Array.from({ length: count }, (_, at) => first + at * length), seconds: length / 1_000 };
}

/** What each window has of a metric; undefined where it has nothing. */
export function samplesIn(store: MetricStore, metric: Metric, { starts, seconds }: Windows): (Sample | undefined)[] {
  const [first = 0] = starts;
  const length = seconds * 1_000;
  const found = starts.map((): Sample | undefined => undefined);
  for (const sample of store.samples(metric, first, first + starts.length * length)) {
    const at = Math.floor((sample.timestamp - first) / length);
    const before = found[at];
    found[at] = before === undefined ? sample : add(before, sample);
  }
  return found;
}
