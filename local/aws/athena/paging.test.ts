import { expect, test } from 'vitest';
import { page } from './paging.ts';

test('a list is given page by page, and a token that is none is refused', () => {
  const first = page(['a', 'b', 'c'], undefined, 2);
  expect(first.items).toEqual(['a', 'b']);
  expect(page(['a', 'b', 'c'], first.nextToken, 2)).toEqual({ items: ['c'], nextToken: undefined });
  for (const token of ['', 'x', 'LTE'])
    expect(() => page(['a'], token, 2)).toThrow('The pagination token is not valid.');
});
