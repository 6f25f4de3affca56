import { expect, test } from 'vitest';
import { readRoute } from '../app/route.ts';
import { readAddress, type SqlAddress, writeAddress } from './address.ts';

const read = (href: string) => readAddress(readRoute(new URL(href, 'http://lake')));

test.each<SqlAddress>([
  { tab: 'result' },
  { tab: 'chart', execution: 'e-1', chart: 'line day requests', sql: "SELECT '&?=é'\n" },
  { tab: 'saved', query: 'q-1', database: 'raw', workGroup: 'analysts' },
  { tab: 'result', sql: '' },
])('%j is written and read', (address) => {
  expect(read(writeAddress(address))).toEqual({ ...read('/_lake/sql'), ...address });
});

test('an unknown tab is the result, and a text that no link can hold is left out', () => {
  expect(read('/_lake/sql?tab=constructor').tab).toBe('result');
  expect(read(writeAddress({ tab: 'result', execution: 'e', sql: 'x'.repeat(6_001) }))).toMatchObject({
    execution: 'e',
    sql: undefined,
  });
});
