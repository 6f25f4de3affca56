import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { findDeclared, readDeclared } from './declared.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-declared-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('what the services declare is found by its name', () => {
  const all = readDeclared();
  expect(findDeclared('integration_requests', all)).toMatchObject({
    service: 'enrich',
    kind: 'enrichment',
    reads: expect.arrayContaining(['lake.haproxy_requests']),
  });
  expect(findDeclared('integration_usage', all)).toMatchObject({
    service: 'query',
    kind: 'dataset',
    grain: 'day',
    reads: ['lake.integration_requests'],
  });
  expect(findDeclared('integration_trend', all)).toMatchObject({
    service: 'query',
    kind: 'view',
    reads: ['lake.integration_usage'],
  });
});

const changes = `sources:
  shop:
    tables:
      shop.orders: {current: table, key: [id], columns: {id: int}}
      shop.parts: {key: [id], columns: {id: int}}
      shop.moves: {key: [], columns: {id: int}}
`;

function folderWith(text: string): string {
  const folder = mkdtempSync(join(root, 'services-'));
  for (const path of ['ingest/changes', 'enrich/enrichments', 'query/datasets', 'query/views'])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'ingest/changes/changes.yml'), text);
  return folder;
}

test('tables of databases have views, and where it is asked for a table of rows', () => {
  const rows = 'shop_orders_rows_';
  const view = (name: string, ...reads: readonly string[]) => ({ name, service: 'ingest', kind: 'view', reads });
  const all = readDeclared(folderWith(changes));
  const name = all[0]?.name ?? '';
  expect(name).toContain(rows);
  expect(all).toEqual([
    { name, service: 'ingest', kind: 'rows', reads: ['lake.shop_orders_changes'] },
    { ...view('shop_orders_current', `lake.${name}`), over: name },
    view('shop_orders_history', 'lake.shop_orders_changes'),
    view('shop_parts_current', 'lake.shop_parts_changes'),
    view('shop_parts_history', 'lake.shop_parts_changes'),
    { name: 'compaction', service: 'query', kind: 'compaction' },
  ]);
});

test.each([
  ['integration_usgae', 'Did you mean integration_usage?'],
  ['requests', 'Did you mean integration_requests?'],
  ['snapshot', 'Did you mean customer_snapshot, entity_snapshot or order_snapshot?'],
  ['qq', 'There are: account_events, '],
  ['constructor', 'Nothing named constructor is declared'],
])('%s is refused: %s', (name, said) => {
  const find = () => findDeclared(name, readDeclared());
  expect(find).toThrow(UsageError);
  expect(find).toThrow(said);
});

test('a name that two services declare is nobody’s', () => {
  const one = { name: 'usage', service: 'query', kind: 'dataset' } as const;
  const both = [one, { name: 'usage', service: 'enrich', kind: 'enrichment' } as const];
  expect(() => findDeclared('usage', both)).toThrow('declared twice, by services/query and services/enrich');
});

test('a file that is not as it must be is told with its service and place', () => {
  const folder = folderWith('sources: {}\n');
  expect(readDeclared(folder)).toHaveLength(1);
  writeFileSync(join(folder, 'query/datasets/usage.sql'), 'SELECT 1');
  expect(() => readDeclared(folder)).toThrow(UsageError);
  expect(() => readDeclared(folder)).toThrow('services/query declares cannot be read: datasets/usage.sql:1:1');
  const wrong = folderWith('sources: {shop: {tables: {orders: {}}}}\n');
  expect(() => readDeclared(wrong)).toThrow('services/ingest declares cannot be read: changes.yml:1:');
});
