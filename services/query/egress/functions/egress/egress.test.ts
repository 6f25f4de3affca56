import { describe, expect, test } from 'vitest';
import type { CopyRun } from '../../core/state.ts';
import { deliver, pass } from '../../testing/live.ts';
import { createWorld } from '../../testing/world.ts';
import { publish } from '../../testing/world-state.ts';

const newest = ({ world }: ReturnType<typeof createWorld>) => world.versions.at(-1)?.rows;

async function begun(mode: 'upsert' | 'swap' = 'upsert') {
  const lake = createWorld(mode);
  const event = publish(lake.world, { '2026-11-19': 1, '2026-11-20': 1 });
  await deliver(lake, 'egress', event);
  await pass(lake, 10);
  return lake;
}

const sqlOf = ({ world }: ReturnType<typeof createWorld>) => [...world.statements.values()].map(({ sql }) => sql);

describe('a dataset that is copied', () => {
  test('goes as a whole at first, as it was at the version that is read', async () => {
    const lake = await begun();
    expect(lake.world.target.rows).toEqual(newest(lake));
    expect(sqlOf(lake)).toEqual([expect.stringContaining('FROM "lake"."usage" FOR VERSION AS OF 1001\nWHERE true')]);
    expect(lake.world.counts.get('CopiesMade')).toBe(1);
  });

  test('goes by the partitions that changed, once a version, however often that is told', async () => {
    const lake = await begun();
    const event = publish(lake.world, { '2026-11-20': 2 });
    for (let at = 0; at < 3; at += 1) await deliver(lake, 'egress', event);
    await pass(lake, 200);
    await deliver(lake, 'egress', event);
    await pass(lake, 200);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 2 });
    expect(sqlOf(lake)[1]).toContain(`WHERE ("day" >= DATE '2026-11-20' AND "day" < DATE '2026-11-21')`);
  });

  test('goes as a whole where no event told of a commit, once it is late', async () => {
    const lake = await begun();
    publish(lake.world, { '2026-11-19': 2 });
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 100);
    expect(lake.world.target.loads).toBe(1);
    await pass(lake, 100);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 2 });
    expect(sqlOf(lake)[1]).toContain('WHERE true');
  });

  test('waits for an event that is late, and then takes its partitions along', async () => {
    const lake = await begun();
    const late = publish(lake.world, { '2026-11-19': 2 });
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 30);
    await deliver(lake, 'egress', late);
    await pass(lake, 30);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 2 });
    expect(sqlOf(lake)[1]).not.toContain('WHERE true');
  });

  test('that is swapped goes as a whole at once', async () => {
    const lake = await begun('swap');
    publish(lake.world, { '2026-11-19': 2 });
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 10);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 2 });
  });

  test('whose files OPTIMIZE wrote anew is not copied again', async () => {
    const lake = await begun();
    publish(lake.world, {});
    const last = lake.world.versions.at(-1);
    if (last) last.commit = { ...last.commit, changesRows: false };
    await pass(lake, 300);
    expect(lake.world.target.loads).toBe(1);
    // VACUUM removes what came before.
    lake.world.versions.shift();
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 3 }));
    await pass(lake, 10);
    expect(sqlOf(lake)[1]).not.toContain('WHERE true');
    expect(await lake.store.notes('usage.mysql')).toHaveLength(1);
    await pass(lake, 300);
    expect(await lake.store.notes('usage.mysql')).toEqual([]);
  });

  test('that was made again goes as a whole', async () => {
    const lake = await begun();
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 7 }, 'another'));
    await pass(lake, 10);
    expect(lake.world.target.rows).toEqual(new Map([['2026-11-20', 7]]));
  });

  test('goes as a whole where the destination has lost its version', async () => {
    const lake = await begun();
    lake.world.target = { rows: new Map(), book: undefined, loads: 0 };
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 10);
    expect(lake.world.target.rows).toEqual(newest(lake));
    expect(lake.world.sent).toEqual([]);
  });
});

