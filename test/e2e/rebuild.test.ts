import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { untilQuiet } from '../harness/quiet.ts';
import { runCommand } from '../harness/runbook.ts';
import { type Rows, startWholeLake, type WholeLake } from './whole-lake.ts';

const page = readFileSync(new URL('../../docs/rebuilding.md', import.meta.url), 'utf8');

/** The commands of a section of the page, in their order. */
function commandsOf(section: string): readonly string[] {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  const blocks = [...text.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n').map((line) => line.trim())).filter((line) => line !== '');
}

/** The tables whose rows are other ones, each with one row that is missing and one that is too many. */
function differences(before: Rows, after: Rows): readonly string[] {
  return [...before].flatMap(([table, rows]) => {
    const now = after.get(table) ?? [];
    if (JSON.stringify(now) === JSON.stringify(rows)) return [];
    const [were, are] = [new Set(rows), new Set(now)];
    const missing = rows.find((row) => !are.has(row)) ?? '';
    const more = now.find((row) => !were.has(row)) ?? '';
    return [`${table}: ${rows.length} rows, now ${now.length}; ${missing.slice(0, 600)} ≠ ${more.slice(0, 600)}`];
  });
}

describe('from raw', () => {
  let lake: WholeLake;
  let before: Rows;
  let day: string;

  beforeAll(async () => {
    lake = await startWholeLake();
    // What would be computed anew meanwhile would put right what is damaged here.
    await untilQuiet(lake.settled, lake.runs);
    before = await lake.rows();
    day = (await lake.query('SELECT max(day) FROM event_counts_hourly'))[0]?.[0] ?? '';
  }, 1_500_000);
  afterAll(() => lake?.dispose());

  const run = async (command: string, values: Readonly<Record<string, string>>) => {
    const ended = await runCommand(command, { endpoint: lake.endpoint, values });
    expect({ command, ...ended }).toMatchObject({ code: 0 });
  };
  const made = (tables: (name: string) => boolean) =>
    eventually(
      async () => {
        await lake.settled();
        return differences(new Map([...before].filter(([name]) => tables(name))), await lake.rows());
      },
      (left) => left.length === 0,
      900_000,
    );

  test('there are rows in every table that ships', () => {
    const empty = [...before].filter(([, rows]) => rows.length === 0).map(([table]) => table);
    expect(empty).toEqual([]);
    expect([...before.keys()]).toEqual(expect.arrayContaining(shipped));
  });

  test('a day that somebody damaged is what it was', async () => {
    const [one = '', many = ''] = commandsOf('A day is wrong');
    const requestDay = '2026-11-20';
    const damaged = {
      integration_usage: requestDay,
      slow_endpoints: requestDay,
      account_events: day,
      event_counts_hourly: day,
    };
    for (const [name, of] of Object.entries(damaged)) await lake.ask(`DELETE FROM ${name} WHERE day = DATE '${of}'`);
    await lake.ask(`UPDATE account_health SET requests = requests + 1 WHERE day = DATE '${requestDay}'`);
    await lake.ask(`DELETE FROM customer_snapshot WHERE seats > 1`);
    const wrong = [...Object.keys(damaged), 'account_health', 'customer_snapshot'].map((name) => `lake.${name}`);
    expect(differences(before, await lake.rows()).map((told) => told.split(':')[0])).toEqual(
      expect.arrayContaining(wrong),
    );
    for (const name of ['integration_usage', 'account_events'] as const)
      await run(one, { NAME: name, DAY: damaged[name] });
    await run(one, { NAME: 'account_health', DAY: requestDay });
    await run(one, { NAME: 'customer_snapshot', DAY: 'all' });
    for (const name of ['slow_endpoints', 'event_counts_hourly'] as const)
      await run(many, { NAME: name, DAY: damaged[name], NEXT: nextOf(damaged[name]) });
    await made(() => true);
  }, 1_000_000);

  test.each([
    ['and the services remember what they did', false],
    ['and the services know nothing', true],
  ])(
    'all of the lake is what it was, where its bucket and the catalog are empty, %s',
    async (_, forgotten) => {
      await lake.lose();
      if (forgotten) await lake.forgetJobs();
      const commands = commandsOf('Everything is gone');
      expect(commands.length).toBeGreaterThan(2);
      for (const command of commands) await run(command, { FROM: '2026-01-01' });
      await made(comesBack);
      const left = await lake.messages();
      expect(left.filter((queue) => queue.endsWith('-dead'))).toEqual([]);
    },
    1_500_000,
  );
});

/** The page says what does not. */
const comesBack = (table: string) => table !== 'raw.rejected' && !table.endsWith('_receipts');

function nextOf(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

const shipped = [
  ...[
    'account_events',
    'account_health',
    'customer_snapshot',
    'entity_facts',
    'entity_snapshot',
    'event_counts_hourly',
  ],
  ...['integration_requests', 'integration_trend', 'integration_usage', 'order_snapshot', 'slow_endpoints'],
].map((name) => `lake.${name}`);
