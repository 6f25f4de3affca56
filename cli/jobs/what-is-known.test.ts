import { EntityNotFoundException } from '@aws-sdk/client-glue';
import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answering, named } from '../doctor/testing/answering.ts';
import { graphOf } from '../graph/graph.ts';
import type { Declared } from './declared.ts';
import { isFailing } from './failed.ts';
import { readHistory } from './history.ts';
import { NotDeployedError, placeOf } from './place.ts';
import { remainsOf, tellRemains } from './removed.ts';
import { survey } from './survey.ts';
import { createTarget, start, usage } from './testing/target.ts';
import { jsonOfUses, renderUnused, usesOf } from './unused.ts';
import { renderVersions, versionsAsJson, versionsOf } from './versions.ts';
import { readWhy, renderTableWhy, tellWhy, whyAsJson } from './why.ts';

const showing = { isTerminal: false, width: undefined, flags: ' --stage prod' };
const version = (partition: string, digest: string, at = start) => ({ partition, digest, executionId: 'e', at });
const present = { target: 'usage', reads: [], digest: 'new00000' };

test('versions tell which partitions an older SQL made, and how they are made anew', () => {
  const made = [
    version('2026-11-17', 'old00000', start - 2_000),
    version('2026-11-18', 'old00000', start - 1_000),
    version('2026-11-19', 'new00000'),
  ];
  const versions = versionsOf(made, present);
  expect(versions.map(({ digest, isPresent, partitions }) => [digest, isPresent, partitions.length])).toEqual([
    ['new00000', true, 1],
    ['old00000', false, 2],
  ]);
  const told = renderVersions('usage', versions, showing);
  expect(told).toMatch(/│ new00000 │ the present SQL │ 1 +│ 2026-11-20 13:00:00 UTC/);
  expect(told).toContain('2 partitions of an older SQL: 2026-11-17 to 2026-11-18 (2)\n');
  expect(told).toContain('lake backfill usage --from 2026-11-17 --to 2026-11-19 --stage prod says');
  expect(versionsAsJson('usage', versions)).toMatchObject({
    target: 'usage',
    versions: [{ digest: 'new00000', isPresent: true, madeTo: '2026-11-20T13:00:00.000Z' }, { isPresent: false }],
  });
});

test('what was made as a whole is newer than what was made of its parts, and older than what is made since', () => {
  const made = [version('2026-11-17', 'old', 100), version('all', 'new00000', 200), version('2026-11-18', 'old', 300)];
  expect(versionsOf(made, present).map(({ digest, partitions }) => [digest, partitions])).toEqual([
    ['old', ['2026-11-18']],
    ['new00000', ['all']],
  ]);
  expect(renderVersions('usage', versionsOf([version('all', 'old')], present), showing)).toContain(
    'lake run usage --day all --stage prod',
  );
  expect(renderVersions('usage', versionsOf([version('all', 'new00000')], present), showing)).toContain(
    'All of usage is of the present SQL.',
  );
  expect(renderVersions('usage', [], showing)).toContain('nothing has been made yet');
});

const dataset = (name: string, ...reads: readonly string[]): Declared => ({
  ...{ name, service: 'query', kind: 'dataset', reads },
});
const declared: readonly Declared[] = [
  dataset('usage', 'lake.requests'),
  { ...dataset('trend', 'lake.usage'), kind: 'view' },
  dataset('health', 'lake.trend'),
  dataset('lonely', 'raw.clicks'),
];
const graph = graphOf(declared);

