import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import { rebuildLane } from '../core/current/rows-units.ts';

/** Whether a table of current rows has yet to be made what the whole history says. */
export async function isFilling(
  store: Pick<JobStore, 'waiting' | 'setAside'>,
  target: string,
  now: number,
): Promise<boolean> {
  const units = [...(await store.waiting(target, now, Number.POSITIVE_INFINITY)), ...(await store.setAside(target))];
  return units.some(({ lane }) => lane === rebuildLane);
}
