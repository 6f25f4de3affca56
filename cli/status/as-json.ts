import type { Look } from '../jobs/look.ts';
import type { SeenWay } from './see-way.ts';
import type { Status } from './status.ts';
import { wrongsOf } from './wrongs.ts';

/** The status as one object (README.md of cli has it). Times are ISO 8601, lags seconds, null is what nobody knows. */
export function jsonOfStatus(status: Status, flags: string): string {
  const { stage, at, ways, deadLetters, looks, tables, alarms, missing, notAsked } = status;
  const object = {
    stage,
    at: iso(at),
    wrong: wrongsOf(status),
    waysIn: ways.map(wayOf),
    deadLetters: deadLetters.map(({ queue, messages, oldestSeconds = null }) => ({
      queue,
      messages,
      oldestSeconds,
      begin: `lake replay dead-letters ${queue} --go${flags}`,
    })),
    setAside: looks.flatMap((look) => asideOf(look, flags)),
    tables: tables?.seen.map(({ table, kind, writtenAt }) => ({ table, kind, writtenAt: iso(writtenAt) })),
    alarms: alarms && {
      total: alarms.total,
      raised: alarms.raised.map(({ since, ...alarm }) => ({ ...alarm, since: iso(since) })),
    },
    notDeployed: missing,
    notAsked: notAsked.map(({ what, reason }) => ({ what, reason })),
  };
  return `${JSON.stringify(object, (_, value: unknown) => (value === undefined ? null : value))}\n`;
}

function wayOf({ name, waiting, lag, last, rows, rejected }: SeenWay) {
  const { queue, delivery, iterator, behind } = lag;
  const newest = last?.newest;
  return {
    way: name,
    waiting,
    lagSeconds: { queue, delivery, iterator, behind },
    lastObject: newest === undefined ? null : { key: newest.key, at: iso(newest.at) },
    rows: { hour: rows.hour, day: rows.day },
    rejected: { hour: rejected.hour, day: rejected.day },
  };
}

function asideOf({ target, aside }: Look, flags: string) {
  const [first] = aside;
  if (first === undefined) return [];
  const since = Math.min(...aside.map((unit) => unit.aside?.at ?? Number.POSITIVE_INFINITY));
  return [
    {
      target: target.name,
      service: target.service,
      units: aside.length,
      first: aside.slice(0, 5).map(({ id }) => id),
      since: iso(since),
      reason: first.aside?.reason ?? '',
      begin: `lake retry ${target.name}${flags}`,
    },
  ];
}

function iso(at: number | undefined): string | null {
  return at === undefined || !Number.isFinite(at) ? null : new Date(at).toISOString();
}
