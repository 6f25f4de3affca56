import { fileURLToPath } from 'node:url';
import { chartSql } from '@tributary/query/dashboards/core/chart-sql.ts';
import type { Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Chart, FilterField, GroupField, ValueField } from '@tributary/query/dashboards/core/model.ts';
import { readDashboards } from '@tributary/query/dashboards/read-dashboards.ts';
import { expect, test } from 'vitest';
import { createDatasetLake } from './dataset-lake.ts';

type Cell = string | number | boolean | null;
type Row = Readonly<Record<string, Cell>>;

const days = ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02'];
const slugs = ['slack', 'zapier', 'jira', null];

/** Numbers that look like chance, and are the same each time. */
const number = (...of: readonly (string | number | null)[]) =>
  [...of.join('-')].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 10_007, 7);

const each = (of: (day: string, slug: string | null) => Row): readonly Row[] =>
  days.flatMap((day) => slugs.map((slug) => of(day, slug)));

const tables: Readonly<
  Record<string, { readonly columns: Readonly<Record<string, string>>; readonly rows: readonly Row[] }>
> = {
  integration_usage: {
    columns: {
      ...{
        day: 'date',
        integration_slug: 'string',
        integration_name: 'string',
        is_internal: 'boolean',
        requests: 'bigint',
      },
      ...{ accounts: 'bigint', clients: 'bigint', errors_5xx: 'bigint', p95_active_ms: 'bigint' },
    },
    rows: each((day, slug) => ({
      ...{ day, integration_slug: slug, integration_name: slug?.toUpperCase() ?? null },
      ...{
        is_internal: slug === null ? null : slug === 'jira',
        requests: number(day, slug),
        accounts: number(slug, day) % 50,
      },
      ...{ clients: number('c', day, slug) % 90, errors_5xx: number('e', day, slug) % 20 },
      p95_active_ms: slug === 'jira' ? null : number('p', day, slug),
    })),
  },
  event_counts_hourly: {
    columns: {
      ...{
        day: 'date',
        at_hour: 'timestamp',
        event_type: 'string',
        events: 'bigint',
        repeated: 'bigint',
        late: 'bigint',
      },
      bytes: 'bigint',
    },
    rows: each((day, slug) => ({
      ...{ day, at_hour: `${day} 13:00:00.0`, event_type: slug ?? '_other', events: number(day, slug) },
      ...{ repeated: number('r', slug) % 9, late: number('l', day) % 9, bytes: number('b', day, slug) * 1_000 },
    })),
  },
  slow_endpoints: {
    columns: {
      ...{ day: 'date', backend_name: 'string', path_pattern: 'string', requests: 'bigint', errors_5xx: 'bigint' },
      ...{ p95_active_ms: 'bigint', worst_active_ms: 'bigint' },
    },
    rows: each((day, slug) => ({
      ...{
        day,
        backend_name: slug === 'jira' ? 'web' : 'api',
        path_pattern: `/${slug ?? ''}`,
        requests: number(day, slug),
      },
      ...{
        errors_5xx: number('e', slug) % 5,
        p95_active_ms: number('p', day, slug),
        worst_active_ms: number('w', day, slug),
      },
    })),
  },
  account_health: {
    columns: {
      ...{ day: 'date', company: 'string', plan: 'string', region: 'string', requests: 'bigint', errors_4xx: 'bigint' },
      ...{ errors_5xx: 'bigint', p95_active_ms: 'bigint' },
    },
    rows: each((day, slug) => ({
      ...{ day, company: slug, plan: slug === 'jira' ? 'team' : 'free', region: slug === null ? null : 'eu' },
      ...{
        requests: number(day, slug),
        errors_4xx: number('4', slug) % 7,
        errors_5xx: number('5', day) % 7,
        p95_active_ms: null,
      },
    })),
  },
};

/** What SQL says of a chart's rows, in another language. */
function expected(chart: Chart, rows: readonly Row[], choices: Choices): readonly (readonly Cell[])[] {
  const counted = rows.filter((row) => chart.filters.every((filter) => passes(row, filter, choices)));
  const groups = new Map<string, { readonly key: readonly Cell[]; readonly rows: Row[] }>();
  for (const row of counted) {
    const key = chart.groups.map((group) => keyOf(row, group));
    const found = groups.get(JSON.stringify(key)) ?? { key, rows: [] };
    found.rows.push(row);
    groups.set(JSON.stringify(key), found);
  }
  return [...groups.values()].map(({ key, rows: own }) => [
    ...key,
    ...chart.values.map((value) => valueIn(own, value)),
  ]);
}

