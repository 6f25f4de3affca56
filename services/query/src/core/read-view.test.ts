import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readView } from './read-view.ts';

test('reads what ships', () => {
  const url = new URL('../../views/integration_trend.sql', import.meta.url);
  expect(readView('integration_trend.sql', readFileSync(url, 'utf8'))).toMatchObject({
    view: 'integration_trend',
    reads: [{ database: 'lake', table: 'integration_usage' }],
  });
});
