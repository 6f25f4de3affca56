import { expect, test } from 'vitest';
import { kindOf, valueText } from './value-text.ts';

test.each([
  ['float', 0.10000000149011612, '0.1'],
  ['float', 16777216, '16777216'],
  ['float', 3.4028234663852886e38, '3.4028235e38'],
  ['double', 1e21, '1e21'],
  ['double', '1e20', '100000000000000000000'],
  ['datetime', '2026-01-02 03:04:05', '2026-01-02 03:04:05.000000'],
  ['timestamp(2)', '2026-01-02 03:04:05.25', '2026-01-02 03:04:05.250000'],
  ['time', '-00:63:64', '-01:00:00'],
  ['time(6)', '-838:58:64.000000', '-838:59:00.000000'],
  ['time', '-838:59:59', '-838:59:59'],
  ['time', '838:59:59', '838:59:59'],
  ['year', 1900, '0000'],
  ['bit(1)', Buffer.from([1]), '1'],
  ['bit(1)', Buffer.from([0]), '0'],
  ['bit(12)', Buffer.from([0x0a, 0xaa]), '0aaa'],
  ['varbinary(4)', Buffer.from([0, 255]), '00ff'],
  ['blob', Buffer.alloc(0), ''],
  ['bigint unsigned', '18446744073709551615', '18446744073709551615'],
  ["enum('a')", undefined, ''],
  ['int', null, null],
])('%s %s', (type, value, text) => {
  expect(valueText(kindOf(type), value)).toBe(text);
});