test('why is told by what it reads and how that stands, what reads it, and what its changes made run', async () => {
  const jobs = createMemoryStore();
  await jobs.define({ target: 'usage', digest: 'd', reads: [{ table: 'lake.requests', distance: 1 }] }, 'n');
  await jobs.define(
    {
      target: 'health',
      digest: 'd',
      reads: [
        { table: 'lake.usage', distance: 2 },
        { table: 'lake.requests', distance: 3 },
      ],
    },
    'n',
  );
  await jobs.stand('usage', {
    state: 'FAILED',
    executionId: 'e',
    at: start - 60_000,
    message: 'DIVISION_BY_ZERO: no\nmore',
  });
  const units = [{ id: 'd', version: 'v', why: ['Table Updated of lake.usage'] }];
  const run = { id: 'r', lane: 'write', digest: 'd', units, attempt: 1, notBefore: 0 };
  const end = { state: 'SUCCEEDED', scannedBytes: 0, message: '', at: start };
  await jobs.recordEnd('health', run, { ...end, start: { executionId: 'x', at: start } });
  const standings = new Map((await jobs.standings()).map((each) => [each.target, each]));
  const why = await readWhy('health', [jobs], { graph, standings });
  expect(tellWhy(why, start).slice(0, 3)).toEqual([
    '  reads      trend',
    '             usage, through others: FAILED 1 min ago: DIVISION_BY_ZERO: no',
    '             requests, through others',
  ]);
  const ofUsage = await readWhy('usage', [jobs], { graph, standings });
  expect(tellWhy(ofUsage, start)).toEqual([
    '  reads      requests',
    '  is read by health, through 1 between',
    '  made run   2026-11-20 13:00:00 UTC  health  write  SUCCEEDED',
  ]);
  expect(whyAsJson(ofUsage)).toEqual({
    reads: [{ name: 'requests', isDirect: true, state: null, at: null, message: null }],
    readBy: [{ target: 'health', distance: 2 }],
    madeRun: [
      { target: 'health', executionId: 'x', lane: 'write', state: 'SUCCEEDED', at: '2026-11-20T13:00:00.000Z' },
    ],
  });
  const ofTable = await readWhy('requests', [jobs], { graph, standings });
  expect(renderTableWhy('requests', ofTable, start)).toBe(
    'requests, a table that is read\n  reads      nothing\n  is read by usage\n             health, through 2 between\n  made run   nothing\n',
  );
});

const ids = z.object({ QueryExecutionIds: z.array(z.string()) });
const asked = z.object({ NextToken: z.string().optional() });

/** An Athena whose statements are as old in minutes as their ids say. */
function athenaOf(pages: readonly (readonly string[])[]) {
  return answering({
    ListQueryExecutions: (input) => {
      const page = Number(asked.parse(input).NextToken ?? 0);
      return { QueryExecutionIds: pages[page], NextToken: page + 1 < pages.length ? String(page + 1) : undefined };
    },
    BatchGetQueryExecution: (input) => ({
      QueryExecutions: ids.parse(input).QueryExecutionIds.map((id) => ({
        Query: `SELECT * FROM "Usage" -- ${id}`,
        Status: { SubmissionDateTime: new Date(start - Number(id) * 60_000) },
      })),
    }),
  });
}

test('the history of statements is read as far as it is asked for', async () => {
  const of = { workGroup: 'people', from: start - 10 * 60_000, most: 100 };
  const some = athenaOf([['1', '2'], ['5', '20'], ['30', '40'], ['50']]);
  const history = await readHistory(some, of);
  expect(history.statements).toHaveLength(3);
  expect([history.since, history.isCut]).toEqual([start - 5 * 60_000, false]);
  expect(some.asked.filter(({ name }) => name === 'ListQueryExecutions')).toHaveLength(3);
  const cut = await readHistory(athenaOf([['1'], ['2'], ['3']]), { ...of, most: 2 });
  expect([cut.statements.length, cut.isCut]).toEqual([2, true]);
  expect(await readHistory(athenaOf([[]]), of)).toEqual({ statements: [], since: undefined, isCut: false });
});

