import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Grain } from './dataset.ts';
import { NoTimesError, touched } from './touched.ts';

const reader = (grain: Grain, lookback = 0) => ({
  materialized: 'incremental' as const,
  partition: { column: 'p', grain },
  lookback,
});
const lengths = { month: 7, day: 10, hour: 13 } as const;
const grains = fc.constantFrom<Grain>('hour', 'day', 'month');
const textOf = (at: number, grain: Grain) => new Date(at).toISOString().slice(0, lengths[grain]);
const folderOf = (at: number, grain: Grain) => {
  const [year, month, day, hour] = new Date(at).toISOString().split(/[-T:]/);
  const folders = [`year=${year}`, `month=${month}`, `day=${day}`, `hour=${hour}`];
  return folders.slice(0, { month: 2, day: 3, hour: 4 }[grain]).join('/');
};
/** So many partitions earlier, by the calendar. */
const back = (at: number, grain: Grain, count: number) => {
  const time = new Date(at);
  if (grain === 'month') return Date.UTC(time.getUTCFullYear(), time.getUTCMonth() - count, 1);
  return at - count * (grain === 'day' ? 86_400_000 : 3_600_000);
};

const instant = fc.integer({ min: Date.UTC(2023, 11, 25), max: Date.UTC(2025, 2, 5) });
const isFolder = fc.boolean();

/** How many partitions of a grain are in one of another that holds an instant. */
function inside(row: number, source: Grain, own: Grain): number {
  const [year = 0, month = 0] = textOf(row, 'month').split('-').map(Number);
  const days = source === 'month' ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 1;
  if (source === 'hour' || own === 'month' || source === own) return 1;
  return own === 'day' ? days : days * 24;
}

describe('the partitions that change with those of a table', () => {
  test('are all whose SELECT could see a row of them', () => {
    fc.assert(
      fc.property(
        fc.record({ row: instant, later: fc.nat(10_000), source: grains, own: grains, lookback: fc.nat(4), isFolder }),
        ({ row, later, source, own, lookback, isFolder: byFolder }) => {
          const changed = byFolder ? folderOf(row, source) : textOf(row, source);
          const found = touched(reader(own, lookback), [changed]);
          // Of some partition after it, the window: from so many before it to its end.
          const at = row + later * 400_000;
          const oldest = textOf(back(at, own, lookback), own);
          const sees = textOf(row, own) >= oldest && row <= at;
          if (sees) expect(found).toContain(textOf(at, own));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('are no more than those', () => {
    fc.assert(
      fc.property(instant, grains, grains, fc.nat(4), (row, source, own, lookback) => {
        const found = touched(reader(own, lookback), [textOf(row, source)]);
        expect(found).toHaveLength(inside(row, source, own) + lookback);
        expect(found).toEqual([...found].toSorted());
      }),
    );
  });

  test.each([
    [['2026-11-21', 'year=2026/month=11/day=20/hour=13', 'year=2026/month=11/day=20/hour=14'], 'day', 0],
    [['2026-11-20T13', '2026-11-21T00'], 'day', 0],
    [['2026-11-20'], 'day', 1],
    [['2026/11/20', '2026/11/21/05'], 'day', 0],
    [['day=2026-11-20', 'dt=2026-11-21'], 'day', 0],
  ] as const)('of %j by %s, looking back %i: two days', (partitions, grain, lookback) => {
    expect(touched(reader(grain, lookback), partitions)).toEqual(['2026-11-20', '2026-11-21']);
  });

  test('are months of days, hours of days, days of a month and months of a year', () => {
    expect(touched(reader('month', 1), ['2026-12-31', '2026-12-30'])).toEqual(['2026-12', '2027-01']);
    expect(touched(reader('hour'), ['2026-11-20'])).toHaveLength(24);
    expect(touched(reader('hour', 2), ['2026-11-20T23'])).toEqual(['2026-11-20T23', '2026-11-21T00', '2026-11-21T01']);
    expect(touched(reader('day'), ['2024-02'])).toHaveLength(29);
    expect(touched(reader('month'), ['year=2026'])).toHaveLength(12);
  });

  test('are all where nobody can tell which', () => {
    expect(touched(reader('day'), 'all')).toBe('all');
    expect(touched(reader('day'), ['2026-11-20', 'all'])).toBe('all');
    expect(touched(reader('day'), ['region=eu'])).toBe('all');
    expect(touched({ ...reader('day'), materialized: 'table' }, ['2026-11-20'])).toBe('all');
    expect(touched({ materialized: 'table', partition: undefined, lookback: 0 }, ['whatever'])).toBe('all');
  });

  test('are none where nothing changed', () => {
    expect(touched(reader('day', 3), [])).toEqual([]);
    expect(touched({ ...reader('day'), materialized: 'table' }, [])).toEqual([]);
  });

  test.each([[['2026-13-45']], [["2026-11-20'--"]], [['2026-11-20T24']], [['year=2026/month=13']], [['yesterday']]])(
    'are not to be had of %j',
    (partitions) => {
      expect(() => touched(reader('day'), partitions)).toThrow(NoTimesError);
    },
  );
});
