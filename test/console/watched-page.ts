import type { Browser, Page } from 'playwright-core';

export type WatchedPage = {
  readonly page: Page;
  /** What went wrong in it, and what it asked of other addresses than its own. */
  readonly faults: readonly string[];
};

/** A page that is listened to; `endpoint`: the only address that it may ask. */
export async function watchedPage(browser: Browser, endpoint: string): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'blob:' && origin !== new URL(endpoint).origin) faults.push(`asked ${request.url()}`);
  });
  return { page, faults };
}

/** The cells of a grid that are in view, row by row. */
export async function gridRows(page: Page): Promise<readonly (readonly string[])[]> {
  const rows = page.locator('.grid .rows [role=row]');
  await rows.first().waitFor();
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}
