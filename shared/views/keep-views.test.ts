import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../jobs/testing/memory-store.ts';
import { createKeepViews } from './keep-views.ts';
import { viewTarget } from './view-target.ts';

const view = {
  view: 'trend',
  reads: [{ database: 'lake' as const, table: 'usage' }],
  select: 'SELECT * FROM {{lake}}.usage',
};
const databases = { lake: 'lake', raw: 'raw' };
const target = viewTarget(view, databases);
const scheduled = { id: 'm', body: { views: true } };
const created = { id: 'e1', body: { 'detail-type': 'Table Updated' } };

function setUp(tables: readonly string[]) {
  const existing = new Set(tables);
  const advanced: string[] = [];
  const store = createMemoryStore();
  const keepViews = createKeepViews({
    views: [view],
    viewTargets: [target],
    databases,
    tableExists: async (database, table) => existing.has(`${database}.${table}`),
    store,
    wake: async (name) => {
      advanced.push(name);
    },
    now: () => 0,
  });
  /** As the run of the view ends. */
  const conclude = async (how: 'made' | 'failed') => {
    const [unit] = await store.waiting('trend', 0, 1);
    if (unit === undefined) return;
    const run = { id: unit.version, lane: 'view', digest: target.digest, units: [unit], attempt: 1, notBefore: 0 };
    await store.claim('trend', run, { statement: '', at: 0, isNew: true });
    if (how === 'made') await store.remove('trend', [unit]);
    else
      await store.putAside('trend', [unit], { digest: target.digest, reason: 'COLUMN_NOT_FOUND', at: 0, againAt: 0 });
    await store.endRun('trend', run, how === 'made' ? target.digest : undefined);
  };
  return { keepViews, advanced, conclude, existing, store };
}

describe('views', () => {
  test('waits for the tables that a view reads', async () => {
    const { keepViews, advanced, existing } = setUp([]);
    await keepViews(scheduled);
    expect(advanced).toEqual([]);
    existing.add('lake.usage');
    await keepViews(scheduled);
    expect(advanced).toEqual(['trend']);
    expect(target.lanes.view?.statement([])).toBe(
      'CREATE OR REPLACE VIEW "lake"."trend" AS\nSELECT * FROM "lake".usage',
    );
  });

  test('leaves a view alone that is what its file says, and puts back one that is missing', async () => {
    const { keepViews, advanced, conclude, existing } = setUp(['lake.usage']);
    await keepViews(scheduled);
    await conclude('made');
    existing.add('lake.trend');
    await keepViews(scheduled);
    await keepViews(created);
    expect(advanced).toHaveLength(1);
    existing.delete('lake.trend');
    await keepViews(scheduled);
    expect(advanced).toHaveLength(2);
  });

  test('what failed is tried again when a table is new or has new columns, and not by the schedule', async () => {
    const { keepViews, advanced, conclude, store } = setUp(['lake.usage']);
    await keepViews(scheduled);
    await conclude('failed');
    await keepViews(scheduled);
    expect(advanced).toHaveLength(1);
    await keepViews(created);
    expect(advanced).toHaveLength(2);
    expect(await store.waiting('trend', 0, 1)).toMatchObject([{ id: 'view', lane: 'view' }]);
  });
});
