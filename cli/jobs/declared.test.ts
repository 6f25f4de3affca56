import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { findDeclared, readDeclared } from './declared.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-declared-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what the services declare is found by its name', () => {
  const all = readDeclared();
  expect(findDeclared('integration_requests', all)).toMatchObject({ service: 'enrich', kind: 'enrichment' });
  expect(findDeclared('integration_usage', all)).toMatchObject({ service: 'query', kind: 'dataset' });
  expect(findDeclared('integration_trend', all)).toMatchObject({ service: 'query', kind: 'view' });
});

test.each([
  ['integration_usgae', 'Did you mean integration_usage?'],
  ['requests', 'There are: integration_requests, '],
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
  for (const path of ['enrich/enrichments', 'query/datasets', 'query/views'])
    mkdirSync(join(folder, path), { recursive: true });
  expect(readDeclared(folder)).toEqual([]);
  writeFileSync(join(folder, 'query/datasets/usage.sql'), 'SELECT 1');
  expect(() => readDeclared(folder)).toThrow(UsageError);
  expect(() => readDeclared(folder)).toThrow('services/query declares cannot be read: usage.sql:1:1');
});
