import { fileURLToPath } from 'node:url';
import { compileSql } from '@tributary/query/src/compile-sql.ts';
import type { Page } from 'playwright-core';
import { deploySql } from '../harness/deploy-sql.ts';
import type { TestLake } from '../harness/lake.ts';

const query = fileURLToPath(new URL('../../services/query', import.meta.url));

/** A column that there is not, in the SQL of integration_usage; statements that fail name it. */
export const missingColumn = 'time_busy_ms';

/** Deploys it. Gives what deploys the SQL as it was. */
export async function breakUsage(lake: TestLake): Promise<() => Promise<void>> {
  const sound = compileSql(query);
  await deploySql(lake, JSON.parse(JSON.stringify(sound).replaceAll('time_active_ms', missingColumn)));
  return () => deploySql(lake, sound);
}

/** The page of alarms tells that integration_usage fails, why, and leads to the runbook's page with the command that mends it. */
export async function failureIsTold(page: Page, endpoint: string): Promise<void> {
  await page.goto(`${endpoint}/_lake/alarms`);
  const failure = page.locator('.failures li', { hasText: 'integration_usage' });
  await failure.getByText(new RegExp(missingColumn)).waitFor({ timeout: 120_000 });
  await failure.getByRole('link', { name: 'What it means, and how to mend it' }).click();
  await page.getByRole('heading', { level: 1, name: 'set-aside' }).waitFor();
  await page.locator('.command code', { hasText: 'npx lake retry integration_usage' }).waitFor();
}