/** Another state of the copy, as another program has written it. */
async function rewrite({ store, world }: ReturnType<typeof createWorld>, by: (run: CopyRun) => CopyRun): Promise<void> {
  const kept = await store.read(world.copy.id);
  const { run } = kept.state;
  if (run === undefined) throw new Error('there is no run');
  await store.save(world.copy.id, kept, { ...kept.state, run: by(run) });
}

describe('a run', () => {
  test('that another declaration began is given up, and everything copied anew', async () => {
    const lake = createWorld();
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
    await rewrite(lake, (run) => ({ ...run, digest: 'another' }));
    await pass(lake, 120);
    expect(sqlOf(lake)).toHaveLength(2);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
    expect(lake.world.target.book?.run).toBe('run-2');
  });

  test('that has ended is not loaded again', async () => {
    const lake = createWorld();
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
    await pass(lake, 1);
    await rewrite(lake, (run) => ({ ...run, phase: 'load', outcome: { rows: 1 } }));
    await deliver(lake, 'load', { load: 'usage.mysql', run: 'run-1' });
    expect(lake.world.target.loads).toBe(0);
  });

  test('is begun once the table has all columns that are copied', async () => {
    const lake = createWorld();
    const event = publish(lake.world, { '2026-11-20': 1 });
    const [first] = lake.world.versions;
    if (first) first.commit = { ...first.commit, columns: ['day'] };
    await deliver(lake, 'egress', event);
    await pass(lake, 200);
    expect(sqlOf(lake)).toEqual([]);
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 10);
    expect(lake.world.target.rows).toEqual(newest(lake));
  });
});

describe('a copy that fails', () => {
  test('is tried again after 5, 20 and 80 seconds, and told each time', async () => {
    const lake = createWorld();
    lake.world.failLoads = 3;
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
    await pass(lake, 60);
    expect(lake.world.target.loads).toBe(0);
    await pass(lake, 120);
    expect(lake.world.target).toMatchObject({ rows: newest(lake), loads: 1 });
    expect(lake.world.sent.map(({ detail }) => detail)).toMatchObject([
      { dataset: 'usage', attempt: 1, willRetry: true, message: 'egress mysql: ECONNREFUSED' },
      { attempt: 2, willRetry: true },
      { attempt: 3, willRetry: true },
    ]);
  });

  test('by a mistake is set aside at once, and tried again when somebody says so', async () => {
    const lake = createWorld();
    lake.world.badLoads = true;
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
    await pass(lake, 600);
    expect(lake.world.sent).toHaveLength(1);
    expect(lake.world.sent[0]?.detail).toMatchObject({
      willRetry: false,
      setAside: ['egress mysql'],
      category: 'user',
    });
    expect(lake.world.counts.get('CopiesSetAside')).toBe(1);
    lake.world.badLoads = false;
    await deliver(lake, 'egress', { retry: 'usage.mysql' });
    await pass(lake, 10);
    expect(lake.world.target.rows).toEqual(newest(lake));
  });

  test('and was set aside is tried again by the next version, and after an hour', async () => {
    const lake = createWorld();
    lake.world.badLoads = true;
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
    await pass(lake, 60);
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 2 }));
    await pass(lake, 60);
    expect(lake.world.sent).toHaveLength(2);
    lake.world.badLoads = false;
    await pass(lake, 6 * 3_600 + 120);
    expect(lake.world.target.rows).toEqual(newest(lake));
  });

  test('whose statement takes too long is stopped', async () => {
    const lake = createWorld();
    lake.world.statementMs = 3_600_000;
    await deliver(lake, 'egress', publish(lake.world, { '2026-11-20': 1 }));
    await pass(lake, 100);
    lake.world.statementMs = 1_000;
    await pass(lake, 100);
    expect(lake.world.sent[0]?.detail).toMatchObject({ category: 'timeout', willRetry: true });
    expect(lake.world.target.rows).toEqual(newest(lake));
  });
});

test('what is told of a copy that is no longer declared is left alone', async () => {
  const lake = createWorld();
  await deliver(lake, 'egress', { advance: 'usage.gone' });
  await deliver(lake, 'load', { load: 'usage.gone', run: 'run-1' });
  expect(lake.world.effects).toBe(0);
});