function passes(row: Row, { column, parameter }: FilterField, choices: Choices): boolean {
  const choice = choices[parameter ?? ''];
  const value = String(row[column]);
  if (choice === undefined) return true;
  if ('length' in choice) return choice.length === 0 || choice.includes(value);
  return (choice.from === undefined || value >= choice.from) && (choice.to === undefined || value <= choice.to);
}

function keyOf(row: Row, { column, grain }: GroupField): Cell {
  const value = row[column] ?? null;
  return grain === 'month' ? `${String(value).slice(0, 7)}-01` : value;
}

function valueIn(rows: readonly Row[], { per, ...value }: ValueField): number | null {
  const own = aggregated(rows, value);
  if (per === undefined) return own;
  const whole = aggregated(rows, per);
  return own === null || whole === null || whole === 0 ? null : own / whole;
}

function aggregated(
  rows: readonly Row[],
  { aggregate, column }: Pick<ValueField, 'aggregate' | 'column'>,
): number | null {
  const cells = rows.flatMap((row) => row[column] ?? []);
  if (aggregate === 'count_distinct') return new Set(cells).size;
  if (cells.length === 0) return null;
  const numbers = cells.map(Number);
  return aggregate === 'max' ? Math.max(...numbers) : numbers.reduce((sum, each) => sum + each, 0);
}

async function filledLake() {
  const lake = await createDatasetLake();
  const known = new Map<string, readonly Row[]>();
  for (const [name, { columns, rows }] of Object.entries(tables)) {
    // Tables of files have a day of their own
    const { day: _, ...others } = columns;
    await lake.json(`raw.${name}`, { of_day: 'date', ...others });
    const lines = rows.map(({ day, ...row }) => ({ of_day: day, ...row }));
    await lake.land(`raw.${name}`, '2026-11-20T13', lines);
    const selected = Object.entries(others).map(([column, type]) =>
      type === 'timestamp' ? `CAST(${column} AS timestamp(6)) AS ${column}` : column,
    );
    await lake.make(name, `SELECT of_day AS day, ${selected.join(', ')} FROM raw.${name}`);
    known.set(name, rows);
  }
  known.set('integration_trend', (await lake.compute('integration_trend')).map(typed));
  return { ...lake, known };
}

const some: Choices = {
  period: { from: '2026-10-31', to: '2026-11-01' },
  integration: ['SLACK', 'JIRA'],
  plan: ['free'],
  backend: ['api'],
};

test('each chart that ships shows what its dataset says, of everything and of what is chosen', async () => {
  const { query, known } = await filledLake();
  const dashboards = readDashboards(fileURLToPath(new URL('../../services/query', import.meta.url)));
  const charts = dashboards.flatMap(({ sheets }) => sheets.flatMap((sheet) => sheet.charts));
  expect(charts.length).toBeGreaterThan(20);
  for (const chart of charts)
    for (const choices of [{}, some]) {
      const fields = [...chart.groups, ...chart.values];
      const answered = await query(chartSql(chart, 'lake', choices));
      const all = expected(chart, known.get(chart.dataset) ?? [], choices);
      const newest = all.toSorted(([a], [b]) => (String(a) < String(b) ? 1 : -1)).slice(0, 2);
      const shown = chart.type === 'kpi' ? newest : all;
      expect(shown.length, chart.id).toBeGreaterThan(0);
      const texts = answered.map((row) => textOf(fields.map(({ id }) => row[id] ?? null)));
      expect(texts.toSorted(), chart.id).toEqual(shown.map(textOf).toSorted());
    }
}, 120_000);

/** Numbers of a result that has only texts. */
function typed(row: Readonly<Record<string, string | null>>): Row {
  const isText = (name: string) => /^(day|integration_|is_)/.test(name);
  return Object.fromEntries(
    Object.entries(row).map(([name, text]) => [name, text === null || isText(name) ? text : Number(text)]),
  );
}

/** Comparable, to the twelfth digit. */
function textOf(row: readonly Cell[]): string {
  const text = (cell: Cell) => {
    const number = typeof cell === 'string' && /^-?[\d.]+(E-?\d+)?$/.test(cell) ? Number(cell) : cell;
    if (typeof number === 'number') return number.toPrecision(12);
    return String(cell).replace(/ (\d\d:\d\d:\d\d)\.0+$/, ' $1');
  };
  return JSON.stringify(row.map(text));
}
