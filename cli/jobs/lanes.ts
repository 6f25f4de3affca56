import { rebuildLane } from '@tributary/ingest/changes/core/current/rows-units.ts';
import { count } from '../terminal/count.ts';
import { all, grainOf } from './partitions.ts';

const nouns: ReadonlyMap<string, string> = new Map([
  ['objects', 'object'],
  ['hours', 'hour'],
]);

/** Lanes whose units are partitions, and what is said of them. */
const ofPartitions: ReadonlyMap<string, (what: string) => string> = new Map([
  ['write', (what) => what],
  ['compact', (what) => what],
  ['backfill', (what) => `backfill of ${what}`],
  ['gathered', (what) => `${what} gathered for the schedule`],
]);

/** Lanes that have one unit, which says nothing more. */
const ofOne: ReadonlyMap<string, string> = new Map([
  ['fill', 'a look at what there is'],
  ['list', 'a look at what there is'],
  [rebuildLane, 'a rebuild'],
  ['vacuum', 'VACUUM'],
  ['view', 'CREATE VIEW'],
  ['create', 'CREATE TABLE'],
  ['make', 'CREATE TABLE'],
  ['alter', 'ALTER TABLE'],
]);

/** What keeps a table small: work that nobody waits for. */
export function isUpkeep({ id }: { readonly id: string }): boolean {
  return id === 'vacuum' || id.startsWith('vacuum:') || id.startsWith('optimize:');
}

/** `3 days`, `backfill of 2 months`, `OPTIMIZE of 2 partitions`, `CREATE TABLE`; `example`: the id of one of the units. */
export function tellUnits(lane: string, units: number, example = ''): string {
  const noun = nouns.get(lane);
  if (noun !== undefined) return count(units, noun);
  const words = ofPartitions.get(lane);
  if (words !== undefined) return words(tellPartitions(units, example));
  if (lane === 'optimize') return `OPTIMIZE of ${count(units, 'partition')}`;
  return ofOne.get(lane) ?? `${count(units, 'unit')} of ${lane}`;
}

function tellPartitions(units: number, example: string): string {
  const id = example.replace(/^gathered:/, '');
  return id === all ? 'all of it' : count(units, grainOf(id) ?? 'day');
}

/** Units of any lanes: `12 objects, 2 hours` */
export function tellAll(units: readonly { readonly lane: string; readonly id: string }[]): string {
  const byLane = new Map<string, string[]>();
  for (const { lane, id } of units) byLane.set(lane, [...(byLane.get(lane) ?? []), id]);
  return [...byLane].map(([lane, ids]) => tellUnits(lane, ids.length, ids[0])).join(', ');
}

const mostObjects = 2;

/** Ids of units whose lane has no other. */
const saysItAll: ReadonlySet<string> = new Set(['vacuum', 'view', 'fill', 'table', all, rebuildLane]);

/** The first few of some ids: `2026-11-20, 2026-11-21, …`; objects by their paths, which are long. Empty where the lane says it all. */
export function tellIds(ids: readonly string[], { of, most }: { readonly of: number; readonly most: number }): string {
  const shown = ids
    .slice(0, ids[0]?.startsWith('s3://') ? Math.min(most, mostObjects) : most)
    .filter((id) => !saysItAll.has(id))
    .map((id) => id.replace(/^(hour|optimize|vacuum|gathered):|(?<=^s3:.*)#-?\d+~-?\d+$/, ''));
  return [...shown, ...(shown.length > 0 && of > shown.length ? ['…'] : [])].join(', ');
}

/** The table is made ready; whatever waits is for the next statement. */
export function isPreparation(lane: string): boolean {
  return lane === 'create' || lane === 'alter';
}
