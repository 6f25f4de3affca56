import { tokenOf } from '../athena-token.ts';
import type { Log } from '../lambda.ts';
import type { JobStore } from './job-store.ts';
import type { Reading } from './lineage.ts';
import type { Target } from './target.ts';

export type DefinitionsDeps = {
  readonly targets: readonly Target[];
  readonly jobs: Pick<JobStore, 'standings' | 'define' | 'undefine'>;
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
};

/** What targets are and read is written down where it is new or has changed; those that are gone are named, once. */
export async function noteDefinitions({ targets, jobs, now, log }: DefinitionsDeps): Promise<void> {
  const standings = await jobs.standings();
  const known = new Map(standings.map(({ target, noted }) => [target, noted]));
  for (const { name, digest } of targets) {
    const reads = readingsOf(name, targets);
    const noted = tokenOf(digest, JSON.stringify(reads));
    if (known.get(name) === noted) continue;
    await jobs.define({ target: name, digest, reads }, noted);
    log.info('Defined', { target: name, reads: reads.length });
  }
  const declared = new Set(targets.map(({ name }) => name));
  for (const { target, removedAt } of standings) {
    if (declared.has(target) || removedAt !== undefined || !(await jobs.undefine(target, now()))) continue;
    log.warn('It is no longer declared: its table stays until somebody drops it', { target });
  }
}

/** The tables that a target reads, itself or through other targets, each with how far it is; itself is not among them. */
export function readingsOf(name: string, targets: readonly Pick<Target, 'name' | 'reads'>[]): readonly Reading[] {
  const byTable = new Map(targets.map((target) => [`lake.${target.name}`, target]));
  const own = `lake.${name}`;
  const distances = new Map<string, number>();
  let layer = byTable.get(own)?.reads ?? [];
  for (let distance = 1; layer.length > 0; distance += 1) {
    const fresh = [...new Set(layer)].filter((table) => !distances.has(table) && table !== own);
    for (const table of fresh) distances.set(table, distance);
    layer = fresh.flatMap((table) => byTable.get(table)?.reads ?? []);
  }
  return [...distances]
    .map(([table, distance]) => ({ table, distance }))
    .toSorted((a, b) => a.distance - b.distance || (a.table < b.table ? -1 : 1));
}
