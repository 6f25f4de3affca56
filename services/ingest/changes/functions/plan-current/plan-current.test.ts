import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import type { KeyRange } from '../../core/current/rows-units.ts';
import { createPlanCurrent } from './plan-current.ts';

const rows = 'a_t_rows_1';
const created = (key: string, more: object = {}) => ({
  id: 'e1',
  body: {
    id: 'e1',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'b' }, object: { key, size: 9, 'version-id': 'v1', ...more } },
  },
});
const file = (table: string) => `lake/${table}/year=2026/month=11/day=17/hour=12/o.parquet`;

function setUp() {
  const store = createMemoryStore();
  const calls: string[] = [];
  const ready = new Set<string>();
  const ranges: KeyRange[] = [{ from: '1', to: '5' }];
  const digests = { a_t_current: 'd1', a_t_history: 'd1', a_v_current: 'd1' };
  const note = (what: string) => async (name: string) => {
    calls.push(`${what} ${name}`);
  };
  const planCurrent = createPlanCurrent({
    tables: [{ table: { name: 'a_t', key: [] }, target: { name: rows } }],
    viewTargets: Object.keys(digests).map((name) => ({
      name,
      get digest() {
        return Reflect.get(digests, name);
      },
    })),
    keepViews: async ({ id }) => {
      calls.push(`views ${id}`);
    },
    readKeyRange: async ({ bucket, key, size }) => {
      calls.push(`range ${bucket} ${key} ${size}`);
      return ranges[0];
    },
    isReady: async (table) => ready.has(table),
    store,
    jobs: { advance: note('advance'), goOn: note('go on'), retry: note('retry') },
    now: () => 5,
  });
  const waiting = async (target: string) =>
    (await store.waiting(target, 5, Number.POSITIVE_INFINITY)).map(({ id, lane, partition, bytes }) => ({
      id,
      lane,
      partition,
      bytes,
    }));
  /** As a run of the target ends that did all that waits. */
  const conclude = async (target: string, prepared?: string) => {
    const units = await store.waiting(target, 5, Number.POSITIVE_INFINITY);
    const run = { id: `${target} ${prepared}`, lane: 'x', digest: 'd', units: [...units], attempt: 1, notBefore: 0 };
    await store.claim(target, run, { statement: '', at: 0, isNew: true });
    await store.remove(target, units);
    await store.endRun(target, run, prepared);
  };
  return { planCurrent, store, calls, ready, ranges, digests, waiting, conclude };
}

describe('a new file of changes', () => {
  test('waits for its table, with the range of its keys; the table is filled first, once', async () => {
    const { planCurrent, calls, waiting, ready, conclude } = setUp();
    const key = file('a_t_changes');
    await planCurrent(created(key));
    expect(await waiting(rows)).toEqual([
      { id: 'rebuild', lane: 'rebuild', partition: 'all', bytes: undefined },
      { id: `s3://b/${key}#1~5`, lane: 'objects', partition: 'all', bytes: 9 },
    ]);
    expect(calls.filter((call) => !call.includes('_current') && !call.includes('_history'))).toEqual([
      `advance ${rows}`,
      `range b ${key} 9`,
      `advance ${rows}`,
    ]);
    calls.length = 0;
    await planCurrent(created(key));
    expect(calls.filter((call) => call === `advance ${rows}`)).toHaveLength(1);
    ready.add(rows);
    await conclude(rows);
    await planCurrent(created(key));
    expect((await waiting(rows)).map(({ lane }) => lane)).toEqual(['objects']);
  });

  test('whose keys say nothing waits without a range', async () => {
    const { planCurrent, waiting, ranges, ready } = setUp();
    ready.add(rows);
    ranges.length = 0;
    await planCurrent(created(file('a_t_changes')));
    expect((await waiting(rows)).map(({ id }) => id)).toEqual([`s3://b/${file('a_t_changes')}`]);
  });

  test('that comes twice is one unit, and one that was written anew is to be merged anew', async () => {
    const { planCurrent, store, ready } = setUp();
    ready.add(rows);
    const versions = [];
    for (const id of ['v1', 'v1', 'v2']) {
      await planCurrent(created(file('a_t_changes'), { 'version-id': id }));
      versions.push((await store.waiting(rows, 5, 9))[0]?.version);
    }
    expect([versions[0] === versions[1], versions[1] === versions[2]]).toEqual([true, false]);
  });

  test('of a table whose current rows are a view, or of none, is no unit of a table', async () => {
    const { planCurrent, waiting, calls } = setUp();
    for (const table of ['a_v_changes', 'a_tt_changes', 'haproxy_requests']) await planCurrent(created(file(table)));
    expect(await waiting(rows)).toEqual([]);
    expect(calls).toEqual(['advance a_v_current']);
  });
});

