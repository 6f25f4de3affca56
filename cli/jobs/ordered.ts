import { rebuildLane } from '@tributary/ingest/changes/core/current/rows-units.ts';
import type { Unit } from '@tributary/shared/jobs/unit.ts';
import type { Declared } from './declared.ts';
import { isUpkeep } from './lanes.ts';
import type { Look } from './look.ts';

/** A unit of work that is waited for: not seen yet, or as which version it was seen where. */
export type Awaited = {
  readonly id: string;
  readonly version?: string;
  readonly at: 'nowhere' | 'waiting' | 'running' | 'aside' | 'done';
};

/** The units that partitions become: they themselves, or the hours of days; of rows there is one. */
export function unitsOfDays({ kind }: Declared, days: readonly string[]): readonly string[] {
  if (kind === 'rows') return [rebuildLane];
  if (kind !== 'enrichment') return days;
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  return days.flatMap((day) => (day.includes('T') ? [`hour:${day}`] : hours.map((hour) => `hour:${day}T${hour}`)));
}

/** Work that a look shows: what waits, and what the run has taken; no upkeep. */
export function workIn({ running, due, later }: Pick<Look, 'running' | 'due' | 'later'>): readonly Awaited[] {
  const taken = (running?.units ?? []).map(({ id, version }) => ({ id, version, at: 'running' }) as const);
  const waiting = [...due, ...later].map(({ id, version }) => ({ id, version, at: 'waiting' }) as const);
  return [...taken, ...waiting].filter((unit) => !isUpkeep(unit));
}

/** How the awaited units stand by a later look; `before` is how it was when they were ordered. */
export function follow(awaited: readonly Awaited[], look: Look, before: Look): readonly Awaited[] {
  const running = new Map(workIn({ ...look, due: [], later: [] }).map((unit) => [unit.id, unit]));
  const waiting = new Map(workIn({ ...look, running: undefined }).map((unit) => [unit.id, unit]));
  const aside = new Map(look.aside.map((unit) => [unit.id, unit]));
  const old = versionsOf(before);
  const isNew = (unit: { readonly version?: string | undefined } | undefined) =>
    unit?.version !== undefined && !old.has(unit.version);
  return awaited.map((each) => {
    if (each.at === 'done' || each.at === 'aside') return each;
    const places = { running: running.get(each.id), waiting: waiting.get(each.id), aside: aside.get(each.id) };
    return each.at === 'nowhere' ? arriving(each, places, { isNew, look, before }) : going(each, places);
  });
}

type Places = {
  readonly running: Awaited | undefined;
  readonly waiting: Awaited | undefined;
  readonly aside: Unit | undefined;
};

type Since = {
  readonly isNew: (unit: { readonly version?: string | undefined } | undefined) => boolean;
  readonly look: Look;
  readonly before: Look;
};

function arriving(each: Awaited, { running, waiting, aside }: Places, { isNew, look, before }: Since): Awaited {
  if (waiting !== undefined && isNew(waiting)) return waiting;
  if (running !== undefined && isNew(running)) return running;
  if (aside !== undefined && isNew(aside)) return { id: each.id, version: aside.version, at: 'aside' };
  return wasQuick(each.id, look, before) ? { ...each, at: 'done' } : each;
}

/** Between two looks it came, and went with a statement that succeeded; of many units its log names but the first few. */
function wasQuick(id: string, { log }: Look, before: Look): boolean {
  const known = new Set(before.log.map(({ executionId }) => executionId));
  const lane = laneOf(id);
  return log.some(
    (entry) =>
      !known.has(entry.executionId) &&
      entry.lane === lane &&
      entry.state === 'SUCCEEDED' &&
      (entry.examples.includes(id) || entry.units > entry.examples.length),
  );
}

function laneOf(id: string): string {
  if (id === rebuildLane) return rebuildLane;
  if (id.includes('/')) return 'compact';
  return id.startsWith('hour:') ? 'hours' : 'write';
}

/** Work that changes while it waits is waited for as what it became; while it runs, the next is no longer what was asked for. */
function going(each: Awaited, { running, waiting, aside }: Places): Awaited {
  const isSame = (unit: { readonly version?: string | undefined } | undefined) =>
    unit !== undefined && (unit.version === each.version || each.at === 'waiting');
  if (running !== undefined && isSame(running)) return running;
  if (aside !== undefined && isSame(aside)) return { id: each.id, version: aside.version, at: 'aside' };
  if (waiting !== undefined && isSame(waiting)) return waiting;
  return { ...each, at: 'done' };
}

function versionsOf({ running, due, later, aside }: Look): ReadonlySet<string> {
  return new Set([...(running?.units ?? []), ...due, ...later, ...aside].map(({ version }) => version));
}
