import type { Page } from 'playwright-core';

export type View = {
  /** Of its picture, docs/pictures/<name>.png. */
  readonly name: string;
  /** Behind /_lake/. */
  readonly path: string;
  /** Of the picture, in CSS pixels; its width is 1,280. */
  readonly height: number;
  /** Does what a person does first, and waits until there is something to see. */
  readonly ready: (page: Page) => Promise<void>;
};

const patienceMs = 60_000;

const busiest = `SELECT integration_name, sum(requests) AS requests
FROM integration_usage
WHERE integration_name IS NOT NULL
GROUP BY 1
ORDER BY 2 DESC`;

/** What the README shows of the console. */
export const views: readonly View[] = [
  {
    name: 'map',
    height: 800,
    path: `?${new URLSearchParams({ node: 'function:tributary-ingest-local-parse-logs' })}`,
    ready: async (page) => {
      await page.locator('.invocations .state.good').first().waitFor({ timeout: patienceMs });
      await page.locator('.lines li').first().waitFor({ timeout: patienceMs });
      await page.locator('.graph-node[aria-current] small', { hasText: /runs?$/ }).waitFor({ timeout: patienceMs });
    },
  },
  {
    name: 'sql',
    height: 1_000,
    path: `sql?${new URLSearchParams({ sql: busiest, tab: 'chart', chart: 'bar 1 - 2' })}`,
    ready: runAndDraw,
  },
  {
    name: 'integrations',
    height: 1_200,
    path: 'dashboards/integrations',
    ready: (page) => page.locator('.status[aria-busy=false]').waitFor({ timeout: patienceMs }),
  },
  {
    name: 'datasets',
    height: 960,
    path: 'datasets',
    ready: (page) => page.locator('.graph-node small').first().waitFor({ timeout: patienceMs }),
  },
];

async function runAndDraw(page: Page): Promise<void> {
  await page.locator('.cm-line', { hasText: 'FROM integration_usage' }).waitFor({ timeout: patienceMs });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.status .state', { hasText: 'succeeded' }).waitFor({ timeout: patienceMs });
  await page.locator('.tabs').getByRole('link', { name: 'Chart' }).click();
  await page.locator('.picture svg path').nth(2).waitFor({ state: 'attached', timeout: patienceMs });
}
