import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readReports } from './read-reports.ts';

const service = fileURLToPath(new URL('..', import.meta.url));
const read = (given: Readonly<Record<string, string>>, folder = service) =>
  readReports(folder, async (address) => given[address.replace('param:', '')] ?? '');
const daily = { reportSchedule: 'rate(1 day)' };

test('without a schedule nothing is reported, and with one what is named, once', async () => {
  expect(await read({ reportDashboards: 'integrations' })).toEqual([]);
  const named = await read({ ...daily, reportDashboards: 'operations, integrations,operations' });
  expect(named.map(({ name, sheets }) => [name, sheets.length > 0])).toEqual([
    ['operations', true],
    ['integrations', true],
  ]);
});

const many = Array.from({ length: 51 }, (_, at) => `a${at}@example.com`).join(',');

test.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
  [
    'a name of no dashboard',
    { ...daily, reportDashboards: 'integrations,integration' },
    /reportDashboards is 'integration'.*integrations, operations/,
  ],
  ['nobody who mails', { ...daily, reportMailTo: 'ada@example.com' }, /reportMailFrom is ''/],
  ['nobody who is mailed', { reportMailFrom: 'lake@example.com' }, /reportMailTo is ''/],
  ['more than SES mails at once', { reportMailFrom: 'a@example.com', reportMailTo: many }, /50 addresses at most/],
])('%s is refused', async (_, given, reason) => {
  await expect(read(given)).rejects.toThrow(reason);
});

test('what shows a sensitive column is reported to nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  try {
    for (const name of ['datasets', 'dashboards/integrations.yml', 'dashboards/operations.yml'])
      cpSync(join(service, name), join(folder, name), { recursive: true });
    const file = join(folder, 'datasets/integration_usage.sql');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('accounts: bigint', 'accounts: {type: bigint, sensitive: true}'));
    expect(readFileSync(file, 'utf8')).not.toBe(text);
    await expect(read({ ...daily, reportDashboards: 'integrations' }, folder)).rejects.toThrow(
      /reportDashboards is 'integrations'.*integration_usage\.accounts is sensitive, and the chart accounts--/,
    );
    expect(await read({ ...daily, reportDashboards: 'operations' }, folder)).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
