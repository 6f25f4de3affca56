import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { feedSample } from '@tributary/cli/sample/feed.ts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));

type Row = {
  readonly frontend: string;
  readonly host: string;
  readonly agent: string;
  readonly integration: string;
  readonly status: number;
};

function linesOf(name: string): readonly string[] {
  return gunzipSync(sample(`haproxy/${name}`))
    .toString('latin1')
    .split('\n');
}

/** Client and date of a line in CLF. */
function clfSession(line: string): string | undefined {
  return / (\S+ - - \[[^\]]*\])/.exec(line)?.[1];
}

/** In CLF the captures come last, and a cut on the wire takes them: by session, what of Host and User-Agent has arrived. */
function clfCaptures(): ReadonlyMap<string | undefined, string> {
  const lines = linesOf('wire-rfc3164.log.gz').filter((line) => clfSession(line) !== undefined);
  return new Map(
    lines.map((line) => {
      const [, host = '', agent = ''] = / \d+ \d+ \d+ "[^"]*" "[^"]*" "([^"]*)"(?: "([^"]*))?/.exec(line) ?? [];
      return [clfSession(line), `${host}|${agent}`];
    }),
  );
}

/** The requests of HAProxy's own structured data, less the headers that the wire has cut off. Counted without the lake's parser. */
function truth(): readonly Row[] {
  const arrived = clfCaptures();
  return linesOf('truth-rfc5424.log.gz').flatMap((line) => {
    const field = (name: string) => new RegExp(` ${name}="?([^" \\]]*)`).exec(line)?.[1] ?? '';
    if (!line.includes('[x@1 ')) return [];
    const captured = arrived.get(clfSession(line)) ?? / hr="\{([^}]*)\}"/.exec(line)?.[1] ?? '';
    const [host = '', agent = '', integration = ''] = captured.split('|');
    return [{ frontend: field('ft').replace('~', ''), host, agent, integration, status: Number(field('ST')) }];
  });
}

function records(name: string): readonly Record<string, string>[] {
  return parse(sample(`crm/${name}`), { columns: true });
}

const domains = new Set(records('accounts.csv').map(({ domain }) => domain));
const integrations = records('integrations.csv');

function decoded(text: string): string {
  return text.replace(/(?:#[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('#', ''), 'hex').toString('utf8'));
}

/** By X-Integration where the request has one, else by the longest prefix of the User-Agent. */
function integrationOf({ integration, agent }: Row): string | undefined {
  if (integration !== '') return integrations.find(({ slug }) => slug === integration)?.slug;
  const byAgent = integrations.filter(
    ({ user_agent_prefix: prefix = '' }) => prefix !== '' && decoded(agent).startsWith(prefix),
  );
  return byAgent.toSorted((a, b) => (b.user_agent_prefix ?? '').length - (a.user_agent_prefix ?? '').length)[0]?.slug;
}

/** Per integration: slug, requests, errors and distinct accounts, as text and in order of the slug. */
function usageOf(rows: readonly Row[]): readonly (readonly string[])[] {
  const slugs = new Set(rows.map((each) => integrationOf(each)));
  return [...slugs]
    .filter((slug) => slug !== undefined)
    .map((slug) => {
      const of = rows.filter((each) => integrationOf(each) === slug);
      const errors = of.filter(({ status }) => status >= 500);
      const accounts = new Set(of.map(({ host }) => host).filter((host) => domains.has(host)));
      return [slug, String(of.length), String(errors.length), String(accounts.size)];
    })
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
}

describe('the sample, from log events to integration_usage', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await startLake();
    await feedSample(new CloudWatchLogsClient(lake.client), lake.names.haproxyLogGroup, () => undefined);
  });
  afterAll(() => lake?.dispose());

  const expected = truth().filter(({ frontend }) => frontend !== '');

  test('every request arrives in haproxy_requests, once', async () => {
    const [row] = await eventually(
      () =>
        lake
          .query(
            "SELECT count(*), count(DISTINCT record_id) FROM haproxy_requests WHERE format IN ('http', 'https', 'http_clf')",
          )
          .catch(() => []),
      (rows) => Number(rows[0]?.[0]) >= expected.length,
      120_000,
    );
    expect(row).toEqual([String(expected.length), String(expected.length)]);
  });

  test('enrichment finds the accounts and integrations that an independent join finds', async () => {
    const counts = async () => {
      const [row] = await lake.query(
        'SELECT count(*), count(account_id), count(integration_id) FROM integration_requests',
      );
      return { row, all: (await lake.query('SELECT count(*) FROM haproxy_requests'))[0]?.[0] };
    };
    // Of every format, not of requests alone.
    const seen = await eventually(
      () => counts().catch(() => undefined),
      (found) => found?.row !== undefined && found.row[0] === found.all,
      120_000,
    );
    expect(seen?.row).toEqual([
      seen?.all,
      String(expected.filter(({ host }) => domains.has(host)).length),
      String(expected.filter((each) => integrationOf(each) !== undefined).length),
    ]);
  });

  test('integration_usage adds up to the same requests and errors per integration', async () => {
    const wanted = usageOf(expected);
    const sql =
      'SELECT integration_slug, requests, errors_5xx, accounts FROM integration_usage WHERE integration_slug IN (SELECT integration_slug FROM integration_requests WHERE integration_id IS NOT NULL) ORDER BY 1';
    const rows = await eventually(
      () => lake.query(sql).catch(() => []),
      (seen) => JSON.stringify(seen) === JSON.stringify(wanted),
      120_000,
    );
    expect(rows.length).toBeGreaterThan(5);
  });
});
