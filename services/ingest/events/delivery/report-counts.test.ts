import { expect, test } from 'vitest';
import { createCounts, rejectsFor } from '../core/messages/counts.ts';
import { reportCounts } from './report-counts.ts';

test('counts are metrics by their names, rejects by their reason, and the oldest message tells how far behind its way is', () => {
  const counts = createCounts();
  counts.add('Received', 3);
  counts.add(rejectsFor('not_json'), 2);
  counts.highest('SecondsBehind', 4);
  const told: unknown[] = [];
  const tell = (...metric: readonly unknown[]) => void told.push(metric);
  reportCounts({ count: tell, countBy: tell }, counts.all());
  expect(told).toContainEqual(['Received', 3]);
  expect(told.slice(-3)).toEqual([
    ['Rejects', { reason: 'not_json' }, 2],
    ['SecondsBehind', 4],
    ['SecondsBehind', { way: 'messages' }, 4],
  ]);
});

test('messages without a time tell nothing of how far behind they are', () => {
  const told: unknown[] = [];
  reportCounts({ count: () => undefined, countBy: (...metric) => told.push(metric) }, createCounts().all());
  expect(told).toEqual([]);
});
