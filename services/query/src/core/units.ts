import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import { all } from './partition-text.ts';
import type { Partitions } from './touched.ts';

/** Where changes wait for a dataset's schedule: no lane of a target has this name, so that nothing runs of them, and nobody waits for them. */
export const gathered = 'gathered';

// Not due: the schedule makes other units of them.
const untilToldTo = Date.UTC(9999, 11, 31);

export type Reason = {
  readonly stamp: string;
  /** When the change came into the lake's jobs (epoch ms). */
  readonly since: number;
  readonly why: readonly string[];
  readonly now: number;
};

/** Partitions that are to be computed, in lane `write` or, behind all else, `backfill`. */
export function partitionUnits(
  partitions: Partitions,
  { lane, stamp, since, why, now }: Reason & { readonly lane: 'write' | 'backfill' },
): readonly NewUnit[] {
  return (partitions === 'all' ? [all] : partitions).map((id) => ({
    id,
    lane,
    ...(lane === 'backfill' ? { yields: true } : {}),
    stamp,
    since,
    why,
    dueAt: now,
    ...(id === all ? {} : { partition: id }),
  }));
}

/** What a change of what a dataset reads gives it to do: now, or when its schedule says so. */
export function changeUnits(
  { schedule }: { readonly schedule?: string | undefined },
  partitions: Partitions,
  reason: Reason & { readonly lane: 'write' | 'backfill' },
): readonly NewUnit[] {
  const units = partitionUnits(partitions, reason);
  if (schedule === undefined) return units;
  return units.map(({ yields: _, since: __, ...unit }) => ({
    ...unit,
    id: `${gathered}:${unit.id}`,
    lane: gathered,
    dueAt: untilToldTo,
  }));
}
