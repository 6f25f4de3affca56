import * as z from 'zod';
import type { JobStore } from '../job-store.ts';
import type { Aside, Taken, Unit } from '../unit.ts';
import { arrive, maxReasons } from './arrive.ts';
import { inTurns } from './in-turns.ts';
import type { Change, JobsTable, Key, Page } from './table.ts';

export type UnitStore = Pick<
  JobStore,
  'addUnits' | 'waiting' | 'setAside' | 'units' | 'remove' | 'limit' | 'postpone' | 'hasten' | 'putAside' | 'release'
>;

const prefix = 'unit#';

// `partition` and `limit` are reserved words of DynamoDB.
const unitItem = z
  .object({
    sk: z.string(),
    lane: z.string(),
    version: z.string(),
    dueAt: z.number(),
    ofPartition: z.string().optional(),
    readsBytes: z.number().optional(),
    most: z.number().optional(),
    postponed: z.number().optional(),
    asideTimes: z.number().optional(),
    since: z.number().optional(),
    why: z.set(z.string()).optional(),
    aside: z
      .object({
        digest: z.string(),
        reason: z.string(),
        at: z.number(),
        againAt: z.number(),
        retryAt: z.number().optional(),
      })
      .optional(),
  })
  .transform(
    ({ sk, ofPartition, readsBytes, most, asideTimes, why, ...rest }): Unit => ({
      ...rest,
      why: why && [...why].toSorted().slice(0, maxReasons),
      id: sk.slice(prefix.length),
      partition: ofPartition,
      bytes: readsBytes,
      limit: most,
      times: asideTimes,
    }),
  );

export type UnitStoreDeps = {
  readonly newVersion: () => string;
  /** Says that a target may have units that have an age, from about then on (epoch ms). */
  readonly mark: (target: string, at: number) => Promise<void>;
};

/** Units as items `target#<name>`, `unit#<id>`. */
export function createUnitStore(table: JobsTable, { newVersion, mark }: UnitStoreDeps): UnitStore {
  const each = async <T extends { readonly id: string }>(
    target: string,
    units: readonly T[],
    change: (unit: T) => Change,
  ) => inTurns(units, (unit) => table.update(keyOf(target, unit.id), change(unit)));
  return {
    async addUnits(target, units) {
      const aged = units.filter(({ since }) => since !== undefined);
      if (aged.length > 0) await mark(target, Math.max(...aged.map(({ dueAt }) => dueAt)));
      await inTurns(units, (unit) => arrive(table, keyOf(target, unit.id), unit, newVersion()));
    },
    waiting: (target, now, enough) =>
      read(table, target, 'attribute_not_exists(aside)', (units) => countDue(units, now) >= enough),
    units: (target) => read(table, target, undefined, () => false),
    setAside: (target) => read(table, target, 'attribute_exists(aside)', () => false),
    remove: (target, units) => inTurns(units, (unit) => removeOrForgive(table, keyOf(target, unit.id), unit)),
    limit: (target, units, most, due) =>
      each(target, units, (unit) => changeOf(unit, 'SET most = :most, dueAt = :due', { ':most': most, ':due': due })),
    postpone: (target, units, due) =>
      each(target, units, (unit) => changeOf(unit, 'SET dueAt = :due ADD postponed :one', { ':due': due, ':one': 1 })),
    hasten: (target, units, due) => each(target, units, (unit) => changeOf(unit, 'SET dueAt = :due', { ':due': due })),
    putAside: (target, units, aside) => each(target, units, (unit) => puttingAside(unit, aside, units.length === 1)),
    release: (target, units, { dueAt, forget }) =>
      each(target, units, (unit) => ({
        update: `SET dueAt = :due REMOVE aside${forget ? ', asideTimes' : ''}`,
        condition: 'version = :version AND attribute_exists(aside)',
        values: { ':due': dueAt, ':version': unit.version },
      })),
  };
}

async function removeOrForgive(table: JobsTable, key: Key, unit: Taken): Promise<void> {
  if (await table.remove(key, asTaken(unit))) return;
  const forgive = { update: 'REMOVE most, asideTimes', condition: 'attribute_exists(version)' };
  if (unit.since === undefined || !(await table.update(key, rejuvenation(unit.since)))) {
    await table.update(key, forgive);
    return;
  }
  await table.update(key, { update: 'SET why = newestWhy', condition: 'attribute_exists(newestWhy)' });
}

/** Of the changes that came while it was done the newest alone is known. */
function rejuvenation(since: number): Change {
  return {
    update: 'SET since = newest REMOVE most, asideTimes',
    condition: 'attribute_exists(version) AND attribute_exists(newest) AND since <= :since',
    values: { ':since': since },
  };
}

const keyOf = (target: string, id: string) => ({ pk: `target#${target}`, sk: `${prefix}${id}` });

const asTaken = ({ version }: Taken) => ({ condition: 'version = :version', values: { ':version': version } });

function changeOf(unit: Taken, update: string, values: Readonly<Record<string, unknown>>): Change {
  const { condition, values: version } = asTaken(unit);
  return { update, condition, values: { ...values, ...version } };
}

function puttingAside(unit: Taken, aside: Aside, isAlone: boolean): Change {
  return changeOf(unit, `SET aside = :aside, asideTimes = :times, dueAt = :again${isAlone ? ', most = :one' : ''}`, {
    ':aside': aside,
    ':again': aside.againAt,
    ':times': (unit.times ?? 0) + 1,
    ...(isAlone ? { ':one': 1 } : {}),
  });
}

async function read(
  table: JobsTable,
  target: string,
  filter: string | undefined,
  isEnough: (units: readonly Unit[]) => boolean,
): Promise<readonly Unit[]> {
  const units: Unit[] = [];
  let from: Page['next'];
  do {
    const page = await table.query(keyOf(target, ''), { ...(filter === undefined ? {} : { filter }), from });
    units.push(...page.items.map((item) => unitItem.parse(item)));
    from = page.next;
  } while (from !== undefined && !isEnough(units));
  return units;
}

function countDue(units: readonly Unit[], now: number): number {
  return units.filter(({ dueAt }) => dueAt <= now).length;
}
