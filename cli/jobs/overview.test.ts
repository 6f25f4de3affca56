import { expect, test } from 'vitest';
import type { Declared } from './declared.ts';
import { renderOverview } from './overview.ts';
import { createTarget, start } from './testing/target.ts';

const showing = { isTerminal: false, width: undefined, flags: '' };
const megabytes = 1024 ** 2;

/** The words of a table's row, without its lines. */
const cells = (text: string, name: string) =>
  text
    .split('\n')
    .find((line) => line.includes(name))
    ?.split('│')
    .map((cell) => cell.trim())
    .slice(1, -1);

test('a target has a line: what runs, what waits without what runs, and what ran last at which cost', async () => {
  const target = createTarget();
  await target.add(['2026-11-18']);
  const before = await target.begin(['2026-11-18']);
  target.pass(65_000);
  await target.succeed(before, 300 * megabytes);
  await target.add(['2026-11-19', '2026-11-20']);
  target.pass(10_000);
  await target.begin(['2026-11-19'], { attempt: 2 });
  target.pass(12_000);
  const told = renderOverview([await target.desk.look()], { ...showing, now: target.now() });
  expect(cells(told, 'usage')).toEqual([
    'usage',
    '1 day for 12 s, attempt 2',
    '1 day for 22 s',
    '',
    'SUCCEEDED 22 s ago',
    '1 min 5 s',
    '300 MB',
    '$0.0014',
  ]);
  expect(told).not.toContain('NULL');
});

test('upkeep is named once it is due, and not before', async () => {
  const target = createTarget();
  await target.add(['optimize:2026-11-19', 'optimize:2026-11-20'], { of: 'optimize', inMs: 60_000 });
  await target.add(['vacuum'], { of: 'vacuum', inMs: 86_400_000 });
  const waits = async () =>
    cells(renderOverview([await target.desk.look()], { ...showing, now: target.now() }), 'usage')?.[2];
  expect(await waits()).toBe('');
  target.pass(90_000);
  expect(await waits()).toBe('OPTIMIZE of 2 partitions for 30 s');
});

test('what is tried again or put off is told with its time', async () => {
  const target = createTarget();
  await target.add(['2026-11-19']);
  await target.add(['2026-11-20'], { inMs: 180_000 });
  await target.claim(['2026-11-19'], { attempt: 3, notBefore: start + 20_000 });
  const told = renderOverview([await target.desk.look()], { ...showing, now: start });
  expect(cells(told, 'usage')?.slice(1, 3)).toEqual(['1 day, attempt 3 in 20 s', '1 day in 3 min']);
});

test('where nothing has run and nothing waits there is no table, but a sentence', async () => {
  const other: Declared = { name: 'trend', service: 'query', kind: 'view' };
  const looks = await Promise.all([createTarget(), createTarget(other)].map(({ desk }) => desk.look()));
  expect(renderOverview(looks, { ...showing, now: start })).toBe('Nothing has run or waits yet for: usage, trend\n');
});

test('what was set aside stands below, by its reason, with when it is tried again and the command for it', async () => {
  const target = createTarget();
  const days = ['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18'];
  await target.add(days);
  await target.fail(await target.begin(days.slice(0, 1)), 'DIVISION_BY_ZERO: Division by zero');
  await target.fail(await target.begin(days.slice(1)), 'TABLE_NOT_FOUND: no\nsuch table', start + 3_600_000);
  target.pass(600_000);
  const told = renderOverview([await target.desk.look()], { ...showing, flags: ' --stage prod', now: target.now() });
  expect(cells(told, 'usage')?.[3]).toBe('4 days');
  expect(told.slice(told.indexOf('\n\n') + 2)).toBe(`Set aside, and the others go on without it:
  usage
    1 day: 2026-11-15
      DIVISION_BY_ZERO: Division by zero
      set aside 2026-11-20 13:00:00 UTC (10 min ago); tried again when its input or SQL changes, or by: lake retry usage --stage prod
    3 days: 2026-11-16, 2026-11-17, 2026-11-18
      TABLE_NOT_FOUND: no
      such table
      set aside 2026-11-20 13:00:00 UTC (10 min ago); tried again by itself at 2026-11-20 14:00:00 UTC (in 50 min), or at once by: lake retry usage --stage prod
`);
});

test('the same reason stands once for each time of another try', async () => {
  const target = createTarget();
  await target.add(['2026-11-15', '2026-11-16']);
  await target.fail(await target.begin(['2026-11-15']), 'no', start + 3_600_000);
  await target.fail(await target.begin(['2026-11-16']), 'no', start - 1);
  const told = renderOverview([await target.desk.look()], { ...showing, now: start });
  expect(told).toContain('1 day: 2026-11-15\n      no\n');
  expect(told).toContain('1 day: 2026-11-16\n      no\n');
  expect(told).toContain('tried again by itself within minutes, or at once by: lake retry usage');
});

test('of many that were set aside the first few are named', async () => {
  const target = createTarget();
  const days = ['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18'];
  await target.add(days);
  await target.fail(await target.begin(days), 'no');
  const told = renderOverview([await target.desk.look()], { ...showing, now: start });
  expect(told).toContain('4 days: 2026-11-15, 2026-11-16, 2026-11-17, …');
});

test('where it is asked why, the list says what each last run was for', async () => {
  const target = createTarget();
  const unit = { id: '2026-11-20', lane: 'write', stamp: 's', dueAt: start, partition: '2026-11-20' };
  await target.store.addUnits('usage', [{ ...unit, why: ['Table Updated of lake.requests'] }]);
  await target.succeed(await target.begin(['2026-11-20']));
  const told = renderOverview([await target.desk.look()], { ...showing, now: target.now(), because: true });
  expect(cells(told, 'usage')?.at(-1)).toBe('Table Updated of lake.requests');
  expect(told).toContain('because');
});
