import type { TestLake } from '../harness/lake.ts';

const days = ['2026-10-31', '2026-11-01', '2026-11-02'];
/** One of them with a comma, one that is none. */
const names = ['Slack', 'Acme, Inc.', 'Jira', null];

/** Numbers that look like chance, and are the same each time. */
function number(...of: readonly (string | null)[]): number {
  return [...of.join('-')].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 10_007, 7);
}

const text = (value: string | null) => (value === null ? 'CAST(NULL AS varchar)' : `'${value}'`);

type RowOf = (day: string, name: string | null) => readonly string[];

const tables: Readonly<Record<string, { readonly columns: string; readonly row: RowOf }>> = {
  integration_usage: {
    columns:
      'day, integration_slug, integration_name, is_internal, requests, accounts, clients, errors_5xx, p95_active_ms',
    row: (day, name) => [
      ...[
        `DATE '${day}'`,
        text(name?.slice(0, 4) ?? null),
        text(name),
        name === null ? 'CAST(NULL AS boolean)' : `${name === 'Jira'}`,
      ],
      ...['requests', 'accounts', 'clients', 'errors'].map((of) => `CAST(${number(of, day, name)} AS bigint)`),
      name === 'Jira' ? 'CAST(NULL AS bigint)' : `CAST(${number('p95', day, name)} AS bigint)`,
    ],
  },
  integration_trend: {
    columns:
      'day, integration_slug, integration_name, requests, requests_change, error_rate, error_rate_day_before, p95_active_ms',
    row: (day, name) => [
      ...[`DATE '${day}'`, text(name), text(name), `CAST(${number('t', day, name)} AS bigint)`],
      ...[`CAST(${number('c', day, name) - 5_000} AS bigint)`, `${number('e', day, name) / 100_000}e0`],
      ...['CAST(NULL AS double)', 'CAST(5 AS bigint)'],
    ],
  },
  event_counts_hourly: {
    columns: 'day, at_hour, event_type, events, repeated, late, bytes',
    row: (day, name) => [
      ...[`DATE '${day}'`, `CAST(TIMESTAMP '${day} 13:00:00' AS timestamp(6))`, text(name ?? '_other')],
      ...['events', 'repeated', 'late', 'bytes'].map((of) => `CAST(${number(of, day, name)} AS bigint)`),
    ],
  },
  slow_endpoints: {
    columns: 'day, backend_name, path_pattern, requests, errors_5xx, p95_active_ms, worst_active_ms',
    row: (day, name) => [
      ...[`DATE '${day}'`, text(name === 'Jira' ? 'web' : 'api'), text(`/${name ?? ''}`)],
      ...['s', 'f', 'p', 'w'].map((of) => `CAST(${number(of, day, name)} AS bigint)`),
    ],
  },
};

/** Fills what the dashboards show; `account_health` has no column but its day, so that its charts fail. */
export async function fillDatasets({ ask, names: lake }: Pick<TestLake, 'ask' | 'names'>): Promise<void> {
  const make = async (name: string, select: string) => {
    // The lake may have made it already, and empty.
    await ask(`DROP TABLE IF EXISTS ${name}`);
    const location = `s3://${lake.athenaBucket}/for-tests/${name}/`;
    await ask(
      `CREATE TABLE ${name} WITH (table_type = 'ICEBERG', is_external = false, location = '${location}') AS ${select}`,
    );
  };
  for (const [name, { columns, row }] of Object.entries(tables)) {
    const values = days.flatMap((day) => names.map((each) => `(${row(day, each).join(', ')})`));
    await make(name, `SELECT * FROM (VALUES ${values.join(', ')}) AS t (${columns})`);
  }
  await make('account_health', `SELECT DATE '2026-11-01' AS day`);
}