test('a dataset is used where a statement names it, or a view over it, in whatever case', () => {
  const at = start - 60_000;
  const uses = (...sql: readonly string[]) => usesOf(graph, { statements: sql.map((each) => ({ sql: each, at })) });
  expect(uses('SELECT 1 FROM "TREND"').map(({ name, askedAt }) => [name, askedAt])).toEqual([
    ['lonely', undefined],
    ['usage', at],
    ['health', undefined],
  ]);
  expect(uses('SELECT 1 FROM usage_of_others')[1]?.askedAt).toBeUndefined();
  const unused = uses('SELECT 1 FROM lake.health');
  expect(unused.map(({ name, readBy }) => [name, readBy])).toEqual([
    ['lonely', []],
    ['usage', ['health']],
    ['health', []],
  ]);
  const histories = [{ workGroup: 'people', statements: [{ sql: '', at }], since: at, isCut: true }];
  const told = renderUnused(unused, { days: 30, now: start, isTerminal: false, width: undefined, histories });
  expect(told).toMatch(/│ lonely +│ not in 30 days │ nothing/);
  expect(told).toMatch(/│ usage +│ not in 30 days │ health/);
  expect(told).not.toMatch(/^│ health/m);
  expect(told).toContain(
    "Athena's history of people: 1 statement, back to 2026-11-20 12:59:00 UTC (1 min); there are older ones, which were not read. Athena itself keeps 45 days.",
  );
  expect(JSON.parse(jsonOfUses(unused, histories).split('\n')[0] ?? '')).toMatchObject({
    dataset: 'lonely',
    askedAt: null,
    seen: [{ workGroup: 'people', statements: 1, isCut: true }],
  });
});

test('a target that is no longer declared is told while its table is there, with the command that drops it', async () => {
  const jobs = createMemoryStore();
  await jobs.define({ target: 'gone', digest: 'd', reads: [] }, 'n');
  await jobs.undefine('gone', start);
  const { removed, looks } = await survey([usage], [usage], { open: () => jobs, now: start, most: 3 });
  expect(removed).toEqual([{ name: 'gone', service: 'query', removedAt: start }]);
  expect(looks).toHaveLength(1);
  const remains = await remainsOf(removed, answering({ GetTable: { Table: { TableType: 'EXTERNAL_TABLE' } } }), 'lake');
  expect(tellRemains(remains, ' --stage prod')).toEqual([
    '',
    'No longer declared, and kept until somebody drops it:',
    '  gone, of services/query until 2026-11-20 13:00:00 UTC: lake query "DROP TABLE gone" --stage prod',
  ]);
  const view = await remainsOf(removed, answering({ GetTable: { Table: { TableType: 'VIRTUAL_VIEW' } } }), 'lake');
  expect(tellRemains(view, '')[2]).toContain('"DROP VIEW gone"');
  expect(tellRemains([], '')).toEqual([]);
  const dropped = new EntityNotFoundException({ message: 'no', $metadata: {} });
  expect(await remainsOf(removed, answering({ GetTable: dropped }), 'lake')).toEqual([]);
  const failing = remainsOf(removed, answering({ GetTable: named('AccessDeniedException') }), 'lake');
  await expect(failing).rejects.toThrow('no');
});

test('one service without the other is a lake too', async () => {
  const jobs = createMemoryStore();
  const missing = new NotDeployedError(placeOf('enrich', { prefix: 'p', stage: 's' }), 'table');
  const requests: Declared = { name: 'requests', service: 'enrich', kind: 'enrichment' };
  const seen = await survey([requests, usage], [requests, usage], {
    open: (service) => (service === 'enrich' ? { ...jobs, standings: () => Promise.reject(missing) } : jobs),
    now: start,
    most: 3,
  });
  expect([seen.looks.map(({ target }) => target.name), seen.missing]).toEqual([['usage'], [missing]]);
});

test('a target fails while something is set aside, or until a statement has succeeded again', async () => {
  const target = createTarget();
  const failing = async () => isFailing(await target.desk.look());
  await target.add(['2026-11-19', '2026-11-20']);
  expect(await failing()).toBe(false);
  await target.fail(await target.begin(['2026-11-19']), 'no');
  expect(await failing()).toBe(true);
  target.pass(1_000);
  await target.succeed(await target.begin(['2026-11-20']));
  expect(await failing()).toBe(true);
  await target.store.release('usage', await target.store.setAside('usage'), { dueAt: start, forget: true });
  expect(await failing()).toBe(false);
});

test('who waits for a place waits for one of those that run', async () => {
  const jobs = createMemoryStore();
  const slots = {
    version: 1,
    running: { a: { run: 'r#1', at: 1 }, b: { run: 's#1', at: 1 } },
    waiting: { usage: { dueAt: 1, yields: false } },
  };
  const open = () => ({ ...jobs, slots: async () => slots });
  const { looks } = await survey([usage], [usage], { open, now: start, most: 3 });
  expect(looks.map(({ placeOf }) => placeOf)).toEqual([2]);
});
