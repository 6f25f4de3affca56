import { expect, test } from 'vitest';
import { elapsedText, firstLine, scannedText } from './tell.ts';

const executed = (State: 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'RUNNING', bytes: number, StatementType = 'DML') => ({
  StatementType,
  Status: { State },
  Statistics: { DataScannedInBytes: bytes },
});

test.each([
  // 10 MiB at $5 a TiB: 5 × 10 / 1,048,576.
  [executed('SUCCEEDED', 1_536), '1.5 kB scanned, $0.000048 on AWS'],
  [executed('SUCCEEDED', 1024 ** 4), '1 TB scanned, $5.00 on AWS'],
  [executed('FAILED', 1024 ** 4), '1 TB scanned, $0 on AWS'],
  [executed('CANCELLED', 0), '0 B scanned, $0 on AWS'],
  [executed('CANCELLED', 1024 ** 4), '1 TB scanned, $5.00 on AWS'],
  [executed('SUCCEEDED', 0, 'UTILITY'), '0 B scanned, $0 on AWS'],
  [executed('SUCCEEDED', 0, 'DDL'), '0 B scanned, $0 on AWS'],
  [executed('RUNNING', 5), ''],
  [{ StatementType: 'DML', Status: { State: 'SUCCEEDED' as const } }, ''],
])('what %j took is told', (execution, text) => expect(scannedText(execution)).toBe(text));

test('times are told as people read them', () => {
  expect([0, 349, 59_940, 125_900, -5].map(elapsedText)).toEqual(['0.0 s', '0.3 s', '59.9 s', '2 min 5 s', '0.0 s']);
});

test('a statement is told by one line', () => {
  expect(firstLine('\n SELECT\n  1 ')).toBe('SELECT 1');
  expect(firstLine('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
});
