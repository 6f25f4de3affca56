import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import { expect, test } from 'vitest';
import { graphOf } from '../graph/graph.ts';
import type { Declared } from './declared.ts';
import { heldOf } from './held.ts';
import { tellHeld, tellWaiting } from './tell.ts';
import { createTarget, start } from './testing/target.ts';

const dataset = (name: string, ...reads: readonly string[]): Declared => ({
  ...{ name, service: 'query', kind: 'dataset', grain: 'day', reads },
});
const below = dataset('below', 'lake.clicks');
const above = dataset('above', 'lake.below');
const graph = graphOf([below, above]);

/** What holds one day of `above` that stands for a change of `since`, where `below` is as it is made. */
async function held(
  since: number,
  act: (target: ReturnType<typeof createTarget>) => Promise<unknown>,
  declared: Declared = below,
) {
  const upstream = createTarget(declared);
  await act(upstream);
  const mine = createTarget(above);
  const unit: NewUnit = { id: '2026-11-20', lane: 'write', stamp: 's', dueAt: start, since, partition: '2026-11-20' };
  await mine.store.addUnits('above', [unit]);
  const [look, other] = [await mine.desk.look(), await upstream.desk.look()];
  const looks = new Map([
    ['below', other],
    ['above', look],
  ]);
  return { look, held: heldOf(look, looks, graph) };
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

test('what goes behind all else holds nobody, nor does upkeep, nor another service', async () => {
  expect((await held(100, waits('2026-11-20', 50, 'backfill'))).held).toEqual([]);
  expect((await held(100, waits('optimize:2026-11-20', 50, 'optimize'))).held).toEqual([]);
  const elsewhere: Declared = { name: 'below', service: 'enrich', kind: 'enrichment' };
  expect((await held(100, waits('2026-11-20', 50), elsewhere)).held).toEqual([]);
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
