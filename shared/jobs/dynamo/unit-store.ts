import * as z from 'zod';
import type { JobStore } from '../job-store.ts';
import type { Aside, NewUnit, Taken, Unit } from '../unit.ts';
import { inTurns } from './in-turns.ts';
import type { Change, JobsTable, Key, Page } from './table.ts';

export type UnitStore = Pick<
  JobStore,
  'addUnits' | 'waiting' | 'setAside' | 'remove' | 'limit' | 'postpone' | 'putAside' | 'release'
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
    ({ sk, ofPartition, readsBytes, most, asideTimes, ...rest }): Unit => ({
      ...rest,
      id: sk.slice(prefix.length),
      partition: ofPartition,
      bytes: readsBytes,
      limit: most,
      times: asideTimes,
    }),
  );

/** Units as items `target#<name>`, `unit#<id>`. */
export function createUnitStore(table: JobsTable, newVersion: () => string): UnitStore {
  const each = async <T extends { readonly id: string }>(
    target: string,
    units: readonly T[],
    change: (unit: T) => Change,
  ) => inTurns(units, (unit) => table.update(keyOf(target, unit.id), change(unit)));
  return {
    addUnits: (target, units) => each(target, units, (unit) => arrival(unit, newVersion())),
    waiting: (target, now, enough) =>
      read(table, target, 'attribute_not_exists(aside)', (units) => countDue(units, now) >= enough),
    setAside: (target) => read(table, target, 'attribute_exists(aside)', () => false),
    remove: (target, units) => inTurns(units, (unit) => removeOrForgive(table, keyOf(target, unit.id), unit)),
    limit: (target, units, most, due) =>
      each(target, units, (unit) => changeOf(unit, 'SET most = :most, dueAt = :due', { ':most': most, ':due': due })),
    postpone: (target, units, due) =>
      each(target, units, (unit) => changeOf(unit, 'SET dueAt = :due ADD postponed :one', { ':due': due, ':one': 1 })),
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
  await table.update(key, { update: 'REMOVE most, asideTimes', condition: 'attribute_exists(version)' });
}

const keyOf = (target: string, id: string) => ({ pk: `target#${target}`, sk: `${prefix}${id}` });

const asTaken = ({ version }: Taken) => ({ condition: 'version = :version', values: { ':version': version } });

function changeOf(unit: Taken, update: string, values: Readonly<Record<string, unknown>>): Change {
  const { condition, values: version } = asTaken(unit);
  return { update, condition, values: { ...values, ...version } };
}

// What waits already keeps its place in the row.
function arrival({ lane, dueAt, partition, bytes, stamp }: NewUnit, version: string): Change {
  const sets = ['lane = :lane', 'version = :version', 'stamp = :stamp', 'dueAt = if_not_exists(dueAt, :due)'];
  if (partition !== undefined) sets.push('ofPartition = :partition');
  if (bytes !== undefined) sets.push('readsBytes = :bytes');
  return {
    update: `SET ${sets.join(', ')} REMOVE aside, asideTimes`,
    condition: 'attribute_not_exists(stamp) OR stamp <> :stamp OR attribute_exists(aside)',
    values: {
      ':lane': lane,
      ':version': version,
      ':stamp': stamp,
      ':due': dueAt,
      ':partition': partition,
      ':bytes': bytes,
    },
  };
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
  filter: string,
  isEnough: (units: readonly Unit[]) => boolean,
): Promise<readonly Unit[]> {
  const units: Unit[] = [];
  let from: Page['next'];
  do {
    const page = await table.query(keyOf(target, ''), { filter, from });
    units.push(...page.items.map((item) => unitItem.parse(item)));
    from = page.next;
  } while (from !== undefined && !isEnough(units));
  return units;
}

function countDue(units: readonly Unit[], now: number): number {
  return units.filter(({ dueAt }) => dueAt <= now).length;
}
