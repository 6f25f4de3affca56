import { admin } from '@tributary/local/kernel/caller.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { words, wordsIn } from '../../console/alarms/words.ts';
import { chromiumProgram, startChromium } from '../clients/chromium.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { commandsOf, pageNames, sections } from '../harness/runbook.ts';
import { describeWith } from '../harness/servers.ts';
import { axeFaults } from './axe.ts';

/** As the lake's own are, of a queue of which nobody measures anything more: so it stays as it was set. */
const raised = 'tributary-query-local-dead-letters.tried';
const queue = 'tributary-query-local-tried-dead';
const metric = {
  ...{ Namespace: 'Tried', MetricName: 'MessagesVisible' },
  Dimensions: [{ Name: 'QueueName', Value: queue }],
};
const description = [
  `Wrong: What failed too often lies in the dead-letter queue ${queue}.`,
  'Means: It is late.',
  'Begin: npx lake replay dead-letters --stage local',
  'Page: docs/runbook/dead-letters.md',
].join('\n');

function allCommands(name: string): readonly string[] {
  return sections.flatMap((section) => commandsOf(name, section));
}

test('every word in capitals in the runbook’s commands can be filled in', () => {
  const commands = pageNames().flatMap(allCommands);
  const capitals = new Set(commands.flatMap((command) => command.match(/(?<![\w.])[A-Z]{2,}(?![\w.])/g) ?? []));
  // A namespace of CloudWatch
  capitals.delete('AWS');
  expect([...capitals].filter((word) => !words.some((each) => each === word))).toEqual([]);
  expect(wordsIn(commands)).toEqual(expect.arrayContaining(['STAGE', 'NAME', 'FUNCTION']));
});

describeWith([chromiumProgram], 'the console’s page of alarms', () => {
  let lake: TestLake;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    lake = await startLake();
    browser = await startChromium([]);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(60_000);
    await raise();
  });
  afterAll(async () => {
    await browser?.close();
    await lake?.dispose();
  });

  async function raise(): Promise<void> {
    const { cloud } = lake;
    await cloud.call(admin, 'monitoring', 'PutMetricAlarm', {
      ...{ AlarmName: raised, AlarmDescription: description, ...metric, Statistic: 'Maximum', Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'ignore' },
    });
    const { Namespace, ...datum } = metric;
    const MetricData = [{ ...datum, Timestamp: new Date(), Value: 3 }];
    await cloud.call(admin, 'monitoring', 'PutMetricData', { Namespace, MetricData });
    await cloud.call(admin, 'monitoring', 'SetAlarmState', {
      ...{ AlarmName: raised, StateValue: 'ALARM', StateReason: 'somebody tries it out' },
    });
  }

  const open = (path: string) => page.goto(`${lake.endpoint}/_lake/${path}`);
  test('an alarm that is raised comes first, with what it means and the page that mends it', async () => {
    await open('alarms');
    const rows = page.getByRole('region', { name: 'Alarms' }).locator('tbody tr');
    const row = rows.filter({ hasText: raised });
    await row.getByText('ALARM', { exact: true }).waitFor();
    expect(await row.innerText()).toContain(`lies in the dead-letter queue ${queue}`);
    // Others may be raised on a machine that is busy.
    const states = (await rows.locator('.state').allInnerTexts()).map((state) => state === 'ALARM');
    expect(states[0]).toBe(true);
    expect(states).toEqual(states.toSorted((a, b) => Number(b) - Number(a)));
    await page.getByText(/^\d+ of \d+ are raised$/).waitFor();
    await row.getByRole('link', { name: 'dead-letters', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'dead-letters' }).waitFor();
    await page.locator('.command code', { hasText: 'npx lake replay dead-letters --go' }).waitFor();
  });

  test('alarms are found by name and by state, which stand in the address', async () => {
    await open('alarms?state=ALARM');
    const rows = page.getByRole('region', { name: 'Alarms' }).locator('tbody tr');
    await rows.filter({ hasText: raised }).waitFor();
    expect(new Set(await rows.locator('.state').allInnerTexts())).toEqual(new Set(['ALARM']));
    await page.getByLabel('Find').fill('no such thing');
    await page.getByText('No alarm is like this.').waitFor();
    expect(page.url()).toContain('find=no+such+thing&state=ALARM');
  });

  test('one alarm is told with its reason, its metric and its history', async () => {
    await open(`alarms/${raised}`);
    await page
      .locator('dl')
      .getByText(/somebody tries it out|greater than the threshold/)
      .waitFor();
    await page.getByText('Maximum of MessagesVisible above 0').waitFor();
    await page.getByRole('img', { name: /^1 value of the last 3 hours, from 3 to 3; the threshold is 0$/ }).waitFor();
    await page
      .getByRole('region', { name: 'History' })
      .getByText(/to ALARM/)
      .first()
      .waitFor();
    await open('alarms/no-such-alarm');
    await page.getByText(/There is no alarm no-such-alarm/).waitFor();
  });

  test('words of a page’s commands are filled in with what is known, and with what is written', async () => {
    await open('alarms?page=function-errors&alarm=tributary-ingest-local-function-errors.parse-logs');
    const commands = page.locator('.command code');
    await commands.filter({ hasText: 'npx lake logs parse-logs --errors --since 10m' }).waitFor();
    await commands.filter({ hasText: '--stack-name tributary-ingest-local' }).first().waitFor();
    await page.getByLabel('FUNCTION').fill('bridge');
    await commands.filter({ hasText: 'npx lake logs bridge --errors --since 10m' }).waitFor();
  });

  test.each(pageNames())('the page %s of the runbook is shown with its commands', async (name) => {
    await open(`alarms?page=${name}`);
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    const headings = await page.locator('.runbook h2').allInnerTexts();
    expect(headings).toEqual([...sections]);
    const shown = await page.locator('.command code').allInnerTexts();
    expect(shown).toHaveLength(allCommands(name).length);
    expect(await page.locator('.runbook').innerText()).not.toMatch(/```|\]\(|\*\*/);
  });

  test('pages lead to one another within the console', async () => {
    await open('alarms?page=');
    await page.getByRole('link', { name: 'dead-letters' }).click();
    await page.locator('.runbook').getByRole('link', { name: 'function-errors' }).click();
    await page.getByRole('heading', { level: 1, name: 'function-errors' }).waitFor();
    await open('alarms?page=../../README');
    await page.getByText(/docs\/runbook has no page/).waitFor();
  });

  test('everybody can use the pages', async () => {
    const at = (path: string) => `${lake.endpoint}/_lake/alarms${path}`;
    const faults = [
      await axeFaults(browser, at('?find=dead'), (seen) => seen.getByRole('region', { name: 'Alarms' }).waitFor()),
      await axeFaults(browser, at(`/${raised}`), (seen) => seen.getByRole('region', { name: 'History' }).waitFor()),
      await axeFaults(browser, at('?page=function-errors'), (seen) => seen.waitForSelector('.command')),
    ];
    expect(faults.join('')).toBe('');
  });
});
