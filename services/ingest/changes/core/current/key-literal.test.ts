import { expect, test } from 'vitest';
import { keyLiteral } from './key-literal.ts';

const decimal = { kind: 'decimal', precision: 20, scale: 0 } as const;

test('a decimal has no more digits than the key', () => {
  expect(keyLiteral(decimal, '18446744073709568000')).toBe("DECIMAL '18446744073709568000'");
  expect(keyLiteral(decimal, '100000000000000000001')).toBe("DECIMAL '99999999999999999999'");
  expect(keyLiteral(decimal, '-100000000000000000001')).toBe("DECIMAL '-99999999999999999999'");
});

test('other whole numbers are plain', () => {
  expect(keyLiteral({ kind: 'bigint' }, '-9223372036854775808')).toBe('-9223372036854775808');
});
