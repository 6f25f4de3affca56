import { expect, test } from 'vitest';
import { type Book, verdict } from './verdict.ts';

const run = (of: object = {}) => ({
  id: 'r5',
  number: 5,
  version: { lineage: 'a', sequence: 7, snapshot: '70', committedAt: 700 },
  scope: 'all' as const,
  ...of,
});
const book = (of: Partial<Book> = {}): Book => ({
  lineage: 'a',
  sequence: 6,
  committedAt: 600,
  run: 'r4',
  number: 4,
  ...of,
});
const part = { scope: ['2026-11-20'], base: 6 };

test.each([
  ['what has no version takes all', run(), undefined, 'apply'],
  ['what has no version takes no part', run(part), undefined, 'needs all'],
  ['a newer version is taken', run(), book(), 'apply'],
  ['a part is taken by what it builds upon', run(part), book(), 'apply'],
  ['a part is not taken by what is older than that', run(part), book({ sequence: 5 }), 'needs all'],
  ['a part is not taken by another table’s version', run(part), book({ lineage: 'b', committedAt: 1 }), 'needs all'],
  ['what a run has brought is there', run(), book({ run: 'r5', number: 5, sequence: 7 }), 'there'],
  ['an older version is not taken', run(), book({ sequence: 8, number: 1 }), 'there'],
  ['of one version an earlier run is not taken', run(), book({ sequence: 7, number: 6 }), 'there'],
  ['of one version a later run is taken', run(), book({ sequence: 7, number: 4 }), 'apply'],
  ['a table that was made again is newer by its time', run(), book({ lineage: 'b', sequence: 99 }), 'apply'],
  ['a table that was there before is not', run(), book({ lineage: 'b', sequence: 1, committedAt: 900 }), 'there'],
] as const)('%s', (_, asked, found, expected) => {
  expect(verdict(asked, found)).toBe(expected);
});
