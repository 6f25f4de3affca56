import { readFileSync } from 'node:fs';
import { readTables } from '@tributary/catalog/tables/core/tables-file.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { createLandingForTests } from '@tributary/ingest/changes/landing/landing-for-tests.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Packaged, packageService } from './package-service.ts';
import { byType, policyStatements, strings } from './template.ts';

const tables = readTables(readFileSync(new URL('../../services/catalog/tables.yml', import.meta.url), 'utf8'), 'dev');

/** `change-receipts/` */
const firstFolder = (prefix: string) => prefix.slice(0, prefix.indexOf('/', prefix.startsWith('raw/') ? 4 : 0) + 1);

const folders = [...new Set(Object.values(tables).map(({ prefix }) => firstFolder(prefix)))];

describe('the tables that the catalog declares', () => {
  let catalog: Packaged['template']['Resources'];
  let query: Packaged['template']['Resources'];
  beforeAll(async () => {
    const [one, other] = await Promise.all([packageService('catalog', 'dev'), packageService('query', 'dev')]);
    catalog = one.template.Resources;
    query = other.template.Resources;
  }, 120_000);

  test('are told of by the rules of register', () => {
    const patterns = byType(catalog, 'AWS::Events::Rule').map(({ properties }) =>
      JSON.stringify(properties.EventPattern),
    );
    for (const folder of folders) expect(patterns.join('\n'), folder).toContain(`{"prefix":"${folder}"}`);
  });

  test('can be read by the statements of datasets', () => {
    const readable = policyStatements(query)
      .filter(({ where, statement }) => where.startsWith('Plan') && strings(statement.Action).includes('s3:GetObject'))
      .flatMap(({ statement }) => strings(statement.Resource));
    for (const folder of folders)
      expect(
        readable.some((resource) => resource.endsWith(`/${folder}*`)),
        folder,
      ).toBe(true);
  });
});

test('receipts of changes have the columns of their table', async () => {
  const changes = readChanges(
    'sources: {shop: {tables: {shop.orders: {key: [id], columns: {id: int, note: string}}}}}\n',
  );
  const { lake, put, land } = createLandingForTests(changes);
  await land(put('raw/db/shop/orders/20261117-230949101.csv', Buffer.from('I,1,a\nU,1,b\n'), 1_790_000_000_000));
  const table = tables.land_changes_receipts;
  const [[, receipt] = []] = [...lake.objects].filter(([key]) => key.startsWith(table?.prefix ?? '?'));
  expect(Object.keys(JSON.parse(String(receipt))).toSorted()).toEqual(Object.keys(table?.columns ?? {}).toSorted());
});
