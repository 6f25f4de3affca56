import { expect, test } from 'vitest';
import { tell } from './failure.ts';

test('a password in a URL is not told, wherever it was given', () => {
  expect(tell(new Error("unknown command 'mysql://lake:p@ss:w@db/shop'"))).toBe(
    "unknown command 'mysql://lake:***@db/shop'",
  );
  expect(tell('postgres://lake:x@h and mysql://a@h')).toBe('postgres://lake:***@h and mysql://a@h');
});
