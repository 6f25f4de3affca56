import { dirname, join } from 'node:path';
import { compileSql } from '@tributary/query/src/compile-sql.ts';
import { compiled } from '@tributary/query/src/core/compiled.ts';
import AdmZip from 'adm-zip';
import { beforeAll, expect, test } from 'vitest';
import { type Packaged, packageService } from './package-service.ts';
import { byType } from './template.ts';

const service = join(import.meta.dirname, '../../services/query');
let packaged: Packaged;

beforeAll(async () => {
  packaged = await packageService('query', 'dev');
}, 120_000);

const zip = (name: string) => new AdmZip(join(dirname(packaged.templateFile), `${name}.zip`));
const textOf = (name: string, ending: string) =>
  zip(name)
    .getEntries()
    .find(({ entryName }) => entryName.endsWith(ending))
    ?.getData()
    .toString() ?? '';

test('each function that keeps rows has the datasets and views with it, as their files declare them', () => {
  const { datasets, views } = compileSql(service);
  for (const name of ['plan', 'settle', 'reconcile', 'views'])
    expect(compiled.parse(JSON.parse(textOf(name, 'compiled.json'))), name).toEqual({ datasets, views });
});

test('no reader of SQL is in a bundle', () => {
  for (const name of Object.keys(packaged.zips)) {
    const bundle = textOf(name.replace(/\.zip$/, ''), 'handler.mjs');
    expect(bundle.length, name).toBeGreaterThan(10_000);
    expect(bundle, name).not.toContain('adaptivePredict');
  }
});

test('plan hears of the tables that datasets read, and not of those that it keeps itself', () => {
  const rules = byType(packaged.template.Resources, 'AWS::Events::Rule').map(({ properties }) => properties);
  const updated = rules.filter(({ Name }) => String(Name).endsWith('table-updated'));
  expect(updated).toMatchObject([{ EventPattern: { detail: { table: compileSql(service).tables } } }]);
  expect(compileSql(service).tables).not.toContain('integration_usage');
});
