import { whereToLook } from '../jobs/place.ts';
import { lookUntil } from '../terminal/look-until.ts';
import { type Known, workIn } from './plan.ts';

export type Progress = {
  /** Made anew since the backfill was begun. */
  readonly done: readonly string[];
  readonly aside: readonly string[];
  readonly open: readonly string[];
};

export type Following = {
  readonly read: () => Promise<Known>;
  readonly tell: (progress: Progress, known: Known) => void;
  /** Throws when the signal fires. */
  readonly pause: (millis: number) => Promise<void>;
  readonly now: () => number;
};

const patienceMs = 300_000;

/** Looks again and again until each of the partitions is made anew, or set aside. Throws StuckError where nobody takes them up. */
export async function followBackfill(
  partitions: readonly string[],
  begunAt: number,
  { read, tell, pause, now }: Following,
): Promise<Progress> {
  const seen = new Set<string>();
  const { progress } = await lookUntil({
    async look() {
      const known = await read();
      return { known, progress: progressOf(partitions, begunAt, { known, seen }) };
    },
    isDone: ({ progress: { open } }) => open.length === 0,
    tell: ({ known, progress: soFar }) => tell(soFar, known),
    stateOf: ({ known }) => (workIn(known.look).going.size > 0 ? `${now()}` : 'quiet'),
    stuck: (_, minutes) =>
      `services/query has not taken up the order, or all of it, for ${minutes} minutes: ${whereToLook('query')}`,
    patienceMs,
    pause,
    now,
  });
  return progress;
}

type Seen = { readonly known: Known; readonly seen: Set<string> };

/** What was seen to wait, and no longer does, is done, also where nobody wrote down by which SQL. */
function progressOf(partitions: readonly string[], begunAt: number, { known, seen }: Seen): Progress {
  const { look, versions } = known;
  const { going, aside: setAside } = workIn(look);
  const made = new Map(versions.map(({ partition, at }) => [partition, at]));
  const aside = partitions.filter((each) => setAside.has(each));
  const done = partitions.filter(
    (each) => !setAside.has(each) && !going.has(each) && (seen.has(each) || (made.get(each) ?? 0) >= begunAt),
  );
  for (const each of going) seen.add(each);
  const over = new Set([...aside, ...done]);
  return { done, aside, open: partitions.filter((each) => !over.has(each)) };
}
