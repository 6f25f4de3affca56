import type { Standing } from '@tributary/shared/jobs/lineage.ts';
import { atOnce } from '../files/at-once.ts';
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
  const removed: Removed[] = [];
  const standings = new Map<string, Standing>();
  const places = new Map<string, number>();
  for (const service of services) {
    const known = await whereDeployed(service, readService);
    for (const standing of known?.standings ?? []) standings.set(standing.target, standing);
    for (const name of known?.waiting ?? []) places.set(name, known?.running ?? 0);
    removed.push(...removedIn(service, known?.standings ?? [], declared));
  }
  const seen = await atOnce(looksAtOnce, of, (target) =>
    whereDeployed(target.service, (reader) => readLook(reader, target, { now, most })),
  );
  const looks = seen.flatMap((look) => look ?? []);
  const byName = new Map(looks.map((look) => [look.target.name, look]));
  return {
    looks: looks.map((look) => ({ ...look, held: heldOf(look, byName), ...placeOf(look, places) })),
    standings,
    removed,
    missing: [...missing.values()],
  };
}

async function readService(reader: JobsReader) {
  const [standings, { running, waiting }] = await Promise.all([reader.standings(), reader.slots()]);
  return { standings, running: Object.keys(running).length, waiting: Object.keys(waiting) };
}

/** What a service had, and no file declares any more. */
export function removedIn(
  service: JobsService,
  standings: readonly Standing[],
  declared: readonly Declared[],
): readonly Removed[] {
  return standings.flatMap(({ target: name, removedAt }) =>
    removedAt === undefined || declared.some((each) => each.name === name) ? [] : { name, service, removedAt },
  );
}

/** What waits for a place waits for one of those that run. */
function placeOf({ running, target }: Look, places: ReadonlyMap<string, number>): Pick<Look, 'placeOf'> {
  const of = running === undefined ? places.get(target.name) : undefined;
  return of === undefined ? {} : { placeOf: of };
}
