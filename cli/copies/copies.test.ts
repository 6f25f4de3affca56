import { copiesOf } from '@tributary/query/egress/core/copy.ts';
import type { Commit } from '@tributary/query/egress/core/history.ts';
import type { CopyState } from '@tributary/query/egress/core/state.ts';
import { createMemoryCopyStore } from '@tributary/query/egress/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { copiesIn, type Declared } from '../jobs/declared.ts';
import { isCopyFailing, readCopy, standingOf } from './look.ts';
import { retryCopy } from './retry-copy.ts';
import { copyAsJson, renderCopies, renderCopy, tellBehind, tellCopy } from './tell.ts';

const [copy] = copiesOf([
  {
    ...{ table: 'usage', columns: { day: 'date', requests: 'bigint' }, key: ['day'] },
    partition: { column: 'day', grain: 'day' },
    egress: [{ to: 'mysql', mode: 'upsert', table: 'daily', secret: 'reporting/mysql', tls: 'verify' }],
  },
]);
const usage: Declared = { name: 'usage', service: 'query', kind: 'dataset', ...(copy && { copies: [copy] }) };
const [target] = copiesIn([usage]);
if (target === undefined || copy === undefined) throw new Error('there is no copy');

const now = Date.UTC(2026, 10, 20, 13);
const minute = 60_000;
const commit = (sequence: number, minutesAgo: number, changesRows = true): Commit => ({
  ...{ lineage: 'l', sequence, snapshot: `s${sequence}`, committedAt: now - minutesAgo * minute, changesRows },
  columns: ['day', 'requests'],
});
const history = [commit(4, 1, false), commit(3, 5), commit(2, 7), commit(1, 60)];
const done = (sequence: number): Partial<CopyState> => {
  const { lineage, snapshot, committedAt } = commit(sequence, 60);
  return {
    digest: copy.digest,
    done: { lineage, sequence, snapshot, committedAt, loaded: sequence, at: now - minute },
  };
};
const aside: Partial<CopyState> = {
  failures: 4,
  aside: {
    reason: 'ECONNREFUSED\nat 10.0.0.1',
    at: now - minute,
    snapshot: 's4',
    digest: copy.digest,
    retryAt: now + minute,
  },
};
const run: NonNullable<CopyState['run']> = {
  ...{ id: 'r', number: 1, version: commit(3, 5), scope: ['2026-11-19', '2026-11-20'], location: 's3://b/f/' },
  ...{ digest: copy.digest, phase: 'unload', since: now - 12_000, executionId: 'q-1' },
};

/** The copy as it stands with this state, where the table has these versions. */
async function seen(state: Partial<CopyState>, versions: readonly Commit[] = history) {
  const store = createMemoryCopyStore();
  await store.save('usage.mysql', await store.read('usage.mysql'), { number: 0, failures: 0, notBefore: 0, ...state });
  const look = () => readCopy({ ...store, historyOf: async () => versions }, target ?? never(), now);
  return { look: await look(), desk: { look } };
}

function never(): never {
  throw new Error('there is no copy');
}

test.each([
  ['nothing published', {}, [], 'new', 'nothing published yet', ''],
  ['nothing copied', {}, history, 'waits', 'begins within a minute', 'all of it, 1 h'],
  ['the newest rows there', done(3), history, 'fresh', 'up to date', ''],
  ['rows missing', done(1), history, 'waits', 'begins within a minute', '2 versions, 7 min'],
  [
    'a change just now',
    done(3),
    [commit(4, 1), ...history.slice(1)],
    'waits',
    'waits up to 1 min for what changed',
    '1 version, 1 min',
  ],
  ['another declaration', { ...done(3), digest: 'd' }, history, 'waits', 'begins within a minute', 'all of it, 1 h'],
  ['versions forgotten', done(1), history.slice(0, 2), 'waits', 'begins within a minute', 'all of it, 5 min'],
  ['a run', { ...done(1), run }, history, 'runs', 'UNLOAD for 12 s', '2 versions, 7 min'],
  [
    'a load that is tried again',
    { ...done(1), run: { ...run, phase: 'load' }, failures: 1 },
    history,
    'runs',
    'load for 12 s, attempt 2',
    '2 versions, 7 min',
  ],
  [
    'a pause after a failure',
    { ...done(1), failures: 2, notBefore: now + 20_000 },
    history,
    'waits',
    'failed 2 times, again in 20 s',
    '2 versions, 7 min',
  ],
  ['it set aside', { ...done(1), ...aside }, history, 'failed', 'set aside', '2 versions, 7 min'],
] as const)('with %s it says so', async (_, state, versions, standing, words, behind) => {
  const { look } = await seen(state, versions);
  expect([standingOf(look), tellCopy(look, now), tellBehind(look, now)]).toEqual([standing, words, behind]);
});

