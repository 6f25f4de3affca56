import { describe, expect, test } from 'vitest';
import { deliver, pass } from '../../testing/live.ts';
import { createWorld } from '../../testing/world.ts';
import { publish } from '../../testing/world-state.ts';

type Lake = ReturnType<typeof createWorld>;

const newest = ({ world }: Lake) => world.versions.at(-1)?.rows;
const isChange = (body: unknown) => JSON.stringify(body).includes('aws.redshift-data');

async function begun(of: Partial<Lake['world']> = {}): Promise<Lake> {
  const lake = createWorld('upsert', 'redshift');
  Object.assign(lake.world, of);
  await deliver(lake, 'egress', publish(lake.world, { '2026-11-19': 1, '2026-11-20': 1 }));
  return lake;
}

describe('a load by Redshift', () => {
  test('is a look and a change, each heard of by its end', async () => {
    const lake = await begun();
    await pass(lake, 5);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
    expect(lake.world.warehouse).toHaveLength(2);
    expect(lake.world.counts.get('RowsCopied')).toBe(1);
    expect(lake.world.counts.get('CopiesMade')).toBe(1);
  });

  test('whose ends nobody hears of is found by the schedule', async () => {
    const lake = await begun();
    await pass(lake, 200, isChange);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
    expect((await lake.store.read('usage.redshift')).state.run).toBeUndefined();
  });

  test('goes by the partitions that changed, and as a whole where the table was dropped', async () => {
    const lake = await begun();
    await pass(lake, 5);
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 5);
    expect([...lake.world.statements.values()].at(-1)?.sql).toContain('"day" >= DATE');
    lake.world.target = { rows: new Map(), book: undefined, loads: 0 };
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 3 }));
    await pass(lake, 20);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
    expect(lake.world.sent).toEqual([]);
  });

  test('that was done already, by a run that nobody heard of, is not done again', async () => {
    const lake = await begun({ forgotten: 0 });
    await pass(lake, 3, isChange);
    lake.world.forgotten = 1;
    await deliver(lake, 'egress', { reconcile: true });
    await pass(lake, 200);
    expect(lake.world.target.loads).toBe(1);
    expect(lake.world.sent).toEqual([]);
  });

  test('that another has overtaken looks again, in a bounded number of turns', async () => {
    const lake = await begun({ warehouseMs: 10_000 });
    // Another lake writes the same table all the time.
    for (let second = 0; second < 75; second += 1) {
      await pass(lake, 1);
      const book = { lineage: 'l', sequence: 0, committedAt: 0, run: `another-${second}`, number: second };
      lake.world.target.book = book;
    }
    expect(lake.world.target.loads).toBe(0);
    expect(lake.world.sent).toMatchObject([
      { detail: { category: 'system', willRetry: true, message: 'egress redshift: another run' } },
    ]);
    await pass(lake, 60);
    expect(lake.world.target.rows).toEqual(newest(lake));
  });

  test('that was stopped and runs all the same, long after a newer one, changes nothing', async () => {
    const lake = await begun({ warehouseMs: 400_000, ignoresStops: true });
    await pass(lake, 150);
    lake.world.warehouseMs = 1_000;
    await pass(lake, 60);
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 60);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
    await pass(lake, 300);
    expect(lake.world.warehouse.map(({ ended }) => ended?.state)).toContain('overtaken');
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
  });

  test('that takes too long is stopped, told, and tried again', async () => {
    const lake = await begun({ warehouseMs: 3_600_000 });
    await pass(lake, 200);
    expect(lake.world.sent[0]?.detail).toMatchObject({ category: 'timeout', willRetry: true });
    lake.world.warehouseMs = 1_000;
    await pass(lake, 250);
    expect(lake.world.target.rows).toEqual(newest(lake));
  });

  test('that somebody else stopped is set aside', async () => {
    const lake = await begun({ warehouseMs: 20_000 });
    await pass(lake, 5);
    for (const statement of lake.world.warehouse) statement.isStopped = true;
    await pass(lake, 120);
    expect(lake.world.sent).toMatchObject([{ detail: { category: 'cancelled', willRetry: false } }]);
  });

  test('by a mistake is set aside with what the database said', async () => {
    const lake = await begun({ badLoads: true });
    await pass(lake, 120);
    expect(lake.world.sent).toMatchObject([
      { detail: { category: 'user', willRetry: false, message: 'egress redshift: String length exceeds DDL length' } },
    ]);
  });

  test('that failed by what may pass is tried again', async () => {
    const lake = await begun({ failLoads: 2 });
    await pass(lake, 120);
    expect(lake.world.sent).toHaveLength(2);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
  });

  test('whose end is told before its id is written down is asked for again a second later', async () => {
    const lake = createWorld('upsert', 'redshift');
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
    await pass(lake, 1);
    const kept = await lake.store.read('usage.redshift');
    const { run } = kept.state;
    if (run === undefined) throw new Error('there is no run');
    await lake.store.save('usage.redshift', kept, { ...kept.state, run: { ...run, redshift: { turn: 1 } } });
    const before = lake.world.messages.length;
    const detail = { statementId: 'unknown', state: 'FINISHED' };
    await deliver(lake, 'egress', {
      id: 'e',
      source: 'aws.redshift-data',
      'detail-type': 'Redshift Data Statement Status Change',
      detail,
    });
    expect(lake.world.messages.slice(before)).toEqual([
      { to: 'egress', at: lake.world.now + 1_000, body: { advance: 'usage.redshift' } },
    ]);
  });
});
