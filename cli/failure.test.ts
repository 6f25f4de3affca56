import { expect, test } from 'vitest';
import { tell } from './failure.ts';

test('a password in a URL is not told, wherever it was given', () => {
  expect(tell(new Error("unknown command 'mysql://lake:p@ss:w@db/shop'"))).toBe(
    "unknown command 'mysql://lake:***@db/shop'",
  );
  expect(tell('postgres://lake:x@h and mysql://a@h')).toBe('postgres://lake:***@h and mysql://a@h');
});

test('where no local cloud answers it is told where one was looked for', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 4599 });
  expect(tell(refused)).toBe(
    'no local cloud answers on 127.0.0.1:4599. Start it with npm start, or say where with LAKE_PORT',
  );
  expect(tell(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toContain(
    'no local cloud answers. Start',
  );
});
