import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDataset } from './read-dataset.ts';
import { scheduleRules } from './schedule-rules.ts';

const file = 'integration_usage.sql';
const usage = readDataset(file, readFileSync(new URL(`../../datasets/${file}`, import.meta.url), 'utf8'));

test('a schedule is one rule, which names all datasets that have it', () => {
  const at = (table: string, schedule: string) => ({ ...usage, table, schedule });
  const rules = scheduleRules([at('a', 'rate(1 hour)'), usage, at('b', 'cron(0 5 * * ? *)'), at('c', 'rate(1 hour)')]);
  expect(Object.values(rules)).toMatchObject([
    { schedule: 'cron(0 5 * * ? *)', input: '{"run-scheduled":["b"]}' },
    { schedule: 'rate(1 hour)', input: '{"run-scheduled":["a","c"]}' },
  ]);
  for (const [id, { name }] of Object.entries(rules)) {
    expect(id).toMatch(/^Schedule[0-9a-f]{8}$/);
    expect(name).toMatch(/^schedule-[0-9a-f]{8}$/);
  }
  expect(new Set(Object.keys(rules)).size).toBe(2);
});

test('without schedules there is no rule', () => {
  expect(scheduleRules([usage])).toEqual({});
});