const showing = { now, isTerminal: false, width: undefined, flags: ' --stage dev' };

test('one is told with its version, what it lacks, why it is set aside and when it is tried again', async () => {
  const { look } = await seen({ ...done(1), ...aside });
  expect(renderCopy(look, showing).split('\n')).toEqual([
    'usage.mysql, a copy of usage by services/query',
    '  to         mysql: daily at reporting/mysql',
    '  is         set aside',
    '  has        version 1 of 2026-11-20 12:00:00 UTC, copied 2026-11-20 12:59:00 UTC (1 min ago)',
    '  behind     2 versions, 7 min',
    '  set aside  ECONNREFUSED',
    '             at 10.0.0.1',
    '             set aside 2026-11-20 12:59:00 UTC (1 min ago); tried again by itself at 2026-11-20 13:01:00 UTC (in 1 min), or at once by: lake retry usage.mysql --stage dev',
    '',
  ]);
  const { look: paused } = await seen({ ...done(1), failures: 1, notBefore: now + 5_000 });
  expect(renderCopy(paused, showing)).toContain(
    '  failed     lake logs egress load --errors --since 1h --stage dev says why\n',
  );
  expect(renderCopy(look, showing)).not.toContain('lake logs');
  const { look: running } = await seen({ ...done(1), run });
  expect(renderCopy(running, showing)).toContain("  runs       2 partitions of version 3, as Athena's q-1\n");
});

test('in the list each has a line, and those set aside their reason', async () => {
  const looks = [(await seen(done(3))).look, (await seen({ ...done(1), ...aside })).look];
  const lines = renderCopies(looks, showing);
  expect(lines).toMatch(/usage\.mysql .*mysql: daily at reporting\/mysql .*up to date .* 3 .* 1 min ago/);
  expect(lines).toContain('Copies set aside, and the others go on:\n  usage.mysql\n    ECONNREFUSED\n');
  expect(looks.map(isCopyFailing)).toEqual([false, true]);
  expect(renderCopies(looks.slice(0, 1), showing)).not.toContain('set aside');
});

test('as JSON it is a line with times', async () => {
  const { look } = await seen({ ...done(1), ...aside });
  expect(copyAsJson(look)).toMatchObject({
    ...{ target: 'usage.mysql', service: 'query', kind: 'copy', dataset: 'usage', to: 'mysql', state: 'failed' },
    version: { sequence: 1, copiedAt: '2026-11-20T12:59:00.000Z' },
    behind: { versions: 2, since: '2026-11-20T12:53:00.000Z' },
    ...{ running: null, setAside: [{ retryAt: '2026-11-20T13:01:00.000Z' }] },
  });
});

test('what is set aside is ordered again, and nothing else is', async () => {
  const orders: object[] = [];
  const order = async (each: object) => void orders.push(each);
  const told = async (state: Partial<CopyState>) => retryCopy({ ...(await seen(state)).desk, order }, '', now);
  expect(await told(done(3))).toBe('usage.mysql is not set aside.\n');
  expect(await told({ failures: 1, notBefore: now + 5_000 })).toContain('tried again by itself in 5 s.');
  expect(orders).toEqual([]);
  expect(await told({ ...done(1), ...aside })).toContain('lake jobs usage.mysql shows what becomes of it.');
  expect(orders).toEqual([{ retry: 'usage.mysql' }]);
});
