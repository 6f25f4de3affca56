import type { Backfill, Standing, Version } from '@tributary/shared/jobs/lineage.ts';
import { isUpkeep } from '../jobs/lanes.ts';
import type { Look } from '../jobs/look.ts';

/** What is known of a dataset before a backfill of it. */
export type Known = {
  readonly look: Pick<Look, 'running' | 'due' | 'later' | 'aside'>;
  readonly versions: readonly Version[];
  readonly standing: Standing | undefined;
  /** Earlier ones, the newest first. */
  readonly backfills: readonly Backfill[];
};

/** The partitions of a backfill, by how they are; each in order. */
export type Plan = {
  readonly partitions: readonly string[];
  /** When it was begun, where it has been (epoch ms). */
  readonly begunAt: number | undefined;
  /** Made anew since then. */
  readonly done: readonly string[];
  /** They wait, or are being computed. */
  readonly going: readonly string[];
  readonly aside: readonly string[];
  /** Yet to be ordered. */
  readonly left: readonly string[];
  /** Made by an earlier SQL, or so long ago that it is not known by which. */
  readonly older: readonly string[];
};

/** The partitions that wait or are being computed, and those that are set aside; upkeep of them is none of it. */
export function workIn({ due, later, running, aside }: Known['look']) {
  const ofRows = (units: readonly { readonly id: string; readonly partition?: string | undefined }[]) =>
    new Set(units.filter((unit) => !isUpkeep(unit)).flatMap(({ partition }) => partition ?? []));
  return { going: ofRows([...due, ...later, ...(running?.units ?? [])]), aside: ofRows(aside) };
}

/** How a backfill stands. One of the same partitions that was begun before goes on; `again`: it is as if there had been none. */
export function planBackfill(
  partitions: readonly string[],
  { look, versions, standing, backfills }: Known,
  again: boolean,
): Plan {
  const [first = '', last = ''] = [partitions[0], partitions.at(-1)];
  const begunAt = again ? undefined : backfills.find(({ from, to }) => from === first && to === last)?.at;
  const { going, aside } = workIn(look);
  const made = new Map(versions.map((version) => [version.partition, version]));
  const isDone = (partition: string) => begunAt !== undefined && (made.get(partition)?.at ?? 0) >= begunAt;
  const stateOf = (partition: string) => {
    if (aside.has(partition)) return 'aside';
    if (going.has(partition)) return 'going';
    return isDone(partition) ? 'done' : 'left';
  };
  const of = (state: ReturnType<typeof stateOf>) => partitions.filter((partition) => stateOf(partition) === state);
  const isOlder = (partition: string) => {
    const version = made.get(partition);
    return version !== undefined && standing?.digest !== undefined && version.digest !== standing.digest;
  };
  return {
    partitions,
    begunAt,
    done: of('done'),
    going: of('going'),
    aside: of('aside'),
    left: of('left'),
    older: partitions.filter(isOlder),
  };
}
