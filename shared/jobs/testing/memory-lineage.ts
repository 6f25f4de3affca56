import type { Backfill, LineageStore, Reading, Standing, Version } from '../lineage.ts';

/** Definitions, standings and versions in memory. */
export function createMemoryLineage(): Omit<LineageStore, 'causedBy'> {
  const standings = new Map<string, Standing>();
  const readings = new Map<string, readonly Reading[]>();
  const versions = new Map<string, Map<string, Version>>();
  const backfills = new Map<string, Map<string, Backfill>>();
  const standingOf = (target: string): Standing => standings.get(target) ?? { target, reads: [] };
  return {
    standings: async () => [...standings.values()].toSorted((a, b) => (a.target < b.target ? -1 : 1)),
    async define({ target, digest, reads }, noted) {
      readings.set(target, reads);
      const { removedAt: _, ...before } = standingOf(target);
      const own = reads.filter(({ distance }) => distance === 1).map(({ table }) => table);
      standings.set(target, { ...before, digest, noted, reads: own });
    },
    async undefine(target, at) {
      readings.delete(target);
      const { noted: _, ...before } = standingOf(target);
      if (!standings.has(target) || before.removedAt !== undefined) return false;
      standings.set(target, { ...before, removedAt: at });
      return true;
    },
    async stand(target, last) {
      const freshAt = last.state === 'SUCCEEDED' ? last.at : standingOf(target).freshAt;
      standings.set(target, { ...standingOf(target), last, freshAt });
    },
    dependents: async (table) =>
      [...readings]
        .flatMap(([target, reads]) =>
          reads.filter((each) => each.table === table).map(({ distance }) => ({ target, distance })),
        )
        .toSorted((a, b) => a.distance - b.distance || (a.target < b.target ? -1 : 1)),
    async made(target, added) {
      const known = versions.get(target) ?? new Map<string, Version>();
      versions.set(target, known);
      for (const version of added)
        if ((known.get(version.partition)?.at ?? 0) <= version.at) known.set(version.partition, version);
    },
    versions: async (target) =>
      [...(versions.get(target)?.values() ?? [])].toSorted((a, b) => (a.partition < b.partition ? -1 : 1)),
    async noteBackfill(target, backfill) {
      const known = backfills.get(target) ?? new Map<string, Backfill>();
      backfills.set(target, known);
      known.set(JSON.stringify(backfill), backfill);
    },
    backfills: async (target) => [...(backfills.get(target)?.values() ?? [])].toSorted((a, b) => b.at - a.at),
  };
}
