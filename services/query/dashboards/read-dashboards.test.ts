import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { parseSelect } from '../src/core/sql/parse-select.ts';
import { chartSql } from './core/chart-sql.ts';
import { visual } from './core/visual.ts';
import { readDashboards, surveyDashboards } from './read-dashboards.ts';

const service = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'dashboards-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('those that ship are right, and what they ask is SQL as Athena reads it', () => {
  const dashboards = readDashboards(service);
  expect(dashboards.map(({ name }) => name)).toEqual(['integrations', 'operations']);
  const charts = dashboards.flatMap(({ sheets }) => sheets.flatMap((sheet) => sheet.charts));
  expect(new Set(charts.map(({ type }) => type)).size).toBe(8);
  for (const chart of charts) {
    const choices = {
      period: { from: '2026-11-01', to: '2026-11-30' },
      integration: ['a'],
      backend: ['b'],
      plan: ['c'],
    };
    const parsed = parseSelect(chartSql(chart, 'lake', choices), []);
    expect(parsed.root === undefined ? parsed.mistakes : [], chart.id).toEqual([]);
  }
});

test('what is wrong in any file is told at once, by file, line and column', () => {
  cpSync(join(service, 'datasets'), join(copy, 'datasets'), { recursive: true });
  cpSync(join(service, 'dashboards/operations.yml'), join(copy, 'dashboards/operations.yml'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(copy, 'dashboards', file), text);
  write(
    'a.yml',
    'title: A\nsheets: [{title: S, visuals: [{type: kpi, title: K, dataset: integration_usag, measure: count(*)}]}]\n',
  );
  write('b.yml', 'title: [B\n');
  write('C.yml', 'title: C\n');
  write('notes.md', 'no dashboard');
  expect(() => readDashboards(copy)).toThrow(
    /^dashboards\/C\.yml:1:1: a name of lower-case letters.*\ndashboards\/a\.yml:2:\d+: sheets\.0\.visuals\.0\.dataset: no dataset or view is called integration_usag: did you mean integration_usage\?\ndashboards\/b\.yml:\d+:\d+: /,
  );
  const { dashboards, mistakes } = surveyDashboards(copy);
  expect(dashboards.map(({ name }) => name)).toEqual(['operations']);
  expect(mistakes.map((each) => each.replace(/:.*/s, ''))).toEqual(
    ['C', 'a', 'b'].map((name) => `dashboards/${name}.yml`),
  );
});

test('a dataset that cannot be read is told itself, and not as one that is not there', () => {
  const broken = mkdtempSync(join(tmpdir(), 'dashboards-'));
  try {
    cpSync(join(service, 'datasets'), join(broken, 'datasets'), { recursive: true });
    cpSync(join(service, 'dashboards/integrations.yml'), join(broken, 'dashboards/integrations.yml'));
    writeFileSync(
      join(broken, 'datasets/integration_usage.sql'),
      '/*\ndescription: x\nmaterialized: table\n*/\nSELECT FROM',
    );
    expect(() => readDashboards(broken)).toThrow(/^(datasets\/integration_usage\.sql:\d+:\d+: .*\n?)+$/);
  } finally {
    rmSync(broken, { recursive: true, force: true });
  }
});

test('the example of docs/dashboards.md is one, and its table has all types of charts', () => {
  const page = readFileSync(new URL('../../../docs/dashboards.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const documented = mkdtempSync(join(tmpdir(), 'dashboards-'));
  try {
    cpSync(join(service, 'datasets'), join(documented, 'datasets'), { recursive: true });
    mkdirSync(join(documented, 'dashboards'));
    writeFileSync(join(documented, 'dashboards/example.yml'), example);
    expect(readDashboards(documented).map(({ title }) => title)).toEqual(['Integrations']);
  } finally {
    rmSync(documented, { recursive: true, force: true });
  }
  const types = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, type]) => type);
  expect(types).toEqual(visual.options.map(({ shape }) => shape.type.value));
});

test('a service without dashboards has none', () => {
  expect(readDashboards(join(copy, 'datasets'))).toEqual([]);
});
