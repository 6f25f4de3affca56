import { causesOf, tablesIn } from '../causes.ts';
import type { JobStore, LogEntry, Mark, Start } from '../job-store.ts';
import { isSame, type Run, type TargetState } from '../run.ts';
import { noSlots, type Slots } from '../slots.ts';
import type { Step } from '../target.ts';
import type { NewUnit, Taken, Unit } from '../unit.ts';
import { createMemoryLineage } from './memory-lineage.ts';

type Kept = Unit & { readonly stamp: string; readonly newest?: Pick<Unit, 'since' | 'why'> | undefined };

/** The jobs of a service in memory, for tests: the same contract as the one in DynamoDB. */
export function createMemoryStore(): JobStore {
  const units = new Map<string, Map<string, Kept>>();
  const states = new Map<string, TargetState>();
  const owners = new Map<string, string>();
  const logs = new Map<string, Map<string, LogEntry>>();
  const measured = new Map<string, number>();
  const marks = new Map<string, Mark>();
  let slots: Slots = noSlots;
  let versions = 0;
  const unitsOf = (target: string) => {
    const found = units.get(target) ?? new Map<string, Kept>();
    units.set(target, found);
    return found;
  };
  const stateOf = (target: string): TargetState => states.get(target) ?? { claimedAt: {} };
  const isRun = (target: string, run: Run) => {
    const { run: current } = stateOf(target);
    return current !== undefined && isSame(current, run);
  };
  const replace = async (target: string, run: Run, next: Run, steps?: readonly Step[]) => {
    if (!isRun(target, run)) return;
    const { executionId: _e, startedAt: _s, stopped: _t, ...state } = stateOf(target);
    states.set(target, { ...state, run: next, ...(steps && { steps }) });
  };
  const change = (target: string, taken: readonly Taken[], to: (unit: Kept) => Kept | undefined) => {
    const all = unitsOf(target);
    for (const { id, version } of taken) {
      const unit = all.get(id);
      if (unit === undefined || unit.version !== version) continue;
      const changed = to(unit);
      if (changed === undefined) all.delete(id);
      else all.set(id, changed);
    }
  };
  const add = (target: string, { stamp, yields, ...unit }: NewUnit) => {
    const known = unitsOf(target).get(unit.id);
    if (known !== undefined && known.stamp === stamp && known.aside === undefined) return;
    const dueAt = known?.dueAt ?? unit.dueAt;
    versions += 1;
    unitsOf(target).set(unit.id, {
      ...known,
      ...unit,
      lane: yields === true ? (known?.lane ?? unit.lane) : unit.lane,
      ...ageOf(known, unit),
      dueAt,
      stamp,
      version: `v${versions}`,
      aside: undefined,
      times: undefined,
    });
  };
  const entries = (target: string) => {
    const found = logs.get(target) ?? new Map<string, LogEntry>();
    logs.set(target, found);
    return found;
  };
  const entryOf = ({ id: run, lane, units: taken, attempt }: Run, { executionId, at: startedAt, step }: Start) => {
    const partitions = [...new Set(taken.flatMap(({ partition }) => partition ?? []))].toSorted();
    return {
      executionId,
      run,
      lane,
      step,
      units: taken.length,
      examples: taken.slice(0, 5).map(({ id }) => id),
      why: causesOf(taken, 20),
      partitions: partitions.slice(0, 1_000),
      partitionCount: partitions.length,
      attempt,
      startedAt,
    };
  };
  const plain = ({ newest: _, stamp: __, ...unit }: Kept): Unit => unit;
  const inOrder = (target: string) => [...unitsOf(target).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    async addUnits(target, added) {
      const aged = added.filter(({ since }) => since !== undefined);
      versions += 1;
      const mark = { target, mark: `m${versions}`, at: Math.max(...aged.map(({ dueAt }) => dueAt)) };
      if (aged.length > 0) marks.set(target, mark);
      for (const unit of added) add(target, unit);
    },
    units: async (target) => inOrder(target).map(plain),
    marks: async () => [...marks.values()],
    async unmark(target, mark) {
      if (marks.get(target)?.mark === mark) marks.delete(target);
    },
    slots: async () => slots,
    async saveSlots(next) {
      if (next.version !== slots.version + 1) return false;
      slots = next;
      return true;
    },
    waiting: async (target) =>
      inOrder(target)
        .filter(({ aside }) => aside === undefined)
        .map(plain),
    setAside: async (target) =>
      inOrder(target)
        .filter(({ aside }) => aside !== undefined)
        .map(plain),
    state: async (target) => stateOf(target),
    async claim(target, run, { statement, steps, at, isNew }) {
      const { claimedAt, run: current, ...state } = stateOf(target);
      if (current !== undefined) return false;
      const next = {
        claimedAt: isNew ? { ...claimedAt, [run.lane]: at } : claimedAt,
        prepared: state.prepared,
        filled: state.filled,
        wakeAt: state.wakeAt,
      };
      states.set(target, { ...next, digest: run.digest, run, statement, steps });
      return true;
    },
    ...createMemoryLineage(),
    async recordStart(target, run, { executionId, at, step }) {
      owners.set(executionId, target);
      if (!isRun(target, run)) return;
      const { startedAt = at, ...state } = stateOf(target);
      states.set(target, { ...state, executionId, startedAt });
      const entry = entryOf(run, { executionId, at: startedAt, step });
      entries(target).set(executionId, entries(target).get(executionId) ?? { ...entry, state: 'STARTED' });
    },
    targetOf: async (executionId) => owners.get(executionId),
    retry: replace,
    nextStep: replace,
    async noteFilled(target, digest) {
      states.set(target, { ...stateOf(target), filled: digest });
    },
    async forgetFilled(target) {
      const { filled: _, ...state } = stateOf(target);
      states.set(target, state);
    },
    async recordStop(target, run) {
      if (isRun(target, run)) states.set(target, { ...stateOf(target), stopped: true });
    },
    async recordEnd(target, run, { start, state, scannedBytes, message, at }) {
      const entry = { ...entryOf(run, start), state, scannedBytes, message, endedAt: at };
      entries(target).set(start.executionId, entry);
    },
    async remove(target, taken) {
      change(target, taken, () => undefined);
      const all = unitsOf(target);
      for (const { id, since } of taken) {
        const changed = all.get(id);
        if (changed !== undefined) all.set(id, { ...rejuvenated(changed, since), limit: undefined, times: undefined });
      }
    },
    limit: async (target, taken, limit, dueAt) => change(target, taken, (unit) => ({ ...unit, limit, dueAt })),
    postpone: async (target, taken, dueAt) =>
      change(target, taken, (unit) => ({ ...unit, dueAt, postponed: (unit.postponed ?? 0) + 1 })),
    hasten: async (target, taken, dueAt) => change(target, taken, (unit) => ({ ...unit, dueAt })),
    putAside: async (target, taken, aside) =>
      change(target, taken, (unit) => ({
        ...unit,
        aside,
        times: (taken.find(({ id }) => id === unit.id)?.times ?? 0) + 1,
        dueAt: aside.againAt,
        limit: taken.length === 1 ? 1 : unit.limit,
      })),
    release: async (target, taken, { dueAt, forget }) =>
      change(target, taken, (unit) =>
        unit.aside === undefined ? unit : { ...unit, aside: undefined, dueAt, times: forget ? undefined : unit.times },
      ),
    async endRun(target, run, prepared) {
      if (!isRun(target, run)) return;
      const { claimedAt, digest, wakeAt, filled, prepared: before } = stateOf(target);
      states.set(target, { claimedAt, digest, wakeAt, filled, prepared: prepared ?? before });
    },
    async noteWake(target, at, now) {
      const { wakeAt } = stateOf(target);
      if (wakeAt !== undefined && wakeAt <= at && wakeAt > now) return false;
      states.set(target, { ...stateOf(target), wakeAt: at });
      return true;
    },
    async noteMeasured(target, at, before) {
      if ((measured.get(target) ?? Number.NEGATIVE_INFINITY) >= before) return false;
      measured.set(target, at);
      return true;
    },
    log: async (target, most) =>
      [...entries(target).values()].toSorted((a, b) => b.startedAt - a.startedAt).slice(0, most),
    causedBy: async (table, most) =>
      [...logs]
        .flatMap(([target, log]) => [...log.values()].map((entry) => ({ ...entry, target })))
        .filter(({ why }) => tablesIn(why).includes(table))
        .toSorted((a, b) => b.startedAt - a.startedAt)
        .slice(0, most)
        .map(({ target, executionId, lane, state, startedAt: at }) => ({ target, executionId, lane, state, at })),
  };
}

function ageOf(known: Kept | undefined, { since, why }: Pick<NewUnit, 'since' | 'why'>) {
  const oldest = Math.min(known?.since ?? Number.POSITIVE_INFINITY, since ?? Number.POSITIVE_INFINITY);
  const whys = [...new Set([...(known?.why ?? []), ...(why ?? [])])].toSorted().slice(0, 8);
  return {
    since: oldest === Number.POSITIVE_INFINITY ? undefined : oldest,
    why: whys.length === 0 ? undefined : whys,
    newest: since === undefined ? known?.newest : { since, why: why ?? known?.newest?.why },
  };
}

function rejuvenated(unit: Kept, taken: number | undefined): Kept {
  const { newest, since = Number.POSITIVE_INFINITY } = unit;
  if (taken === undefined || newest === undefined || since > taken) return unit;
  return { ...unit, since: newest.since, why: newest.why ?? unit.why };
}
