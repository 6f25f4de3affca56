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

/** The order, or a part of it, lies in its queue, and nobody takes it. */
export class NotTakenUpError extends Error {
  override readonly name = 'NotTakenUpError';
}

const firstPauseMs = 1_000;
const longestPauseMs = 10_000;
const patienceMs = 300_000;

/** Looks again and again until each of the partitions is made anew, or set aside. */
export async function followBackfill(
  partitions: readonly string[],
  begunAt: number,
  { read, tell, pause, now }: Following,
): Promise<Progress> {
  let quietSince = now();
  const seen = new Set<string>();
  for (let millis = firstPauseMs; ; millis = Math.min(millis * 1.3, longestPauseMs)) {
    const known = await read();
    const progress = progressOf(partitions, begunAt, { known, seen });
    tell(progress, known);
    if (progress.open.length === 0) return progress;
    if (workIn(known.look).going.size > 0) quietSince = now();
    if (now() - quietSince > patienceMs)
      throw new NotTakenUpError(
        `services/query has not taken up the order, or all of it, for ${patienceMs / 60_000} minutes: lake logs plan --errors and lake replay dead-letters say why.`,
      );
    await pause(millis);
  }
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
