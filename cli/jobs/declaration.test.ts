import { expect, test } from 'vitest';
import { readDeclaration } from './declaration.ts';

test('a dataset is told with its file, its header and its SQL', async () => {
  const told = await readDeclaration('slow_endpoints');
  expect(told).toMatchObject({
    file: 'services/query/datasets/slow_endpoints.sql',
    header: {
      owner: 'platform',
      tags: ['requests'],
      materialized: 'incremental',
      partition: { column: 'day', grain: 'day' },
    },
  });
  expect(told?.header?.columns[0]).toMatchObject({ name: 'day', type: 'date', tests: ['not_null(day)'] });
  expect(told?.header?.tests).toEqual([
    'unique(day, backend_name, path_pattern)',
    'no endpoint is faster at its worst',
  ]);
  expect(told?.text).toMatch(/^\/\*\ndescription: [\s\S]*SELECT/);
});

test('an enrichment is told with its SQL, and what no file of SQL declares is not', async () => {
  const told = await readDeclaration('integration_requests');
  expect(told).toMatchObject({ file: 'services/enrich/enrichments/integration_requests.sql', header: null });
  expect(told?.text).toContain('SELECT');
  expect(await readDeclaration('compaction')).toBeUndefined();
  expect(await readDeclaration('../../package')).toBeUndefined();
});
