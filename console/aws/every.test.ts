import { expect, test } from 'vitest';
import { every } from './every.ts';

test('pages are read until there is no token, in their order', async () => {
  const pages: Readonly<Record<string, { items: readonly number[]; next: string | undefined }>> = {
    first: { items: [1, 2], next: 'a' },
    a: { items: [], next: 'b' },
    b: { items: [3], next: undefined },
  };
  const asked: (string | undefined)[] = [];
  const items = await every(async (token) => {
    asked.push(token);
    return pages[token ?? 'first'] ?? { items: [], next: undefined };
  });
  expect([items, asked]).toEqual([
    [1, 2, 3],
    [undefined, 'a', 'b'],
  ]);
});

test('a token that comes back for ever ends', async () => {
  expect(await every(async () => ({ items: [1], next: 'again' }))).toHaveLength(200);
});
