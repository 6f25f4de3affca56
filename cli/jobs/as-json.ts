import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import type { Unit } from '@tributary/shared/jobs/unit.ts';
import { costOf } from './cost.ts';
import { type Look, lastOf } from './look.ts';
import { type Why, whyAsJson } from './why.ts';

const few = 5;

/** What is told of a target to programs; `isWhole` with its log and the ids of all that it has to do. Times are ISO 8601. */
export function lookAsJson(look: Look, isWhole: boolean, why?: Why) {
  const { target, due, later, aside, log, held = [], placeOf = null, missing = [] } = look;
  const some = <T>(all: readonly T[]) => (isWhole ? all : all.slice(0, few));
  const last = lastOf(look);
  return {
    target: target.name,
    service: target.service,
    kind: target.kind,
    running: runningOf(look, some),
    waiting: { units: due.length, since: iso(due[0]?.dueAt), first: some(due).map(({ id, lane }) => ({ id, lane })) },
    later: {
      units: later.length,
      next: iso(later[0]?.dueAt),
      first: some(later).map(({ id, lane, dueAt }) => ({ id, lane, dueAt: iso(dueAt) })),
    },
    held: some(held).map(({ since, ...rest }) => ({ ...rest, since: iso(since) })),
    waitsForOneOf: placeOf,
    missing,
    setAside: aside.map(asideOf),
    last: last === undefined ? null : entryOf(last),
    ...(isWhole ? { log: log.map(entryOf) } : {}),
    ...(why === undefined ? {} : { why: whyAsJson(why) }),
  };
}

function runningOf({ running }: Look, some: (ids: readonly string[]) => readonly string[]) {
  if (running === undefined) return null;
  const { lane, units, attempt, executionId = null, since, notBefore } = running;
  return {
    lane,
    units: units.length,
    first: some(units.map(({ id }) => id)),
    attempt,
    executionId,
    since: iso(since),
    notBefore: notBefore === 0 ? null : iso(notBefore),
  };
}

function asideOf({ id, lane, times = 0, aside }: Unit) {
  return { id, lane, reason: aside?.reason ?? '', since: iso(aside?.at), times, retryAt: iso(aside?.retryAt) };
}

function entryOf(entry: LogEntry) {
  const { startedAt, endedAt, scannedBytes = null, message = null, ...rest } = entry;
  return {
    ...rest,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    durationMs: endedAt === undefined ? null : endedAt - startedAt,
    scannedBytes,
    dollars: costOf(entry) ?? null,
    message,
  };
}

function iso(millis: number | undefined): string | null {
  return millis === undefined ? null : new Date(millis).toISOString();
}
