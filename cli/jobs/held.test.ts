import { datasetOf } from '@tributary/query/src/core/testing/dataset.ts';
import { upstreamOf } from '@tributary/query/src/core/upstream.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import { expect, test } from 'vitest';
import type { Declared } from './declared.ts';
import { heldOf } from './held.ts';
import { tellHeld, tellWaiting } from './tell.ts';
import { createTarget, start } from './testing/target.ts';

const flow = (table: string, read: string, lookback = 0) => {
  return datasetOf({ table, after: [{ database: 'lake', table: read }], lookback });
};
const below: Declared = { name: 'below', service: 'query', kind: 'dataset', grain: 'day' };
/** It looks back so many days at `below`. */
const aboveOf = (lookback: number): Declared => {
  const flows = [flow('below', 'clicks'), flow('above', 'below', lookback)];
  return { ...below, name: 'above', upstream: upstreamOf(flow('above', 'below', lookback), flows) };
};

type Own = { readonly lookback?: number; readonly lane?: string };

/** What holds one day of `above` that stands for a change of `since`, where `below` is as it is made. */
async function held(
  since: number,
  act: (target: ReturnType<typeof createTarget>) => Promise<unknown>,
  { lookback = 0, lane = 'write' }: Own = {},
) {
  const above = aboveOf(lookback);
  const upstream = createTarget(below);
  await act(upstream);
  const mine = createTarget(above);
  const unit: NewUnit = { id: '2026-11-20', lane, stamp: 's', dueAt: start, since, partition: '2026-11-20' };
  await mine.store.addUnits('above', [unit]);
  const [look, other] = [await mine.desk.look(), await upstream.desk.look()];
  return { look, held: heldOf(look, new Map([['below', other]])) };
}

const waits =
  (id: string, since: number, lane = 'write') =>
  async (target: ReturnType<typeof createTarget>) => {
    const unit: NewUnit = { id, lane, stamp: 's', dueAt: start, since, partition: id };
    await target.store.addUnits('below', [unit]);
  };

test('a day waits for the same day upstream that stands for the same change, or an older one', async () => {
  const by = { unit: '2026-11-20', by: 'below', because: 'waits' };
  expect((await held(100, waits('2026-11-20', 100))).held).toEqual([{ ...by, since: 100 }]);
  expect((await held(100, waits('2026-11', 50))).held).toEqual([{ ...by, since: 50 }]);
  expect((await held(100, waits('2026-11-20', 101))).held).toEqual([]);
  expect((await held(100, waits('2026-11-19', 50))).held).toEqual([]);
});

test('a day that its SELECT looks back at holds it, too', async () => {
  const by = { unit: '2026-11-20', by: 'below', because: 'waits', since: 50 };
  expect((await held(100, waits('2026-11-18', 50), { lookback: 2 })).held).toEqual([by]);
  expect((await held(100, waits('2026-11-18', 50), { lookback: 1 })).held).toEqual([]);
  expect((await held(100, waits('2026-11-21', 50), { lookback: 2 })).held).toEqual([]);
});

test('what goes behind all else holds only what does so, too; upkeep holds nobody and is held by nobody', async () => {
  expect((await held(100, waits('2026-11-20', 50, 'backfill'))).held).toEqual([]);
  expect((await held(100, waits('2026-11-20', 50, 'backfill'), { lane: 'backfill' })).held).toHaveLength(1);
  expect((await held(100, waits('2026-11-20', 50, 'optimize'))).held).toEqual([]);
  expect((await held(100, waits('2026-11-20', 50), { lane: 'optimize' })).held).toEqual([]);
});

test('a run that has taken it holds it, and so does what is set aside, however new', async () => {
  const runs = await held(100, async (target) => {
    await waits('2026-11-20', 100)(target);
    await target.begin(['2026-11-20']);
  });
  expect(runs.held).toEqual([{ unit: '2026-11-20', by: 'below', because: 'runs', since: start }]);
  const aside = await held(100, async (target) => {
    await waits('2026-11-20', 900)(target);
    await target.fail(await target.begin(['2026-11-20']), 'no');
  });
  expect(aside.held).toEqual([{ unit: '2026-11-20', by: 'below', because: 'set aside', since: start }]);
  const look = { ...aside.look, held: aside.held };
  expect(tellWaiting(look, start + 60_000)).toBe('1 day for 1 min, held by below');
  expect(tellHeld(look, start + 60_000)).toEqual([
    'held by below, set aside since 2026-11-20 13:00:00 UTC (1 min): 2026-11-20',
  ]);
});

test('a target that waits for its turn among all statements says so', async () => {
  const { look } = await held(100, async () => undefined);
  expect(tellWaiting({ ...look, placeOf: 20 }, start)).toBe('1 day for 0 ms, for one of 20 statements');
  expect(tellHeld({ ...look, placeOf: 20 }, start)).toEqual(['waits for one of 20 statements to end']);
});
