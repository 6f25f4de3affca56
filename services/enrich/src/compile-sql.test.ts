import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compileSql } from './compile-sql.ts';

test('what ships reads the CRM, so that nothing runs without one', () => {
  const { enrichments, needsCrm } = compileSql(fileURLToPath(new URL('..', import.meta.url)));
  expect(enrichments.map(({ table }) => table)).toEqual(['integration_requests']);
  expect(needsCrm).toBe('yes');
});
