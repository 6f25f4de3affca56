import { describe, expect, test } from 'vitest';
import { type Dataset, dataset, type Grain } from './dataset.ts';
import { passOnOf, readFirst, upstreamOf } from './upstream.ts';

type Given = {
  readonly grain?: Grain;
  readonly lookback?: number;
  readonly schedule?: string;
  readonly after: readonly string[];
};

function of(table: string, { grain, lookback = 0, schedule, after }: Given): Dataset {
  return dataset.parse({
    table,
    file: `datasets/${table}.sql`,
    line: 1,
    description: '',
    materialized: grain === undefined ? 'table' : 'incremental',
    strategy: 'insert_overwrite',
    after: after.map((each) => ({ database: each.startsWith('raw') ? 'raw' : 'lake', table: each })),
    partition: grain && { column: 'p', grain },
    lookback,
    schedule,
    key: ['p'],
    columns: { p: 'string' },
    select: '',
  });
}

const a = of('a', { grain: 'day', after: ['raw_x'] });
const b = of('b', { grain: 'day', lookback: 1, after: ['a'] });
const c = of('c', { grain: 'month', after: ['a'] });
const d = of('d', { grain: 'day', after: ['b', 'a', 'requests'] });
const all = of('all_of', { after: ['c', 'd'] });
const graph = [all, d, c, b, a];
const names = (dataset: Dataset, datasets: readonly Dataset[] = graph) =>
  upstreamOf(dataset, datasets).map(({ target }) => target);
const touches = (dataset: Dataset, target: string, partition?: string, datasets: readonly Dataset[] = graph) =>
  upstreamOf(dataset, datasets)
    .find((each) => each.target === target)
    ?.touches(partition);

describe('what is upstream of a dataset', () => {
  test('is what it reads itself, or through others, each once, and after what that reads', () => {
    expect(names(a)).toEqual([]);
    expect(names(d)).toEqual(['a', 'b']);
    expect(names(all)).toEqual(['a', 'b', 'd', 'c']);
  });

  test('changes partitions of it along every path, by the grains and the lookbacks on the way', () => {
    expect(touches(d, 'b', '2026-11-30')).toEqual(['2026-11-30']);
    expect(touches(d, 'a', '2026-11-30')).toEqual(['2026-11-30', '2026-12-01']);
    expect(touches(all, 'a', '2026-11-30')).toBe('all');
    const months = of('months', { grain: 'month', lookback: 1, after: ['d'] });
    expect(touches(months, 'a', '2026-11-30', [...graph, months])).toEqual(['2026-11', '2026-12', '2027-01']);
    expect(touches(d, 'a')).toBe('all');
  });

  test('is no table of another database that has the name', () => {
    const raw = { ...of('reader', { grain: 'day', after: [] }), after: [{ database: 'raw' as const, table: 'a' }] };
    expect(names(raw, [...graph, raw])).toEqual([]);
  });

  test('ends at a dataset that has a schedule, whose own readers wait for it alone', () => {
    const daily = of('daily', { grain: 'day', schedule: 'rate(1 day)', after: ['b'] });
    const top = of('top', { grain: 'day', after: ['daily'] });
    const same = of('same', { grain: 'day', schedule: 'rate(1 day)', after: ['daily'] });
    const last = of('last', { grain: 'day', after: ['same'] });
    const datasets = [...graph, daily, top, same, last];
    expect(names(daily, datasets)).toEqual(['a', 'b']);
    expect(names(top, datasets)).toEqual(['daily']);
    expect(names(last, datasets), 'by the same schedule it goes on at once').toEqual(['daily', 'same']);
  });

  test('comes to an end where datasets read one another', () => {
    const one = of('one', { grain: 'day', after: ['other'] });
    const other = of('other', { grain: 'day', after: ['one'] });
    expect(names(one, [one, other])).toEqual(['other']);
  });
});

test('datasets stand in the order in which they run', () => {
  expect(readFirst(graph, graph).map(({ table }) => table)).toEqual(['a', 'b', 'd', 'c', 'all_of']);
});

describe('what a dataset passes on', () => {
  const taken = (id: string, since: number | undefined) => ({
    id,
    version: 'v',
    since,
    ...(id === 'all' ? {} : { partition: id }),
  });

  test('goes to each that reads it, with the age of the oldest change that touches the partition', () => {
    const passed = passOnOf(a, graph)([taken('2026-11-30', 70), taken('2026-12-01', 50)], 'r1', 900);
    expect(passed.map(({ target }) => target)).toEqual(['d', 'c', 'b']);
    const common = { lane: 'write', stamp: 'r1', why: ['Table Updated of lake.a'], dueAt: 900 };
    expect(passed[2]?.units).toEqual([
      { id: '2026-11-30', partition: '2026-11-30', since: 70, ...common },
      { id: '2026-12-01', partition: '2026-12-01', since: 50, ...common },
      { id: '2026-12-02', partition: '2026-12-02', since: 50, ...common },
    ]);
    expect(passed[1]?.units.map(({ id, since }) => [id, since])).toEqual([
      ['2026-11', 70],
      ['2026-12', 50],
    ]);
  });

  test('is all of a table that is computed as a whole, and of all', () => {
    expect(passOnOf(d, graph)([taken('2026-11-30', 70)], 'r', 900)[0]?.units).toMatchObject([{ id: 'all', since: 70 }]);
    expect(passOnOf(a, graph)([taken('all', undefined)], 'r', 900)[2]?.units).toMatchObject([
      { id: 'all', since: 900 },
    ]);
  });

  test('goes behind all else where it was written behind all else', () => {
    expect(passOnOf(a, graph, 'backfill')([taken('2026-11-30', 70)], 'r', 900)[0]?.units).toMatchObject([
      { lane: 'backfill', yields: true },
    ]);
  });

  test('gathers at one that has another schedule, and is done at once by one that has the same', () => {
    const daily = of('daily', { grain: 'day', schedule: 'rate(1 day)', after: ['a'] });
    const same = of('same', { grain: 'day', schedule: 'rate(1 day)', after: ['daily'] });
    expect(passOnOf(a, [a, daily])([taken('2026-11-30', 70)], 'r', 900)[0]?.units).toMatchObject([
      { id: 'gathered:2026-11-30', lane: 'gathered', partition: '2026-11-30' },
    ]);
    expect(passOnOf(daily, [daily, same])([taken('2026-11-30', 70)], 'r', 900)[0]?.units).toMatchObject([
      { id: '2026-11-30', lane: 'write' },
    ]);
  });
});
