import type { Spared } from '../target.ts';
import type { TableFile } from './manifests.ts';

/** What upkeep goes by; parameters of the services say why. */
export type Thresholds = {
  /** So many small files, or files of deletes, of a partition are worth an OPTIMIZE. */
  readonly smallFiles: number;
  /** So many files of deletes alone, where they are worth it sooner. */
  readonly deleteFiles?: number;
  /** A smaller file is small. */
  readonly smallBytes: number;
  /** So many snapshots that may be forgotten are worth a VACUUM. */
  readonly oldSnapshots: number;
  /** Or one that might have been so long. */
  readonly oldSnapshotMs: number;
};

type Partitioned = { readonly id: string; readonly partition?: string | undefined };

/** Of some partitions those whose files are not worth being joined: done with. One without a text is the whole table. */
export function sparedOptimize<U extends Partitioned>(
  units: readonly U[],
  files: readonly TableFile[],
  thresholds: Thresholds,
): ReadonlyMap<string, Spared> {
  const worth = worthOptimize(files, thresholds);
  const isWorth = ({ partition }: U) => worth.some((one) => overlaps(one, partition));
  return new Map(units.filter((unit) => !isWorth(unit)).map(({ id }) => [id, {}]));
}

/** `2026-11` and `2026-11-20` have rows in common. */
function overlaps(one: string, other: string | undefined): boolean {
  return other === undefined || other === 'all' || one.startsWith(other) || other.startsWith(one);
}

type Count = { small: number; deletes: number };

function worthOptimize(files: readonly TableFile[], { smallBytes, ...worth }: Thresholds): readonly string[] {
  const { smallFiles, deleteFiles = smallFiles } = worth;
  const counts = new Map<string, Count>();
  for (const { partition, content, bytes } of files) {
    const count = counts.get(partition) ?? { small: 0, deletes: 0 };
    if (content === 'deletes') count.deletes += 1;
    else if (bytes < smallBytes) count.small += 1;
    counts.set(partition, count);
  }
  const isWorth = ({ small, deletes }: Count) => small >= smallFiles || deletes >= deleteFiles;
  return [...counts].filter(([, count]) => isWorth(count)).map(([text]) => text);
}

export type Forgettable = { readonly made: readonly number[]; readonly ageMs: number };

/** Undefined: a VACUUM is worth it. Else whether there is nothing to do, or until when to wait, so that nothing old stays for ever. */
export function sparedVacuum(
  { made, ageMs }: Forgettable,
  { oldSnapshots, oldSnapshotMs }: Thresholds,
  now: number,
): Spared | undefined {
  const [oldest] = made;
  if (oldest === undefined) return {};
  const enough = made[oldSnapshots - 1];
  const at = Math.min(oldest + ageMs + oldSnapshotMs, enough === undefined ? Number.POSITIVE_INFINITY : enough + ageMs);
  return at <= now ? undefined : { until: at };
}
