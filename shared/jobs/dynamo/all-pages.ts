import type { Page } from './table.ts';

/** The items of all pages. */
export async function allPages(read: (from: Page['next']) => Promise<Page>): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let from: Page['next'];
  do {
    const page = await read(from);
    items.push(...page.items);
    from = page.next;
  } while (from !== undefined);
  return items;
}
