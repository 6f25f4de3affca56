import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startWholeLake, type WholeLake } from '../e2e/whole-lake.ts';
import { run } from '../harness/run.ts';
import { describeWith } from '../harness/servers.ts';
import { notebooks, python, runNotebook } from './run-notebook.ts';
import { sampleCustomers } from './sample-customers.ts';

describeWith([python], 'the notebooks, over the sample', () => {
  let lake: WholeLake;
  beforeAll(async () => {
    lake = await startWholeLake();
    await lake.settled();
  }, 900_000);
  afterAll(() => lake?.dispose());

  const numbers = async (sql: string) =>
    new Map((await lake.query(sql)).map(([name, ...rest]) => [name, rest.map(Number)]));

  test('usage of integrations: totals, accounts and differences are what SQL says of the same', async () => {
    const { found, figures, complaints } = await runNotebook(
      join(notebooks, 'integration-usage.ipynb'),
      lake.endpoint,
      `{
        "days": [str(since), str(until)],
        "totals": [[name, int(row.requests), int(row.errors_5xx), int(row.accounts)] for name, row in totals.iterrows()],
        "source": [int(source.requests), int(source.errors_5xx)],
        "rates": [[name, row.low, row.rate, row.high] for name, row in rates.iterrows()],
        "overall": overall,
        "unusual": list(unusual.index),
      }`,
      z.object({
        days: z.tuple([z.string(), z.string()]),
        totals: z.array(z.tuple([z.string()], z.number())),
        source: z.tuple([z.number(), z.number()]),
        rates: z.array(z.tuple([z.string()], z.number())),
        overall: z.number(),
        unusual: z.array(z.string()),
      }),
    );
    const usage = await numbers(
      "SELECT coalesce(integration_name, '(none)'), sum(requests), sum(errors_5xx) FROM integration_usage GROUP BY 1",
    );
    const accounts = await numbers(
      "SELECT coalesce(integration_name, '(none)'), count(DISTINCT account_id) FROM integration_requests GROUP BY 1",
    );
    const expected = [...usage].map(([name, row]) => [name, ...row, ...(accounts.get(name) ?? [])]);
    expect(found.totals.toSorted()).toEqual(expected.toSorted());
    expect(found.totals.length).toBe(16);
    const sum = (at: number) => [...usage.values()].reduce((total, row) => total + (row[at] ?? 0), 0);
    expect(found.source).toEqual([sum(0), sum(1)]);
    expect(found.days).toEqual(['2026-10-22', '2026-11-20']);

    const named = [...usage].filter(([name]) => name !== '(none)');
    const all = named.reduce(([r, e], [, [requests = 0, errors = 0]]) => [r + requests, e + errors] as const, [
      0, 0,
    ] as readonly [number, number]);
    expect(found.overall).toBeCloseTo(all[1] / all[0], 12);
    const intervals = new Map(named.map(([name, [requests = 0, errors = 0]]) => [name, wilson(errors, requests)]));
    for (const [name, ...interval] of found.rates)
      for (const [at, bound] of interval.entries()) expect(bound, name).toBeCloseTo(intervals.get(name)?.[at] ?? 0, 9);
    expect(found.rates.length).toBe(15);
    const beyond = [...intervals].filter(([, [low = 0, , high = 0]]) => low > found.overall || high < found.overall);
    expect(found.unusual.toSorted()).toEqual(beyond.map(([name]) => name).toSorted());
    expect({ figures, complaints }).toEqual({ figures: 2, complaints: [] });
  });

  const churn = z.object({
    times: z.array(z.number()),
    counts: z.array(z.number()),
    rows: z.array(z.tuple([z.string(), z.boolean()], z.number())),
    accounts: z.array(z.array(z.number())),
    downgraded: z.tuple([z.number(), z.number()]),
    means: z.record(z.string(), z.number()),
    p_value: z.number().nullable(),
    verdict: z.string(),
  });
  const churnExpression = `{
    "times": [time.timestamp() * 1000 for time in (first, last, split)],
    "counts": [len(before), len(after)],
    "rows": [[name, bool(table.is_quiet[name]), *row] for name, row in features.iterrows()],
    "accounts": [[int(account), *map(int, row)] for account, row in accounts.iterrows()],
    "downgraded": [len(downgraded), len(paid)],
    "means": draws.mean().to_dict(),
    "p_value": p_value,
    "verdict": verdict,
  }`;

  /** The notebook's label and features, and the same of the sample's facts and the lake's requests, of what precedes the last part of the time. */
  const expectTruth = async (found: z.infer<typeof churn>, part: number) => {
    const truth = await sampleCustomers(part);
    expect(found.times).toEqual([truth.first, truth.last, truth.split]);
    expect(found.counts).toEqual([truth.before, truth.after]);
    expect(found.downgraded).toEqual(truth.downgraded);
    const accounts = await numbers(
      `SELECT account_id, count(*), count_if(status_code BETWEEN 500 AND 599), count(DISTINCT integration_slug)
       FROM integration_requests
       WHERE account_id IS NOT NULL AND request_date < timestamp '${new Date(truth.split).toISOString().replace(/T(.*)Z/, ' $1')}'
       GROUP BY 1 ORDER BY 1`,
    );
    expect(found.accounts.toSorted(([a = 0], [b = 0]) => a - b)).toEqual(
      [...accounts].map(([account, row]) => [Number(account), ...row]),
    );
    const expected = truth.customers.map(({ customer, isQuiet, orders, sinceLast, account, pays, changes }) => {
      const [requests = 1, errors = 0, integrations = 0] = accounts.get(String(account)) ?? [];
      return [customer, isQuiet, orders, sinceLast, Number(pays), changes, errors / requests, integrations];
    });
    expect(rounded(found.rows.toSorted(([a], [b]) => (a < b ? -1 : 1)))).toEqual(rounded(expected));
  };

  test('signals of churn: label and features are those of the facts before the split, and the verdict follows', async () => {
    const file = join(notebooks, 'churn-signals.ipynb');
    const { found, figures, complaints } = await runNotebook(file, lake.endpoint, churnExpression, churn);
    await expectTruth(found, 0.5);
    expect(found.rows.length).toBeGreaterThan(40);
    expect(found.means).toMatchObject({ guess: 0.5 });
    expect(Object.keys(found.means)).toEqual(['guess', 'one rule', 'model']);
    // The shop's customers order at random
    expect(found.p_value).toBeGreaterThan(0.05);
    expect(found.verdict).toMatch(/^Nothing: shuffled labels do as well/);
    expect({ figures, complaints }).toEqual({ figures: 3, complaints: [] });
  });

  test('signals of churn: a split among the requests counts those before it; too few customers are said to be, and nothing is fitted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
    try {
      copyFileSync(join(notebooks, 'lake.py'), join(folder, 'lake.py'));
      const file = join(folder, 'churn-signals.ipynb');
      const text = readFileSync(join(notebooks, 'churn-signals.ipynb'), 'utf8');
      expect(text).toContain('"LONGEST = 0.5 ');
      writeFileSync(file, text.replace('"LONGEST = 0.5 ', '"LONGEST = 0.9 '));
      const { found, figures, complaints } = await runNotebook(file, lake.endpoint, churnExpression, churn);
      await expectTruth(found, 0.9);
      const all = await lake.query('SELECT count(*) FROM integration_requests WHERE account_id IS NOT NULL');
      const counted = found.accounts.reduce((sum, [, requests = 0]) => sum + requests, 0);
      expect(counted).toBeGreaterThan(1000);
      expect(counted).toBeLessThan(Number(all[0]?.[0]) - 1000);
      expect(found.verdict).toMatch(/^Too few: \d quiet customers and \d+ others, 8 of each are needed\.$/);
      expect({ means: found.means, p_value: found.p_value }).toEqual({ means: {}, p_value: null });
      expect({ figures, complaints }).toEqual({ figures: 1, complaints: [] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('on AWS the environment alone says which lake: no address, no credentials of ours', async () => {
    const tell =
      'import json, os, lake; print(json.dumps([lake.LAKE, lake.RAW, lake.ACCOUNT, os.getenv("AWS_ENDPOINT_URL")]))';
    const asked = async (env: NodeJS.ProcessEnv) => {
      const { stdout, stderr } = await run(python.name, ['-B', '-c', tell], { cwd: notebooks, env });
      return stdout === '' ? stderr : JSON.parse(stdout);
    };
    expect(await asked({ LAKE_STAGE: 'dev', LAKE_PREFIX: 'acme' })).toEqual([
      'acme_lake_dev',
      'acme_raw_dev',
      {},
      null,
    ]);
    expect(await asked({ LAKE_PORT: '4999' })).toEqual([
      'tributary_lake_local',
      'tributary_raw_local',
      { region_name: 'eu-west-1', aws_access_key_id: 'test', aws_secret_access_key: 'test' },
      'http://127.0.0.1:4999',
    ]);
  });
});

/** Wilson's 95 % interval of a rate, around it. https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval */
function wilson(errors: number, requests: number): readonly number[] {
  const [rate, z2] = [errors / requests, 1.96 ** 2];
  const centre = (errors + z2 / 2) / (requests + z2);
  const half = (1.96 / (requests + z2)) * Math.sqrt((errors * (requests - errors)) / requests + z2 / 4);
  return [centre - half, rate, centre + half];
}

/** Numbers to nine digits: pandas and JavaScript divide alike, but not in the same order. */
function rounded(rows: readonly (readonly unknown[])[]) {
  return rows.map((row) => row.map((value) => (typeof value === 'number' ? Number(value.toFixed(9)) : value)));
}
