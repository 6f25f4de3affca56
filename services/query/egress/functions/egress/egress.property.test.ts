import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliver, pass } from '../../testing/live.ts';
import { createWorld } from '../../testing/world.ts';
import { publish } from '../../testing/world-state.ts';

const days = ['2026-11-18', '2026-11-19', '2026-11-20'];
const kill = fc.option(
  fc.record({ after: fc.integer({ min: 1, max: 12 }), when: fc.constantFrom('before' as const, 'after' as const) }),
);
const step = fc.record({
  changes: fc.dictionary(fc.constantFrom(...days), fc.integer({ min: 1, max: 9 }), { minKeys: 1 }),
  event: fc.constantFrom('told', 'twice', 'late', 'lost'),
  kill,
  seconds: fc.integer({ min: 0, max: 40 }),
  losesEnds: fc.boolean(),
  failLoads: fc.integer({ min: 0, max: 2 }),
  failStatements: fc.integer({ min: 0, max: 2 }),
  // Of Redshift: a change can take longer than it may, and be done though it was stopped.
  warehouseMs: fc.integer({ min: 0, max: 400_000 }),
  forgotten: fc.integer({ min: 0, max: 2 }),
  forgetsTokens: fc.boolean(),
  ignoresStops: fc.boolean(),
});

type Step = typeof step extends fc.Arbitrary<infer V> ? V : never;

const isEnd = (body: unknown) => /aws\.(athena|redshift-data)/.test(JSON.stringify(body));

async function live(
  lake: ReturnType<typeof createWorld>,
  { changes, event, ...of }: Step,
  late: unknown[],
): Promise<void> {
  const { world } = lake;
  const told = publish(world, changes);
  if (of.kill) world.kill = { at: world.effects + of.kill.after, when: of.kill.when };
  const { failLoads, failStatements, warehouseMs, forgotten, forgetsTokens, ignoresStops } = of;
  Object.assign(world, { failLoads, failStatements, warehouseMs, forgotten, forgetsTokens, ignoresStops });
  const times = { told: 1, twice: 2, late: 0, lost: 0 }[event] ?? 0;
  for (let at = 0; at < times; at += 1) await deliver(lake, 'egress', told);
  await pass(lake, of.seconds, (body) => of.losesEnds && isEnd(body));
  for (const each of late.splice(0)) await deliver(lake, 'egress', each);
  if (event === 'late') late.push(told);
}

test('killed anywhere, with events that are lost, late or repeated, the destination ends with the rows of the last version', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('upsert' as const, 'swap' as const),
      fc.constantFrom('mysql' as const, 'redshift' as const),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      async (mode, to, steps) => {
        const lake = createWorld(mode, to);
        const late: unknown[] = [];
        for (const each of steps) await live(lake, each, late);
        lake.world.warehouseMs = 1_000;
        await pass(lake, 500);
        // What failed four times in a row waits for somebody, or an hour.
        await deliver(lake, 'egress', { retry: lake.world.copy.id });
        await pass(lake, 400);
        expect(lake.world.target.rows).toEqual(lake.world.versions.at(-1)?.rows);
        expect(lake.world.target.book?.sequence).toBe(steps.length);
        expect((await lake.store.read(lake.world.copy.id)).state.run).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});

test.each(['mysql', 'redshift'] as const)(
  'killed before or after each effect of a copy in %s, it is whole in the end, and no version is brought twice',
  async (to) => {
    for (let at = 1, isOver = false; !isOver; at += 1)
      for (const when of ['before', 'after'] as const) {
        const lake = createWorld('upsert', to);
        lake.world.kill = { at, when };
        await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
        await pass(lake, 600);
        expect(lake.world.target).toMatchObject({ rows: lake.world.versions.at(-1)?.rows, loads: 1 });
        expect(lake.world.warehouse).toHaveLength(to === 'redshift' ? 2 : 0);
        isOver = lake.world.effects < at;
      }
  },
);
