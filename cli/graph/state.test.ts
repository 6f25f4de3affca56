import { copiesOf } from '@tributary/query/egress/core/copy.ts';
import { expect, test } from 'vitest';
import type { CopyLook } from '../copies/look.ts';
import { copiesIn, type Declared } from '../jobs/declared.ts';
import { createTarget } from '../jobs/testing/target.ts';
import { graphOf } from './graph.ts';
import { statesOf, tellState } from './state.ts';

const of = (name: string, kind: Declared['kind'], ...reads: readonly string[]): Declared => ({
  ...{ name, service: 'query', kind, reads },
});
const chain = [
  of('a', 'dataset', 'lake.src'),
  of('b', 'dataset', 'lake.a'),
  of('v', 'view', 'lake.a'),
  of('c', 'dataset', 'lake.v'),
];
const tables = new Set(['lake.src', 'lake.a', 'lake.b', 'lake.c', 'lake.v']);
const standing = (freshAt: number) => ({ target: '', reads: [], freshAt });
const states = (freshAt: Readonly<Record<string, number>>) => {
  const standings = new Map(Object.entries(freshAt).map(([name, at]) => [name, standing(at)]));
  const seen = statesOf(graphOf(chain).nodes, { looks: new Map(), standings, tables });
  return Object.fromEntries(seen.map(({ name, state }) => [name, state]));
};

test('what was made after all that it reads is fresh, however old a view on the way is', () => {
  expect(states({ a: 100, b: 200, v: 5, c: 200 })).toEqual({
    src: 'read',
    a: 'fresh',
    b: 'fresh',
    v: 'fresh',
    c: 'fresh',
  });
});

test('what was made before what it reads is behind, and so is all above it', () => {
  const before = states({ a: 300, b: 200, v: 5, c: 400 });
  expect([before.a, before.b]).toEqual(['fresh', 'behind']);
  expect(states({ a: 300 })).toMatchObject({ b: 'new', v: 'new', c: 'new' });
});

async function stateWith(act: (target: ReturnType<typeof createTarget>) => Promise<unknown>, isHeld = false) {
  const target = createTarget(chain[0]);
  await act(target);
  const look = await target.desk.look();
  const held = isHeld ? [{ unit: 'x', by: 'y', because: 'waits', since: 1 } as const] : [];
  const seen = statesOf(graphOf(chain).nodes, {
    tables,
    looks: new Map([['a', { ...look, held }]]),
    standings: new Map([
      ['a', standing(100)],
      ['b', standing(200)],
      ['v', standing(5)],
    ]),
  });
  return [seen.find(({ name }) => name === 'a')?.state, seen.find(({ name }) => name === 'b')?.state];
}

test('work says more than times: it runs, waits, is held, or has failed, and what reads it is behind', async () => {
  expect(await stateWith((target) => target.add(['2026-11-20']))).toEqual(['waits', 'behind']);
  expect(await stateWith((target) => target.add(['2026-11-20']), true)).toEqual(['held', 'behind']);
  const begin = async (target: ReturnType<typeof createTarget>) => {
    await target.add(['2026-11-20']);
    return target.begin(['2026-11-20']);
  };
  expect(await stateWith(begin)).toEqual(['runs', 'behind']);
  expect(await stateWith(async (target) => target.fail(await begin(target), 'no'))).toEqual(['failed', 'behind']);
});

test('upkeep makes nobody wait', async () => {
  const upkeep = await stateWith((target) => target.add(['optimize:2026-11-20'], { of: 'optimize' }));
  expect(upkeep).toEqual(['fresh', 'fresh']);
});

test('a state is told with when it was made', () => {
  const [, a] = statesOf(graphOf(chain).nodes, {
    looks: new Map(),
    standings: new Map([['a', standing(1_000)]]),
    tables,
  });
  expect(a && tellState(a, 61_000)).toBe('fresh, 1 min ago');
  expect(a && tellState({ ...a, state: 'held' }, 61_000)).toBe('held, made 1 min ago');
  expect(a && tellState({ ...a, state: 'new', freshAt: undefined }, 61_000)).toBe('new');
});

test('a copy stands as its version does, and is behind while its dataset is', () => {
  const [copy] = copiesOf([
    {
      table: 'a',
      columns: { x: 'int' },
      key: [],
      partition: undefined,
      egress: [{ to: 's3', bucket: 'lake', prefix: 'a/', format: 'json', of: 'table' }],
    },
  ]);
  if (copy === undefined) throw new Error('there is no copy');
  const all: readonly Declared[] = [of('src', 'dataset'), { ...of('a', 'dataset', 'lake.src'), copies: [copy] }];
  const [target] = copiesIn(all);
  const stateOf = (look: Partial<CopyLook>, srcAt: number) => {
    const done = { ...version, loaded: 1, at: 7 };
    const state = { number: 1, failures: 0, notBefore: 0, done };
    const copies = new Map(
      target && [['a.s3', { target, state, choice: { do: 'nothing' }, behind: undefined, ...look } as const]],
    );
    const standings = new Map([
      ['src', standing(srcAt)],
      ['a', standing(900)],
    ]);
    const seen = statesOf(graphOf(all).nodes, { looks: new Map(), standings, tables, copies });
    return seen.map(({ name, state: is, freshAt, layer }) => [name, is, freshAt, layer]).at(-1);
  };
  expect(stateOf({}, 100)).toEqual(['a.s3', 'fresh', 7, 2]);
  expect(stateOf({}, 1_000)).toEqual(['a.s3', 'behind', 7, 2]);
  expect(stateOf({ behind: { commits: 1, since: 1 } }, 100)).toEqual(['a.s3', 'waits', 7, 2]);
});

const version = { lineage: 'l', sequence: 1, snapshot: 's', committedAt: 5 };

test('a table that is not there yet is said, and what needs it', () => {
  const nodes = graphOf([of('a', 'dataset', 'raw.events_paid', 'lake.src')]).nodes;
  const seen = statesOf(nodes, { looks: new Map(), standings: new Map(), tables: new Set(['lake.src', 'lake.a']) });
  const told = Object.fromEntries(seen.map((node) => [node.name, [node.state, tellState(node, 0)]]));
  expect(told).toEqual({
    a: ['new', 'new, needs raw.events_paid'],
    'raw.events_paid': ['missing', 'not there yet'],
    src: ['read', ''],
  });
});
