import { readFileSync } from 'node:fs';
import type { Statement } from '@tributary/shared/athena.ts';
import { describe, expect, test } from 'vitest';
import { createMemoryJobs } from '../../../test/memory-jobs.ts';
import { readView } from '../../core/view.ts';
import { createViews } from './views.ts';

const view = readView(
  'trend.sql',
  '/*\nview: trend\ndescription: for this test\nreads: [usage]\n*/\nSELECT * FROM {{lake}}.usage',
);
const message = { id: 'm', receiveCount: 1 };

function setUp(tables: readonly string[]) {
  const existing = new Set(tables);
  const statements: Statement[] = [];
  const jobs = createMemoryJobs();
  const keepViews = createViews({
    views: [view],
    names: { lakeDatabase: 'lake', workGroup: 'w' },
    tableExists: async (_, table) => existing.has(table),
    startQuery: async (statement) => {
      statements.push(statement);
      existing.add('trend');
      return `q${statements.length}`;
    },
    jobs,
    now: () => new Date(0),
    log: { info: () => undefined },
  });
  return { keepViews, statements, jobs, existing };
}

describe('views', () => {
  test('waits for the tables that a view reads', async () => {
    const { keepViews, statements, existing } = setUp([]);
    await keepViews(message);
    expect(statements).toEqual([]);
    existing.add('usage');
    await keepViews(message);
    expect(statements).toMatchObject([
      { sql: 'CREATE OR REPLACE VIEW "lake"."trend" AS\nSELECT * FROM "lake".usage', database: 'lake' },
    ]);
  });

  test('leaves a view alone that is what its file says, and puts back one that is missing', async () => {
    const { keepViews, statements, jobs, existing } = setUp(['usage']);
    await keepViews(message);
    await jobs.putViewSql('trend', statements[0]?.sql ?? '');
    await keepViews(message);
    expect(statements).toHaveLength(1);
    existing.delete('trend');
    await keepViews(message);
    expect(statements).toHaveLength(2);
  });

  test('tries again what did not succeed, under another token', async () => {
    const { keepViews, statements } = setUp(['usage']);
    await keepViews(message);
    await keepViews({ ...message, id: 'n' });
    expect(new Set(statements.map(({ token }) => token)).size).toBe(2);
  });
});

test('reads what ships', () => {
  const url = new URL('../../../views/integration_trend.sql', import.meta.url);
  expect(readView('integration_trend.sql', readFileSync(url, 'utf8'))).toMatchObject({
    view: 'integration_trend',
    reads: ['integration_usage'],
  });
});
