import type { JobStore } from '../job-store.ts';

type Effect = <A extends readonly unknown[], R>(run: (...args: A) => Promise<R>) => (...args: A) => Promise<R>;

/**
 * A store each of whose calls, and each unit of which, is an effect of its own; `count` hears of how many calls of DynamoDB they are: the memory
 * store's have as many as the other's, or fewer.
 */
export function countCalls(store: JobStore, effect: Effect, count: (calls: number) => void): JobStore {
  const counted =
    <A extends readonly unknown[], R>(calls: number, run: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      count(calls);
      return effect(run)(...args);
    };
  const each =
    <T>(act: (target: string, units: readonly T[]) => Promise<void>) =>
    async (target: string, units: readonly T[]): Promise<void> => {
      for (const unit of units) await counted(1, act)(target, [unit]);
    };
  return {
    ...store,
    addUnits: async (target, units) => {
      count(1);
      await each(store.addUnits)(target, units);
    },
    waiting: counted(1, store.waiting),
    setAside: counted(1, store.setAside),
    units: counted(1, store.units),
    marks: counted(1, store.marks),
    unmark: counted(1, store.unmark),
    slots: counted(1, store.slots),
    saveSlots: counted(1, store.saveSlots),
    state: counted(1, store.state),
    claim: (target, run, claim) => counted(claim.isFirst === false ? 1 : 2, store.claim)(target, run, claim),
    recordStart: counted(3, store.recordStart),
    targetOf: counted(1, store.targetOf),
    retry: counted(1, store.retry),
    nextStep: counted(1, store.nextStep),
    noteFilled: counted(1, store.noteFilled),
    forgetFilled: counted(1, store.forgetFilled),
    recordStop: counted(1, store.recordStop),
    recordEnd: counted(1, store.recordEnd),
    remove: each(store.remove),
    limit: (target, units, limit, dueAt) =>
      each((name, some: typeof units) => store.limit(name, some, limit, dueAt))(target, units),
    hasten: (target, units, dueAt) =>
      each((name, some: typeof units) => store.hasten(name, some, dueAt))(target, units),
    postpone: (target, units, dueAt) =>
      each((name, some: typeof units) => store.postpone(name, some, dueAt))(target, units),
    putAside: (target, units, aside) => counted(units.length, store.putAside)(target, units, aside),
    release: (target, units, release) => counted(units.length, store.release)(target, units, release),
    endRun: counted(1, store.endRun),
    noteWake: counted(1, store.noteWake),
    noteMeasured: counted(1, store.noteMeasured),
    log: counted(1, store.log),
    standings: counted(1, store.standings),
    define: (definition, noted) => counted(2 + definition.reads.length, store.define)(definition, noted),
    undefine: counted(2, store.undefine),
    stand: counted(1, store.stand),
    dependents: counted(1, store.dependents),
    causedBy: counted(1, store.causedBy),
    made: (target, versions) => counted(versions.length, store.made)(target, versions),
    versions: counted(1, store.versions),
    noteBackfill: counted(1, store.noteBackfill),
    backfills: counted(1, store.backfills),
  };
}
