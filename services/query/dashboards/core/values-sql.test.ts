import { expect, test } from 'vitest';
import { valuesSql } from './values-sql.ts';

test('the values of a column are asked for in their order, each once', () => {
  expect(valuesSql({ dataset: 'usage', column: 'slug' }, 'lake')).toBe(
    'SELECT DISTINCT "slug"\nFROM "lake"."usage"\nWHERE "slug" IS NOT NULL\nORDER BY 1\nLIMIT 1000',
  );
});
