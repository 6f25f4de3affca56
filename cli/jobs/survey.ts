import type { Standing } from '@tributary/shared/jobs/lineage.ts';
import { atOnce } from '../files/at-once.ts';
import { graphOf } from '../graph/graph.ts';
import type { Declared, JobsService } from './declared.ts';
import { heldOf } from './held.ts';
import { type Look, readLook } from './look.ts';
import { type JobsReader, NotDeployedError } from './place.ts';

/** What all targets do, what holds them, and how they stand. */
export type Survey = {
  /** In the order in which they are declared. */
  readonly looks: readonly Look[];
  readonly standings: ReadonlyMap<string, Standing>;
  /** What is no longer declared, and perhaps still has its table. */
  readonly removed: readonly Removed[];
  /** Services that are not there. */
  readonly missing: readonly NotDeployedError[];
};

export type Removed = { readonly name: string; readonly service: JobsService; readonly removedAt: number };

export type Surveying = {
  readonly open: (service: JobsService) => JobsReader;
  readonly now: number;
  /** So many of each target's log. */
  readonly most: number;
  /** Whose standings are asked for; without it, those of what is looked at. */
  readonly services?: readonly JobsService[];
};

const looksAtOnce = 8;

/** Looks at some of what is declared; what holds them is known where what they read is among them. One service without the other is a lake too. */
export async function survey(
  declared: readonly Declared[],
  of: readonly Declared[],
  { open, now, most, services = [...new Set(of.map(({ service }) => service))] }: Surveying,
): Promise<Survey> {
  const missing = new Map<string, NotDeployedError>();
  const whereDeployed = async <T>(service: JobsService, read: (reader: JobsReader) => Promise<T>) => {
    if (missing.has(service)) return undefined;
    try {
      return await read(open(service));
    } catch (error) {
      if (!(error instanceof NotDeployedError)) throw error;
      missing.set(service, error);
      return undefined;
    }
  };
  const standings = new Map<string, Standing>();
  const removed: Removed[] = [];
  for (const service of services) {
    for (const standing of (await whereDeployed(service, (reader) => reader.standings())) ?? []) {
      const { target: name, removedAt } = standing;
      standings.set(name, standing);
      if (removedAt !== undefined && !declared.some((each) => each.name === name))
        removed.push({ name, service, removedAt });
    }
  }
  const seen = await atOnce(looksAtOnce, of, (target) =>
    whereDeployed(target.service, (reader) => readLook(reader, target, { now, most })),
  );
  const looks = seen.flatMap((look) => look ?? []);
  const byName = new Map(looks.map((look) => [look.target.name, look]));
  const graph = graphOf(declared);
  return {
    looks: looks.map((look) => ({ ...look, held: heldOf(look, byName, graph) })),
    standings,
    removed,
    missing: [...missing.values()],
  };
}
