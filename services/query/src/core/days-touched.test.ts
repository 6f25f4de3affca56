import { expect, test } from 'vitest';
import { daysTouched, NoDaysError } from './days-touched.ts';

const updated = { version: '1', database: 'lake', table: 't', cause: 'rows' } as const;

test('reads days and the folders of hours, each once', () => {
  expect(
    daysTouched({
      ...updated,
      partitions: ['2026-11-21', 'year=2026/month=11/day=20/hour=13', 'year=2026/month=11/day=20/hour=14'],
    }),
  ).toEqual(['2026-11-20', '2026-11-21']);
});

test('has nothing to say of a table that is only made or only has more columns', () => {
  expect(daysTouched({ ...updated, cause: 'created' })).toEqual([]);
  expect(daysTouched({ ...updated, cause: 'schema' })).toEqual([]);
});

test('knows no days of a table without partitions: all of it changed', () => {
  expect(daysTouched(updated)).toEqual(['all']);
});

test.each([[['2026-11']], [['2026-13-45']], [["2026-11-20'--"]]])('refuses rows in %j', (partitions) => {
  expect(() => daysTouched({ ...updated, partitions })).toThrow(NoDaysError);
});
