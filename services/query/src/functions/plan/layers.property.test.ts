import type { Ending } from '@tributary/shared/jobs/testing/layers-world.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLayers, type Graph, graphs, type Layers, times } from './layers-for-tests.ts';

const change = fc.record({ source: fc.nat(1), time: fc.constantFrom(...times) });

/** Nothing is lost or late: all that is sent comes, several at a time, and statements end; reconcile is not needed. */
async function settle(layers: Layers, random: (of: number) => number, rounds = 2_000): Promise<void> {
  for (let round = 0; round < rounds && !layers.isQuiet(); round += 1) {
    const ended = layers.running().filter(() => random(2) === 0);
    for (const query of ended) layers.finish(query);
    const due = layers.due().slice(0, 2);
    const acts = [...ended.map((query) => () => layers.tell(query)), ...due.map((each) => () => layers.deliver(each))];
    await layers.together(acts, random);
    layers.pass(1_000);
  }
}

/** A sequence of numbers that looks random, of a seed. */
function randomOf(seed: number): (of: number) => number {
  let state = seed + 1;
  return (of) => {
    state = (state * 48_271) % 2_147_483_647;
    return of === 0 ? 0 : state % of;
  };
}

/** How often each unit of each dataset was computed. */
function runsOf({ queries }: Layers): ReadonlyMap<string, number> {
  const runs = new Map<string, number>();
  for (const { target, units } of queries)
    for (const unit of units) runs.set(`${target} ${unit}`, (runs.get(`${target} ${unit}`) ?? 0) + 1);
  return runs;
}

function expectRight(layers: Layers): void {
  const tables = new Map([...layers.tables].map(([name, rows]) => [name, new Map([...rows].toSorted())]));
  expect(tables).toEqual(layers.expected());
  expect(layers.faults).toEqual([]);
}

describe('layers of datasets', () => {
  test('each run once for each change at most, whatever comes when, and are in the end what their inputs say', async () => {
    await fc.assert(
      fc.asyncProperty(
        graphs,
        fc.array(fc.record({ of: change, wait: fc.nat(12) }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        async (graph, changes, seed) => {
          const layers = createLayers(graph);
          const random = randomOf(seed);
          for (const { of, wait } of changes) {
            layers.change(of.source % graph.sources.length, of.time);
            await settle(layers, random, wait);
          }
          await settle(layers, random);
          expectRight(layers);
          expect(await waitingIn(layers)).toEqual([]);
          const tables = changes.map(({ of }) => `s${of.source % graph.sources.length}`);
          for (const [unit, runs] of runsOf(layers)) {
            const [dataset = ''] = unit.split(' ');
            const reaching = tables.filter((table) => readersOf(layers, table).has(dataset));
            expect(runs, unit).toBeLessThanOrEqual(reaching.length);
          }
        },
      ),
      { numRuns: 120 },
    );
  }, 180_000);

  test('run exactly once for one change, if they read what changed', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, change, fc.nat(), async (graph, { source, time }, seed) => {
        const layers = createLayers(graph);
        const of = source % graph.sources.length;
        layers.change(of, time);
        await settle(layers, randomOf(seed));
        expectRight(layers);
        const runs = runsOf(layers);
        expect([...runs.values()].every((count) => count === 1)).toBe(true);
        expect(new Set(layers.queries.map(({ target }) => target))).toEqual(readersOf(layers, `s${of}`));
      }),
      { numRuns: 80 },
    );
  }, 180_000);
});

async function waitingIn({ datasets, store }: Layers) {
  const units = await Promise.all(datasets.map(({ table }) => store.units(table)));
  return units.flat();
}

/** All that read a table, themselves or through others. */
function readersOf({ datasets }: Layers, table: string): ReadonlySet<string> {
  const changed = new Set([table]);
  for (const each of datasets) if (each.after.some((read) => changed.has(read.table))) changed.add(each.table);
  changed.delete(table);
  return changed;
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), of: change }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      which: fc.nat(),
      kill: fc.nat(60),
      how: fc.constantFrom('once', 'once', 'again', 'killed', 'killed', 'lost'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('finish' as const),
      which: fc.nat(),
      how: fc.constantFrom<Ending>('succeeds', 'succeeds', 'succeeds', 'commit conflict', 'system fault', 'mistake'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tell' as const), which: fc.nat(), kill: fc.nat(60) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('together' as const), which: fc.nat(), seed: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconcile' as const), kill: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('throttle' as const), times: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill' as const), which: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), millis: fc.integer({ min: -5_000, max: 90_000 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function pick<T>(all: readonly T[], which: number): readonly T[] {
  return all.length === 0 ? [] : all.slice(which % all.length, (which % all.length) + 1);
}

