import { expect, test } from 'vitest';
import { hrefOf, readRoute } from './route.ts';

test.each([
  ['', [], {}, '/_lake/'],
  ['tables', ['raw', 'clicks'], {}, '/_lake/tables/raw/clicks'],
  ['objects', ['lake', 'a/b c', 'ü?#%'], { page: '2' }, '/_lake/objects/lake/a%2Fb%20c/%C3%BC%3F%23%25?page=2'],
  ['sql', [], { sql: "SELECT 'a&b=c' + 1", execution: undefined }, '/_lake/sql?sql=SELECT+%27a%26b%3Dc%27+%2B+1'],
])('an address of %s says what is shown, and is read as it was written', (page, path, query, href) => {
  expect(hrefOf(page, path, query)).toBe(href);
  const route = readRoute(new URL(href, 'http://127.0.0.1'));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  expect({ ...route, query: [...route.query] }).toEqual({ page, path, query: given });
});

test('an address that no browser writes is read as it stands', () => {
  expect(readRoute({ pathname: '/_lake/tables/%E0%A4%A', search: '' }).path).toEqual(['%E0%A4%A']);
  expect(readRoute({ pathname: '/_lake', search: '' })).toMatchObject({ page: '', path: [] });
});