describe('the views of a table', () => {
  test('are made with its first file, and not again; again where their SQL is another', async () => {
    const { planCurrent, calls, conclude, digests } = setUp();
    const made = async () => {
      calls.length = 0;
      await planCurrent(created(file('a_v_changes')));
      return calls;
    };
    expect(await made()).toEqual(['advance a_v_current']);
    expect(await made()).toEqual(['advance a_v_current']);
    await conclude('a_v_current', 'd1');
    expect(await made()).toEqual([]);
    const anew = setUp();
    await anew.planCurrent(created(file('a_v_changes')));
    await anew.conclude('a_v_current', 'd0');
    anew.calls.length = 0;
    await anew.planCurrent(created(file('a_v_changes')));
    expect(anew.calls).toEqual(['advance a_v_current']);
    digests.a_v_current = 'd2';
    await planCurrent({ id: 'm', body: { views: true } });
    expect(await made()).toEqual(['advance a_v_current']);
  });

  test('are its own, both of them', async () => {
    const { planCurrent, calls, ready } = setUp();
    ready.add(rows);
    await planCurrent(created(file('a_t_changes')));
    expect(calls.filter((call) => /_current|_history/.test(call))).toEqual([
      'advance a_t_current',
      'advance a_t_history',
    ]);
  });
});

test('a correction has the whole table made anew, each once', async () => {
  const { planCurrent, waiting, calls, store } = setUp();
  const versions = [];
  for (const name of ['x', 'x', 'y']) {
    await planCurrent(created(`corrections/a_t_changes/${name}.json`));
    versions.push((await store.waiting(rows, 5, 9))[0]?.version);
  }
  await planCurrent(created('corrections/a_v_changes/x.json'));
  expect((await waiting(rows)).map(({ id }) => id)).toEqual(['rebuild']);
  expect([versions[0] === versions[1], versions[1] === versions[2]]).toEqual([true, false]);
  expect(calls).toEqual(Array.from({ length: 3 }, () => `advance ${rows}`));
});

test('the schedule fills what is new or was removed by hand, and keeps the views', async () => {
  const { planCurrent, waiting, calls, ready, conclude } = setUp();
  const schedule = () => planCurrent({ id: 'm', body: { views: true } });
  await schedule();
  await schedule();
  expect([await waiting(rows), calls]).toMatchObject([[{ id: 'rebuild' }], [`advance ${rows}`, 'views m', 'views m']]);
  await conclude(rows);
  ready.add(rows);
  await schedule();
  expect(await waiting(rows)).toEqual([]);
  ready.delete(rows);
  await schedule();
  expect(await waiting(rows)).toMatchObject([{ id: 'rebuild' }]);
});

test('does what it is told', async () => {
  const { planCurrent, waiting, calls } = setUp();
  await planCurrent({ id: 'm1', body: { retry: rows } });
  await planCurrent({ id: 'm2', body: { advance: rows } });
  await planCurrent({ id: 'm3', body: { run: rows, days: ['all'] } });
  await planCurrent({ id: 'm4', body: { run: 'a_v_current', days: ['all'] } });
  expect(await waiting('a_v_current')).toMatchObject([{ id: 'view', lane: 'view' }]);
  expect(calls.splice(-1)).toEqual(['advance a_v_current']);
  expect(calls).toEqual([`retry ${rows}`, `go on ${rows}`, `advance ${rows}`]);
  expect(await waiting(rows)).toMatchObject([{ id: 'rebuild' }]);
});