const acts = {
  change: async (layers: Layers, graph: Graph, { of }: Extract<Step, { do: 'change' }>) =>
    layers.change(of.source % graph.sources.length, of.time),
  async deliver(layers: Layers, _: Graph, { which, kill, how }: Extract<Step, { do: 'deliver' }>) {
    for (const message of pick(layers.due(), which)) {
      // What the catalog tells may come late, but comes; what wakes a target may be lost.
      const isEvent = JSON.stringify(message.body).includes('detail');
      if (how === 'lost' && !isEvent) layers.lose(message);
      else await layers.deliver(message, { again: how === 'again', ...(how === 'killed' ? { kill } : {}) });
    }
  },
  async finish(layers: Layers, _: Graph, { which, how }: Extract<Step, { do: 'finish' }>) {
    for (const query of pick(layers.running(), which)) layers.finish(query, how);
  },
  async tell(layers: Layers, _: Graph, { which, kill }: Extract<Step, { do: 'tell' }>) {
    for (const query of pick(layers.queries, which)) await layers.tell(query, kill > 40 ? undefined : kill);
  },
  /** Messages, and the end of the same statement told twice, by functions that run at the same time. */
  async together(layers: Layers, _: Graph, { which, seed }: Extract<Step, { do: 'together' }>) {
    const told = pick(layers.queries, which).flatMap((query) => [query, query]);
    const due = layers.due().slice(0, 3);
    const ends = told.map((query) => () => layers.tell(query));
    await layers.together([...ends, ...due.map((each) => () => layers.deliver(each))], randomOf(seed));
  },
  async reconcile(layers: Layers, _: Graph, { kill }: Extract<Step, { do: 'reconcile' }>) {
    await layers.reconcile(kill);
  },
  throttle: async (layers: Layers, _: Graph, { times: count }: Extract<Step, { do: 'throttle' }>) =>
    layers.throttle(count),
  async fill(layers: Layers, _: Graph, { which }: Extract<Step, { do: 'fill' }>) {
    for (const { table } of pick(
      layers.datasets.filter(({ partition }) => partition?.grain === 'day'),
      which,
    ))
      await layers.fill(table);
  },
  pass: async (layers: Layers, _: Graph, { millis }: Extract<Step, { do: 'pass' }>) => layers.pass(millis),
};

function take(layers: Layers, graph: Graph, one: Step): Promise<void> {
  switch (one.do) {
    case 'change':
      return acts.change(layers, graph, one);
    case 'deliver':
      return acts.deliver(layers, graph, one);
    case 'finish':
      return acts.finish(layers, graph, one);
    case 'tell':
      return acts.tell(layers, graph, one);
    case 'together':
      return acts.together(layers, graph, one);
    case 'reconcile':
      return acts.reconcile(layers, graph, one);
    case 'throttle':
      return acts.throttle(layers, graph, one);
    case 'fill':
      return acts.fill(layers, graph, one);
    default:
      return acts.pass(layers, graph, one);
  }
}

/** No event of Athena's comes any more, no message is lost, what was set aside is tried again: reconcile brings all to its end. */
async function quiesce(layers: Layers, rounds = 400): Promise<void> {
  layers.throttle(0);
  const retry = async () => {
    for (const { table } of layers.datasets)
      if ((await layers.store.setAside(table)).length > 0) layers.send({ retry: table });
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const query of layers.running()) layers.finish(query);
    layers.pass(61_000);
    await layers.reconcile();
    await retry();
    for (const message of layers.due()) await layers.deliver(message);
    const isDone = layers.isQuiet() && (await waitingIn(layers)).length === 0;
    if (isDone) return;
  }
}

describe('layers of datasets under faults', () => {
  test('are in the end what their inputs say, one statement at a time each, and so many at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        graphs,
        fc.array(step, { maxLength: 80 }),
        fc.constantFrom(1, 2, 3),
        async (graph, steps, most) => {
          const layers = createLayers(graph, most);
          for (const one of steps) await take(layers, graph, one);
          await quiesce(layers);
          expect(await waitingIn(layers)).toEqual([]);
          expectRight(layers);
          const slots = await layers.store.slots();
          expect([slots.running, slots.waiting]).toEqual([{}, {}]);
        },
      ),
      { numRuns: 250 },
    );
  }, 180_000);
});
