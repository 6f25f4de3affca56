import { expect, test } from 'vitest';
import type { Copy, Entry, Target } from '../lake/jobs.ts';
import type { LakeNode } from '../lake/lake-graph.ts';
import { firstLine, found, rowsOf } from './rows.ts';

const entry = (state = 'SUCCEEDED'): Entry => ({
  ...{ executionId: 'e', lane: 'write', attempt: 1, why: ['by hand'], partitions: [], partitionCount: 0, state },
  ...{ startedAt: null, endedAt: null, durationMs: 5, scannedBytes: 0, dollars: 0, message: '' },
});
const target = (name: string, given: Partial<Target> = {}): Target => ({
  ...{ target: name, service: 'query', kind: 'dataset', grain: 'day', running: null, missing: [], setAside: [] },
  ...{ last: entry(), told: { kind: 'a dataset', running: '', waiting: '', last: '1 day: 2026-11-20' }, ...given },
});
const node = (name: string, state: LakeNode['state']): LakeNode => ({
  ...{ name, service: 'query', kind: 'dataset', state, madeAt: null, told: state, reads: [], missing: [] },
});
const of = (targets: readonly Target[], nodes: readonly LakeNode[] = [], copies: readonly Copy[] = []) =>
  rowsOf(
    { targets: [...targets], copies: [...copies], removed: [], notDeployed: [] },
    { nodes: [...nodes], notDeployed: [] },
  );
const aside = { id: '2026-11-20', lane: 'write', reason: 'SYNTAX_ERROR: line 3\nmore', since: null, retryAt: null };

test('failures come first, then what is at work, then the others as they are declared', () => {
  const names = ['first', 'second', 'at-work', 'wrong', 'late'];
  const states = ['fresh', 'fresh', 'runs', 'failed', 'behind'] as const;
  const rows = of(
    names.map((name) => target(name)),
    names.map((name, at) => node(name, states[at] ?? 'new')),
  );
  expect(rows.map(({ name }) => name)).toEqual(['wrong', 'at-work', 'late', 'first', 'second']);
});

test('what is set aside is counted, with the first line of the first reason', () => {
  const [row] = of([target('usage', { setAside: [aside, aside] })], [node('usage', 'failed')]);
  expect(row).toMatchObject({ aside: '2: SYNTAX_ERROR: line 3', kind: 'a dataset of services/query' });
  expect(row?.last?.what).toBe('1 day: 2026-11-20');
  expect(firstLine('  one \n two')).toBe('one');
});

test('what it does, waits for and needs is said in one line', () => {
  const told = { kind: 'a dataset', running: '1 day for 3 s', waiting: '2 days for 1 s', last: '' };
  const [row] = of([target('usage', { told, missing: ['raw.events_paid'], last: null })]);
  expect(row).toMatchObject({ does: '1 day for 3 s; 2 days for 1 s; needs raw.events_paid', last: undefined });
});

test.each<readonly [string, Partial<Target>]>([
  ['failed', { setAside: [aside] }],
  ['failed', { last: entry('FAILED') }],
  ['runs', { running: { lane: 'compact', first: [], executionId: 'e', since: null, attempt: 1 } }],
  ['waits', { told: { kind: '', running: '', waiting: '3 days in 12 h', last: '' } }],
  ['new', { last: null }],
  ['fresh', {}],
])('of what stands in no graph the state is told by its work: %s', (state, given) => {
  expect(of([target('compaction', given)])[0]?.state).toBe(state);
});

test('a copy is told as it stands, with how far it is behind', () => {
  const copy: Copy = {
    ...{ target: 'usage.s3', service: 'query', kind: 'copy', dataset: 'usage', state: 'waits' },
    ...{ version: null, running: null, setAside: [] },
    told: { place: 's3: out/usage', does: 'begins within a minute', behind: '2 versions, 5 min' },
  };
  expect(of([], [], [copy])[0]).toMatchObject({
    state: 'waits',
    kind: 'a copy of usage to s3: out/usage',
    does: 'begins within a minute, behind by 2 versions, 5 min',
  });
  expect(of([], [node('usage.s3', 'failed')], [copy])[0]?.state).toBe('failed');
});

test('it is looked for in names and words, each of them, and by state', () => {
  const rows = of(
    [target('usage', { setAside: [aside] }), target('trend')],
    [node('usage', 'failed'), node('trend', 'fresh')],
  );
  const names = (find: string, only = '') => found(rows, { find, only }).map(({ name }) => name);
  expect(names('')).toEqual(['usage', 'trend']);
  expect(names('services/QUERY tren')).toEqual(['trend']);
  expect(names('syntax_error')).toEqual(['usage']);
  expect(names('', 'fresh')).toEqual(['trend']);
  expect(names('usage', 'fresh')).toEqual([]);
});
