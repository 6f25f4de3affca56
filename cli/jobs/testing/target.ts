import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import type { Run } from '@tributary/shared/jobs/run.ts';
import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import type { Declared } from '../declared.ts';
import type { Desk } from '../desk.ts';
import { readLook } from '../look.ts';

export const usage: Declared = { name: 'usage', service: 'query', kind: 'dataset', grain: 'day' };

/** 2026-11-20 13:00 UTC */
export const start = Date.UTC(2026, 10, 20, 13);

/** A target with jobs in memory, and what its service would do with them, step by step. */
export function createTarget(declared: Declared = usage) {
  const { name } = declared;
  const store: JobStore = createMemoryStore();
  const orders: Parameters<Desk['order']>[0][] = [];
  const lane = declared.kind === 'enrichment' ? 'hours' : 'write';
  let clock = start;
  let stamps = 0;
  let runs = 0;
  const desk: Desk = {
    look: () => readLook(store, declared, { now: clock, most: 20 }),
    order: async (order) => {
      orders.push(order);
    },
  };
  const waitingOf = async (ids: readonly string[]) =>
    (await store.waiting(name, clock, 1_000)).filter(({ id }) => ids.includes(id));
  const add = async (ids: readonly string[], { of = lane, inMs = 0 } = {}) => {
    stamps += 1;
    const units = ids.map((id) => ({ id, lane: of, stamp: `s${stamps}`, dueAt: clock + inMs, partition: id }));
    await store.addUnits(name, units);
  };
  const claim = async (ids: readonly string[], { of = lane, attempt = 1, notBefore = 0 } = {}): Promise<Run> => {
    runs += 1;
    const units = await waitingOf(ids);
    const run: Run = { id: `r${runs}`, lane: of, digest: 'd', units, attempt, notBefore };
    await store.claim(name, run, { statement: 'MERGE', at: clock, isNew: true });
    return run;
  };
  const begin = async (ids: readonly string[], options?: { readonly of?: string; readonly attempt?: number }) => {
    const run = await claim(ids, options);
    await store.recordStart(name, run, { executionId: `q-${run.id}`, at: clock });
    return { run, at: clock };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const end = async ({ run, at }: Begun, { state = 'SUCCEEDED', scannedBytes = 0, message = '' } = {}) => {
    const started = { executionId: `q-${run.id}`, at };
    await store.recordEnd(name, run, { start: started, state, scannedBytes, message, at: clock });
    await store.endRun(name, run);
  };
  return {
    store,
    desk,
    orders,
    add,
    claim,
    begin,
    async succeed(begun: Begun, scannedBytes = 0) {
      await store.remove(name, begun.run.units);
      await end(begun, { scannedBytes });
    },
    async fail(begun: Begun, message: string, retryAt?: number) {
      await store.putAside(name, begun.run.units, { digest: 'd', reason: message, at: clock, againAt: clock, retryAt });
      await end(begun, { state: 'FAILED', scannedBytes: 5_000_000, message });
    },
    now: () => clock,
    pass(millis: number) {
      clock += millis;
    },
  };
}
