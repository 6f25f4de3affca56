import { expect, test } from 'vitest';
import { readDays } from './days.ts';
import type { Declared } from './declared.ts';
import { type Awaited, follow } from './ordered.ts';
import { renderOverview } from './overview.ts';
import { retryAside } from './retry-aside.ts';
import { orderRun } from './run-work.ts';
import { outcomeOf } from './tell-wait.ts';
import { createTarget, usage } from './testing/target.ts';

test('days are ordered, and told as a range where they are one', async () => {
  const { desk, orders } = createTarget();
  const told = async (days: readonly string[]) => (await orderRun(desk, usage, days)).words;
  expect(await told(['2026-11-20'])).toBe('services/query is told to compute a day of usage anew: 2026-11-20');
  expect(await told(['2026-11-29', '2026-11-30', '2026-12-01'])).toBe(
    'services/query is told to compute 3 days of usage anew: 2026-11-29 to 2026-12-01',
  );
  expect(await told(['2026-11-18', '2026-11-20'])).toContain('2 days of usage anew: 2026-11-18, 2026-11-20');
  expect(await told(['all'])).toBe('services/query is told to compute all of usage anew.');
  expect(orders[0]).toEqual({ run: 'usage', days: ['2026-11-20'] });
  expect(orders).toHaveLength(4);
});

test('days of an enrichment are awaited as their hours', async () => {
  const requests = { name: 'requests', service: 'enrich', kind: 'enrichment' } as const;
  const { awaited } = await orderRun(createTarget(requests).desk, requests, ['2026-11-19', '2026-11-20']);
  expect(awaited).toHaveLength(48);
  expect(awaited[25]).toEqual({ id: 'hour:2026-11-20T01', at: 'nowhere' });
});

test('days of events are ordered of compaction, and awaited as its units', async () => {
  const compaction: Declared = { name: 'compaction', service: 'query', kind: 'compaction' };
  const target = createTarget(compaction);
  const days = ['placed/2026-11-19', 'shipped/2026-11-19'];
  const { awaited, words, before } = await orderRun(target.desk, compaction, days, target.now());
  expect(words).toBe(`services/query is told to make 2 days of events anew as Parquet: ${days.join(', ')}`);
  expect(target.orders).toEqual([{ compact: days }]);
  await target.add(days, { of: 'compact' });
  await target.add(['vacuum:placed'], { of: 'vacuum' });
  expect(renderOverview([await target.desk.look()], showing(target.now()))).toContain('2 days, VACUUM for 0 ms');
  await target.succeed(await target.begin(days, { of: 'compact' }));
  expect(follow(awaited, await target.desk.look(), before)).toMatchObject([{ at: 'done' }, { at: 'done' }]);
  const today = await orderRun(target.desk, compaction, ['placed/2026-11-20'], target.now());
  expect(today.words).toMatch(/placed\/2026-11-20\nToday's are made once the day is closed\.$/);
  const look = await target.desk.look();
  expect(outcomeOf({ look, awaited: [] }, days, '').words).toBe('2 days of events made anew as Parquet.');
  const left = await orderRun(target.desk, compaction, []);
  expect([left.awaited, left.words.split('.')[0]]).toEqual([[], 'Nothing waits for compaction']);
});

const rows: Declared = { name: 'orders_rows', service: 'ingest', kind: 'rows' };

test('rows of a database are made anew as a whole, and awaited as one unit', async () => {
  const target = createTarget(rows);
  const { awaited, words, before } = await orderRun(target.desk, rows, readDays({}, rows, target.now()));
  expect(words).toBe('services/ingest is told to compute all of orders_rows anew.');
  expect(target.orders).toEqual([{ run: 'orders_rows', days: ['all'] }]);
  expect(awaited).toEqual([{ id: 'rebuild', at: 'nowhere' }]);
  const step = async (seen: readonly Awaited[]) => follow(seen, await target.desk.look(), before);
  await target.add(['rebuild'], { of: 'rebuild' });
  const waiting = await step(awaited);
  expect(waiting).toMatchObject([{ at: 'waiting' }]);
  const begun = await target.begin(['rebuild'], { of: 'rebuild' });
  expect(await step(waiting)).toMatchObject([{ at: 'running' }]);
  expect(renderOverview([await target.desk.look()], showing(target.now()))).toContain('a rebuild for 0 ms');
  await target.succeed(begun);
  expect(await step(waiting)).toMatchObject([{ at: 'done' }]);
  expect(await step(awaited)).toMatchObject([{ at: 'done' }]);
});

const showing = (now: number) => ({ now, isTerminal: false, width: undefined, flags: '' });

test('a view makes itself, and of one over rows it is said what makes these', async () => {
  const view: Declared = { name: 'orders_history', service: 'ingest', kind: 'view' };
  const target = createTarget(view);
  const told = async (of: Declared) => (await orderRun(target.desk, of, [])).words;
  expect(await told(view)).toBe(
    'Nothing waits for orders_history. It is a view, and views make themselves: once what they read is there, and when what declares them changes.',
  );
  expect(await told({ ...view, over: 'orders_rows' })).toMatch(/ To make its rows anew: lake run orders_rows$/);
});

test('without a day the target is told to go on, and what waits for it is said', async () => {
  const target = createTarget();
  const told = async () => (await orderRun(target.desk, usage, [])).words;
  expect(await told()).toBe('Nothing waits for usage. To compute a day anew: --day 2026-11-20');
  await target.add(['2026-11-19', '2026-11-20']);
  await target.add(['vacuum'], { of: 'vacuum' });
  const waiting = await orderRun(target.desk, usage, []);
  expect(waiting.words).toBe('services/query is told to go on with usage: 2 days wait.');
  expect(waiting.awaited.map(({ id, at }) => [id, at])).toEqual([
    ['2026-11-19', 'waiting'],
    ['2026-11-20', 'waiting'],
  ]);
  await target.fail(await target.begin(['2026-11-19']), 'no');
  expect(await told()).toBe('services/query is told to go on with usage: 1 day waits. 1 day is set aside.');
  await target.begin(['2026-11-20']);
  expect(await told()).toContain('usage is at it, and nothing else waits. 1 day is set aside.');
  expect(target.orders).toEqual(Array.from({ length: 4 }, () => ({ advance: 'usage' })));
});

test('what is set aside is ordered again, and named', async () => {
  const target = createTarget();
  expect(await retryAside(target.desk, 'usage', '')).toBe('Nothing of usage is set aside.\n');
  expect(target.orders).toEqual([]);
  await target.add(['2026-11-18', '2026-11-19', '2026-11-20']);
  await target.fail(await target.begin(['2026-11-18', '2026-11-20']), 'no');
  expect(await retryAside(target.desk, 'usage', ' --stage prod')).toBe(
    '2 days of usage were set aside, and go again: 2026-11-18, 2026-11-20\nlake jobs usage --stage prod shows what becomes of it.\n',
  );
  expect(target.orders).toEqual([{ retry: 'usage' }]);
});
