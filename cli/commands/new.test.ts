import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDeclarations } from '@tributary/catalog/files/core/declaration/read-declarations.ts';
import { compileSql as compileEnrich } from '@tributary/enrich/src/compile-sql.ts';
import { readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { compileSql } from '@tributary/query/src/compile-sql.ts';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { UsageError } from '../usage.ts';
import { type NewCall, newDeclaration } from './new.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-new-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const own = fileURLToPath(new URL('../../services/', import.meta.url));
let services = '';
beforeEach(() => {
  services = mkdtempSync(join(root, 'services-'));
  const files = [
    'ingest/changes/changes.yml',
    'ingest/events/routes.yml',
    'ingest/logs/haproxy.yml',
    'catalog/tables.yml',
  ];
  for (const file of [...files, 'enrich/enrichments', 'query/datasets']) {
    mkdirSync(join(services, dirname(file)), { recursive: true });
    cpSync(join(own, file), join(services, file), { recursive: true });
  }
});

const read = (file: string) => readFileSync(join(services, file), 'utf8');

/** What is told. */
async function made(call: NewCall): Promise<string> {
  let told = '';
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((text, encoding, done) => {
    told += String(text);
    const callback = typeof encoding === 'function' ? encoding : done;
    callback?.();
    return true;
  });
  try {
    expect(await newDeclaration(call, services)).toBe(0);
  } finally {
    written.mockRestore();
  }
  return told;
}

const dataset = (name: string) => compileSql(join(services, 'query')).datasets.find(({ table }) => table === name);

describe('a new dataset is packaged as it is', () => {
  test.each([
    [undefined, 'lake.integration_requests', { time: 'request_date', partition: { column: 'day', grain: 'day' } }],
    ['integration_usage', 'lake.integration_usage', { time: 'day', partition: { column: 'day', grain: 'day' } }],
    ['raw.events_order_placed', 'raw.events_order_placed', { partition: { column: 'day', grain: 'day' } }],
    ['haproxy_requests', 'lake.haproxy_requests', { materialized: 'incremental' }],
    ['integration_trend', 'lake.integration_trend', { materialized: 'table' }],
    ['crm_accounts_current', 'lake.crm_accounts_current', { materialized: 'table' }],
  ])('over %s', async (from, source, more) => {
    const told = await made({ kind: 'dataset', name: 'some_rows', from });
    expect(told).toContain('services/query/datasets/some_rows.sql is written.\nNext:\n  edit it: docs/datasets.md');
    const { after = [], tests = [] } = dataset('some_rows') ?? {};
    expect(dataset('some_rows')).toMatchObject(more);
    expect(after.map(({ database, table }) => `${database}.${table}`)).toContain(source);
    expect(tests.length).toBeGreaterThan(0);
  });

  test('an hourly source is counted by its days', async () => {
    const hourly = `/*\ndescription: d\npartitioned_by: at_hour\nevent_time: at\ncolumns: {at_hour: timestamp}\n*/
SELECT date_trunc('hour', at) AS at_hour FROM {{raw}}.x WHERE {{days}}`;
    writeFileSync(join(services, 'query/datasets/hourly.sql'), hourly);
    await made({ kind: 'dataset', name: 'daily', from: 'lake.hourly' });
    expect(dataset('daily')?.select).toContain('CAST(at_hour AS date) AS day');
  });

  test('a view too', async () => {
    await made({ kind: 'dataset', name: 'usage_now', from: 'integration_usage', view: true });
    expect(compileSql(join(services, 'query')).views.map(({ view }) => view)).toContain('usage_now');
  });
});

test('a new enrichment is packaged as it is', async () => {
  await made({ kind: 'enrichment', name: 'company_requests' });
  const { enrichments, needsCrm } = compileEnrich(join(services, 'enrich'));
  expect(enrichments.map(({ table }) => table)).toEqual(['company_requests', 'integration_requests']);
  expect(needsCrm).toBe('yes');
});

test('a new route stands after the others, which stay as they are', async () => {
  const before = read('ingest/events/routes.yml');
  await made({ kind: 'route', name: 'order-paid' });
  const after = read('ingest/events/routes.yml');
  expect(after.startsWith(before)).toBe(true);
  expect(readRoutes(after).routes.at(-1)).toMatchObject({ name: 'order-paid', match: { type: ['order.paid'] } });
});

test('a new frontend stands after the others, which stay as they are', async () => {
  const before = read('ingest/logs/haproxy.yml');
  await made({ kind: 'source', name: 'www-api' });
  const after = read('ingest/logs/haproxy.yml');
  expect(after.startsWith(before)).toBe(true);
  expect(readSettings(parse(after)).frontends.get('www-api')).toEqual({
    request: ['host', 'user-agent'],
    response: [],
  });
});

test('new files are declared by their table', async () => {
  const before = read('catalog/tables.yml');
  await made({ kind: 'source', name: 'shop/orders' });
  await made({ kind: 'source', name: 'shop/parts' });
  const after = read('catalog/tables.yml');
  expect(after.startsWith(before.trimEnd())).toBe(true);
  expect([...readDeclarations(after).files.keys()]).toEqual(['shop_orders', 'shop_parts']);
});

test('what is only shown is not written', async () => {
  const routes = read('ingest/events/routes.yml');
  expect(await made({ kind: 'route', name: 'order-paid', print: true })).toContain('  - name: order-paid\n');
  expect(read('ingest/events/routes.yml')).toBe(routes);
  expect(await made({ kind: 'dataset', name: 'some_rows', print: true })).toMatch(/^\/\*\ndescription: /);
  expect(dataset('some_rows')).toBeUndefined();
});

test.each<readonly [NewCall, string]>([
  [{ kind: 'dataset', name: 'integration_usage' }, 'integration_usage is there already, declared by services/query'],
  [{ kind: 'dataset', name: 'integration_requests' }, 'is there already, declared by services/enrich'],
  [{ kind: 'dataset', name: 'crm_accounts_current' }, 'is there already, declared by services/ingest'],
  [{ kind: 'enrichment', name: 'integration_trend' }, 'is there already, declared by services/query'],
  [{ kind: 'dataset', name: 'Orders' }, 'A table is named by lower-case letters'],
  [{ kind: 'dataset', name: '../x' }, 'A table is named by lower-case letters'],
  [{ kind: 'dataset', name: 'some_rows', from: 'crm.accounts' }, '--from takes a table, lake.table or raw.table'],
  [{ kind: 'dataset', name: 'some_rows', from: 'integration_usag' }, 'did you mean integration_usage?'],
  [{ kind: 'route', name: 'order-placed' }, 'has a route order-placed already'],
  [{ kind: 'route', name: 'Order' }, 'A route is named in lower-case letters'],
  [{ kind: 'source', name: 'www' }, 'services/ingest/logs/haproxy.yml has www already'],
  [{ kind: 'source', name: 'w w' }, 'A frontend is named by letters'],
  [{ kind: 'source', name: 'shop/orders/x' }, 'Files are named SOURCE/OBJECT'],
])('%j is refused: %s', async (call, why) => {
  const before = read('ingest/events/routes.yml') + read('ingest/logs/haproxy.yml') + read('catalog/tables.yml');
  await expect(newDeclaration(call, services)).rejects.toThrow(UsageError);
  await expect(newDeclaration(call, services)).rejects.toThrow(why);
  expect(read('ingest/events/routes.yml') + read('ingest/logs/haproxy.yml') + read('catalog/tables.yml')).toBe(before);
});

test('a file that nobody could read so far is not written over either', async () => {
  writeFileSync(
    join(services, 'query/datasets/some_rows.sql'),
    '/*\ndescription: d\nmaterialized: view\n*/\nSELECT 1 AS a',
  );
  await expect(newDeclaration({ kind: 'dataset', name: 'some_rows' }, services)).rejects.toThrow('is there already');
  writeFileSync(join(services, 'query/datasets/other.sql'), 'SELECT 1');
  await expect(newDeclaration({ kind: 'dataset', name: 'next' }, services)).rejects.toThrow('datasets/other.sql:1:1');
});
