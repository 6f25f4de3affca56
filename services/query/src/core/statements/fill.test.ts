import { describe, expect, test } from 'vitest';
import { datasetOf } from '../testing/dataset.ts';
import { commandOf } from './again.ts';
import { fillDigest, fillSql, fillUnit, foundUnits, saysFound } from './fill.ts';
import { fillSources } from './fill-sources.ts';

const source = { database: 'lake', table: 'requests', columns: ['at', 'who'], partitionKeys: [] } as const;
const folders = {
  database: 'raw',
  table: 'events',
  columns: ['who'],
  partitionKeys: ['year', 'month', 'day', 'hour'],
} as const;
const databases = { lake: 'lake', raw: 'raw' };

describe('what a dataset is filled by', () => {
  test('is the time of those sources that have it', () => {
    expect(fillSources(datasetOf(), [source, folders])).toEqual([
      { database: 'lake', table: 'requests', by: 'time', hours: false },
    ]);
  });

  test('is their folders, or such columns, where there is no time', () => {
    const columns = { ...folders, table: 'a_view', columns: folders.partitionKeys, partitionKeys: [] };
    const hourly = datasetOf({ time: undefined, partition: { column: 'day', grain: 'hour' } });
    expect(fillSources(datasetOf({ time: undefined }), [source, folders, columns])).toEqual([
      { database: 'raw', table: 'events', by: 'folders', hours: false },
      { database: 'raw', table: 'a_view', by: 'columns', hours: false },
    ]);
    expect(fillSources(hourly, [folders])).toMatchObject([{ by: 'folders', hours: true }]);
  });
});

describe('the SELECT of the partitions there are', () => {
  const sqlOf = (dataset: ReturnType<typeof datasetOf>, ...sources: Parameters<typeof fillSources>[1]) =>
    fillSql(
      dataset,
      fillSources(dataset, sources).map((one) => fillUnit(one, 's', 0)),
      { databases, most: 9 },
    );

  test('reads the time column of a source', () => {
    expect(sqlOf(datasetOf(), source)).toContain(
      'SELECT DISTINCT substr(CAST("at" AS varchar), 1, 10) AS part FROM "lake"."requests"',
    );
    const hourly = datasetOf({ partition: { column: 'day', grain: 'hour' } });
    expect(sqlOf(hourly, source)).toContain(`replace(substr(CAST("at" AS varchar), 1, 13), ' ', 'T') AS part`);
  });

  test('reads no file where folders say it', () => {
    const dataset = datasetOf({ time: undefined, partition: { column: 'day', grain: 'hour' } });
    expect(sqlOf(dataset, folders)).toContain(
      `"year" || '-' || "month" || '-' || "day" || 'T' || "hour" AS part FROM "raw"."events$partitions"`,
    );
  });

  test('takes the newest or the oldest', () => {
    expect(sqlOf(datasetOf(), source)).toContain('ORDER BY part DESC) AS place');
    expect(sqlOf(datasetOf({ fill: 'oldest' }), source)).toContain('ORDER BY part) AS place');
    expect(sqlOf(datasetOf(), source)).toContain('WHERE place <= 9');
  });
});

describe('the partitions that were found', () => {
  const rows = [
    ['2026-10', '2026-10-31', '5'],
    ['2026-11', '2026-11-01,2026-11-20', '5'],
  ];

  test('are done in their order, with those that look back at them', () => {
    const idsOf = (dataset: ReturnType<typeof datasetOf>) =>
      foundUnits(dataset, rows, 1_000)
        .toSorted((a, b) => a.dueAt - b.dueAt)
        .map(({ id }) => id);
    expect(idsOf(datasetOf())).toEqual(['2026-11-20', '2026-11-01', '2026-10-31']);
    expect(idsOf(datasetOf({ fill: 'oldest', lookback: 1 }))).toEqual([
      '2026-10-31',
      '2026-11-01',
      '2026-11-02',
      '2026-11-20',
      '2026-11-21',
    ]);
    expect(foundUnits(datasetOf(), rows, 1_000).every(({ lane, dueAt }) => lane === 'backfill' && dueAt < 1_000)).toBe(
      true,
    );
  });

  test('are told, with what is left out', () => {
    expect(saysFound(datasetOf(), rows)).toMatch(
      /^3 of 5 .*, 2026-10-31 to 2026-11-20; 2 older ones are left out: lake backfill usage/,
    );
    expect(saysFound(datasetOf({ fill: 'oldest' }), rows)).toContain('2 newer ones');
    expect(saysFound(datasetOf(), [])).toBe('The sources have no partitions yet');
  });
});

test('a dataset is another only by what makes its rows', () => {
  const digest = fillDigest(datasetOf());
  const tests = [{ name: 't', sql: 'SELECT 1' }];
  expect(fillDigest(datasetOf({ description: 'other', everySeconds: 9, tests, line: 3, tags: ['x'] }))).toBe(digest);
  for (const other of [
    { select: 'SELECT 1' },
    { time: 'then' },
    { lookback: 1 },
    { columns: { day: 'date' } },
  ] as const)
    expect(fillDigest(datasetOf(other))).not.toBe(digest);
});

test.each([
  [['2026-11-20', '2026-11-19'], 'lake run usage --day 2026-11-19 --day 2026-11-20'],
  [['2026-11-20T13', '2026-11-20T14'], 'lake run usage --day 2026-11-20'],
  [['2026-11'], 'lake retry usage'],
  [['all'], 'lake run usage --day all'],
  [Array.from({ length: 30 }, (_, at) => `2026-11-${String(at + 1).padStart(2, '0')}`), 'lake retry usage'],
])('%j is done again by %s', (partitions, command) => {
  const units = partitions.map((id) => ({ id, ...(id === 'all' ? {} : { partition: id }) }));
  expect(commandOf('usage', units)).toBe(command);
});
