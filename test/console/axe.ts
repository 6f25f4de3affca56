import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

export type Look = {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
};

const looks: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ].map((viewport) => ({ colorScheme, viewport })),
);

export const lightAndWide: readonly Look[] = [{ colorScheme: 'light', viewport: { width: 1280, height: 800 } }];

/**
 * What axe says against a page in light and dark, wide and at 360 pixels unless told otherwise, a line each: '' of a page that all can use. `ready` waits until
 * there is something to see, and may open what is closed.
 */
export async function axeFaults(
  browser: Browser,
  url: string,
  ready: (page: Page) => Promise<unknown>,
  seenAs = looks,
): Promise<string> {
  const faults: string[] = [];
  for (const look of seenAs) {
    // axe brings a script of its own, which the page's policy keeps out.
    const context = await browser.newContext({ ...look, bypassCSP: true });
    try {
      const page = await context.newPage();
      await page.goto(url);
      await ready(page);
      const { colorScheme, viewport } = look;
      const found = [...(await violationsOf(page)), ...(await beyondEdge(page))];
      faults.push(...found.map((fault) => `${colorScheme}, ${viewport.width} px: ${fault}`));
    } finally {
      await context.close();
    }
  }
  return faults.join('\n');
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: script });
  const run = `axe.run(document, ${JSON.stringify({ runOnly: tags, resultTypes: ['violations'] })})`;
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(run);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Nobody scrolls a page sideways to read it. */
async function beyondEdge(page: Page): Promise<readonly string[]> {
  const beyond = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return Number(beyond) > 0 ? [`the page is ${String(beyond)} px wider than its window`] : [];
}
