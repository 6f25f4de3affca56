import { expect, test } from 'vitest';
import { readDatabaseUrl } from './database-url.ts';

test('reads who asks which database where', () => {
  expect(readDatabaseUrl('mysql://lake:p%40ss%3Aw%2F%25@db.internal:3307/shop', {})).toEqual({
    ...{ engine: 'mysql', host: 'db.internal', port: 3307, user: 'lake', password: 'p@ss:w/%', database: 'shop' },
    tls: 'disable',
  });
  expect(readDatabaseUrl('postgresql://lake@[::1]?sslmode=require', { PGPASSWORD: 'pw' })).toEqual({
    ...{ engine: 'postgres', host: '::1', port: 5432, user: 'lake', password: 'pw', database: undefined },
    tls: 'require',
  });
  expect(readDatabaseUrl('mariadb://lake@h/', { MYSQL_PWD: 'pw' })).toMatchObject({ engine: 'mysql', password: 'pw' });
});

test.each([
  ['oracle://lake:se-cret@h/d', /is a URL: mysql:/],
  ['mysql://lake:se-cret@/d', /is a URL: mysql:/],
  ['mysql://lake:se-cret@h:port/d', /is a URL: mysql:/],
  ['mysql://lake:se-cret%@h/d', /write it as %25/],
  ['mysql://lake:se-cret@h/d?ssl=true', /only sslmode/],
  ['mysql://lake:se-cret@h/d?sslmode=se-cret', /disable, require or verify-full/],
  ['shop.orders', /is a URL: mysql:/],
])('refuses %s, and does not say the password', (url, said) => {
  const refused = () => readDatabaseUrl(url, {});
  expect(refused).toThrow(said);
  expect(refused).not.toThrow('se-cret');
});
