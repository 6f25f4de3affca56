import { describe, expect, test } from 'vitest';
import { type Execution, type Statement, StatementRefusedError } from '../athena.ts';
import type { LakeEvent } from '../events.ts';
import type { JobStore } from './job-store.ts';
import { createJobs } from './jobs.ts';
import { nextRun } from './next-run.ts';
import type { Lane, Step, Target } from './target.ts';
import { createMemoryStore } from './testing/memory-store.ts';
import type { NewUnit } from './unit.ts';

const limits = { maxUnits: 10, maxPartitions: 10, maxBytes: 1_000, maxIdBytes: 1_000, everyMs: 0 };
const stepOf = (sql: string): Step => ({ name: sql, sql, always: sql === 'tidy' || undefined });
const unit = (id: string): NewUnit => ({ id, lane: 'write', stamp: 's', dueAt: 0 });

function setUp(
  lane: Partial<Lane> = {},
  start: (sql: string) => void = () => undefined,
  jobs: Partial<JobStore> = {},
  { names = ['t'], chance = 0 } = {},
) {
  const store = createMemoryStore();
  const statements: Statement[] = [];
  const ends = new Map<string, Partial<Execution>>();
  const events: LakeEvent[] = [];
  const woken: string[] = [];
  const told: unknown[] = [];
  const counted: unknown[][] = [];
  const properties = { now: 'p1' };
  const changes: { are: readonly string[] } = { are: [] };
  let clock = 1_000;
  const target = (): Target => ({
    name: 't',
    digest: 'd',
    lanes: { write: { limits, statement: (units) => `write ${units.map(({ id }) => id).join(',')}`, ...lane } },
    table: {
      ...{ create: 'create', alter: 'alter', properties: properties.now },
      ...(changes.are.length === 0 ? {} : { changes: { steps: () => changes.are.map(stepOf) } }),
    },
    explain: (sql, message) => {
      const where = message.startsWith('line ') ? `x.sql:${message.slice(5)}` : undefined;
      return { message: where === undefined ? message : `${sql}: ${where}`, where };
    },
    command: (units) => `lake run t --day ${units.map(({ id }) => id).join()}`,
  });
  const service = () =>
    createJobs({
      targets: names.map((name) => ({ ...target(), name })),
      jobs: { ...store, ...jobs },
      statementsAtOnce: 1,
      athena: {
        startQuery: async (statement) => {
          start(statement.sql);
          statements.push(statement);
          return `q${statements.length}`;
        },
        getQuery: async (id) => ({ id, state: 'RUNNING', scannedBytes: 0, ...ends.get(id) }),
        stopQuery: async () => undefined,
        getUpdateCount: async () => 7,
        getRows: async () => ({ columns: [{ name: 'day', type: 'varchar' }], rows: [['2026-11-20'], ['2026-11-21']] }),
      },
      tableExists: async () => statements.some(({ sql }) => sql === 'create'),
      names: { database: 'lake', workGroup: 'w' },
      wake: async (name, seconds) => {
        woken.push(`${name} ${seconds}`);
      },
      sendEvents: async (sent) => {
        events.push(...sent);
      },
      maxMs: 60_000,
      measure: async () => undefined,
      linkOf: (id) => `https://athena/${id}`,
      now: () => clock,
      newId: () => `r${statements.length}`,
      chance: () => chance,
      log: { info: (...line) => void told.push(line), warn: () => undefined },
      count: () => undefined,
      countBy: (...metric) => counted.push(metric),
    });
  const end = async (how: Partial<Execution> = { state: 'SUCCEEDED' }) => {
    ends.set(`q${statements.length}`, how);
    await service().goOn('t');
  };
  const pass = (ms: number) => {
    clock += ms;
  };
  return {
    store,
    service,
    statements,
    sql: () => statements.map((each) => each.sql),
    events,
    woken,
    told,
    counted,
    properties,
    changes,
    end,
    pass,
    ends,
  };
}

describe('the jobs of a service', () => {
  test('make a table, give one that exists other properties, and no more often than that', async () => {
    const { store, service, sql, properties, end } = setUp();
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end();
    properties.now = 'p2';
    await store.addUnits('t', [unit('b')]);
    await service().advance('t');
    await end();
    await end();
    await store.addUnits('t', [unit('c')]);
    await service().advance('t');
    expect(sql()).toEqual(['create', 'write a', 'alter', 'write b', 'write c']);
  });

  test.each([
    ['by hand', undefined],
    ['filled', 'sql 1'],
  ])('have a table filled anew that is made again for a change, not for what fills it: %s', async (why, left) => {
    const { store, service, sql } = setUp({ makes: true });
    await store.noteFilled('t', 'sql 1');
    await store.addUnits('t', [{ ...unit('a'), why: [why] }]);
    await service().advance('t');
    expect(sql()).toEqual(['create']);
    expect((await store.state('t')).filled).toBe(left);
  });

  test('leave a table that is there as filled as it was', async () => {
    const { store, service, sql, end } = setUp({ makes: true });
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await store.noteFilled('t', 'sql 1');
    await service().goOn('t');
    expect(sql()).toEqual(['create', 'write a']);
    expect((await store.state('t')).filled).toBe('sql 1');
  });

  test('put off what is not ready, longer each time, and go on with the others', async () => {
    const { store, service, sql, woken, end, pass } = setUp({
      unready: async (units) => new Set(units.map(({ id }) => id).filter((id) => id === 'a')),
    });
    await store.addUnits('t', [unit('a'), unit('b')]);
    await service().advance('t');
    await end();
    await end();
    expect(sql()).toEqual(['create', 'write b']);
    expect(woken).toContain('t 1');
    pass(5_000);
    await service().goOn('t');
    expect(woken).toContain('t 2');
    expect(await store.waiting('t', 0, 1)).toMatchObject([{ id: 'a', postponed: 2, dueAt: 8_000 }]);
  });

  test('do along what a statement does anyway', async () => {
    const { store, service, sql, end } = setUp({
      limits: { ...limits, maxUnits: 1 },
      along: (_, waiting) => waiting.filter(({ id }) => id === 'b'),
    });
    await store.addUnits('t', [unit('a'), unit('b')]);
    await service().advance('t');
    await end();
    await end();
    expect(sql()).toEqual(['create', 'write a,b']);
    expect(await store.waiting('t', 0, 1)).toEqual([]);
  });

  test('do what failed alone, whatever could be done along, and so come to an end', async () => {
    const { store, service, sql, end } = setUp({
      limits: { ...limits, maxUnits: 1 },
      along: (_, waiting) => waiting.filter(({ id }) => id !== 'a'),
    });
    await store.addUnits('t', [unit('a'), unit('b'), unit('c')]);
    await service().advance('t');
    await end();
    for (let round = 0; round < 10; round += 1) {
      const isBad = sql().at(-1)?.includes('a') ?? false;
      const failure = { category: 'user', message: 'DIVISION_BY_ZERO', retryable: false } as const;
      await end(isBad ? { state: 'FAILED', failure } : { state: 'SUCCEEDED' });
    }
    expect(sql()).toEqual(['create', 'write a,b,c', 'write a', 'write b', 'write c']);
    expect((await store.setAside('t')).map(({ id }) => id)).toEqual(['a']);
  });

  test('keep runs of what failed from putting off what is new', async () => {
    const { store, service, end, pass } = setUp({ limits: { ...limits, everyMs: 60_000 } });
    pass(99_000);
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    const first = (await store.state('t')).claimedAt.write;
    pass(30_000);
    await end({ state: 'FAILED', failure: { category: 'user', message: 'DIVISION_BY_ZERO', retryable: false } });
    expect(await store.setAside('t')).toMatchObject([{ dueAt: 190_000 }]);
    await store.addUnits('t', [{ ...unit('a'), stamp: 's2' }]);
    expect(await store.waiting('t', 0, 1)).toMatchObject([{ id: 'a', dueAt: 190_000, limit: 1 }]);
    pass(120_000);
    await service().advance('t');
    expect((await store.state('t')).run?.units).toMatchObject([{ id: 'a' }]);
    expect((await store.state('t')).claimedAt.write).toBe(first);
  });

  test('go on where Athena says that there is more of it to do, which is no failure', async () => {
    const { store, service, sql, events, end } = setUp();
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    const message = 'ICEBERG_VACUUM_MORE_RUNS_NEEDED: Removed 20000 files in this round of vacuum';
    await end({ state: 'FAILED', failure: { category: 'user', message, retryable: false } });
    expect(sql()).toEqual(['create', 'write a', 'write a']);
    expect(events.filter(({ type }) => type === 'Dataset Failed')).toEqual([]);
  });

  test('set aside what Athena does not take, and tell of it', async () => {
    const { store, service, events, end } = setUp({}, (sql) => {
      if (sql.startsWith('write')) throw new StatementRefusedError('MALFORMED_QUERY: line 1:1: mismatched input');
    });
    await store.addUnits('t', [unit('a'), unit('b')]);
    await service().advance('t');
    await end();
    const aside = await store.setAside('t');
    expect(aside.map(({ id, aside: why }) => [id, why?.reason])).toEqual([
      ['a', 'MALFORMED_QUERY: line 1:1: mismatched input'],
      ['b', 'MALFORMED_QUERY: line 1:1: mismatched input'],
    ]);
    expect(events.at(-1)?.detail).toMatchObject({ willRetry: false, setAside: ['a', 'b'] });
    expect((await store.log('t', 10)).map(({ state }) => state)).toContain('REFUSED');
  });

  test('do because of rows that a statement found what they call for, once, and say so in the log', async () => {
    const { store, service, sql, end } = setUp({
      found: (rows) => rows.map(([day = '']) => ({ id: day, lane: 'write', stamp: 'found', dueAt: 0 })),
      says: (rows) => `${rows.length} days`,
      fills: 'sql 1',
    });
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end();
    expect(sql().slice(0, 3)).toEqual(['create', 'write a', 'write 2026-11-20,2026-11-21']);
    expect((await store.state('t')).filled).toBe('sql 1');
    expect((await store.log('t', 9)).map(({ message }) => message)).toContain('2 days');
  });

  test('tell whose mistake it is, where to look and what to type', async () => {
    const { store, service, events, end } = setUp();
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end({ state: 'FAILED', failure: { category: 'user', message: 'line 1:7', retryable: false } });
    expect(events.at(-1)?.detail).toMatchObject({
      message: 'write a: x.sql:1:7',
      where: 'x.sql:1:7',
      link: 'https://athena/q2',
      command: 'lake run t --day a',
    });
    expect((await store.setAside('t'))[0]?.aside?.reason).toBe('write a: x.sql:1:7');
  });

  test('change a table in several steps where it takes them, and start each once', async () => {
    const { store, service, statements, properties, changes, end } = setUp();
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end();
    properties.now = 'p2';
    changes.are = ['alter one', 'alter two'];
    await store.addUnits('t', [unit('b')]);
    await service().advance('t');
    await end();
    await end();
    expect(statements.map(({ sql }) => sql)).toEqual(['create', 'write a', 'alter one', 'alter two', 'write b']);
    expect(new Set(statements.map(({ token }) => token)).size).toBe(5);
    expect((await store.state('t')).prepared).toBe('p2');
  });

  test('tidy up after a statement that Athena does not take, and wake for it', async () => {
    const { store, service, sql, events, woken, changes, properties, end } = setUp({}, (text) => {
      if (text === 'alter one') throw new StatementRefusedError('MALFORMED_QUERY: line 1:1');
    });
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end();
    properties.now = 'p2';
    changes.are = ['alter one', 'tidy'];
    await store.addUnits('t', [unit('b')]);
    await service().advance('t');
    expect(woken.at(-1)).toBe('t 0');
    await service().goOn('t');
    await end();
    expect(sql().at(-1)).toBe('tidy');
    expect(events.at(-1)?.detail).toMatchObject({ willRetry: false, setAside: ['b'] });
    expect(events.at(-1)?.detail).not.toHaveProperty('queryExecutionId');
    expect((await store.log('t', 9)).map(({ step, state }) => `${step} ${state}`)).toEqual(
      expect.arrayContaining(['alter one REFUSED', 'tidy SUCCEEDED']),
    );
  });

  test('leave the start to one function: the others wake it', async () => {
    const { store, service, sql, woken, end } = setUp();
    await store.addUnits('t', [unit('a')]);
    await service().reconcile();
    expect([sql(), woken]).toEqual([[], ['t 0']]);
    await service().settleExecution('unknown');
    expect(woken).toHaveLength(1);
    await service().advance('t');
    await service().settleExecution('unknown');
    expect(woken).toEqual(['t 0', 't 1']);
    await end();
    await end();
    await service().reconcile();
    expect(woken).toHaveLength(2);
  });

  test('wake a target whose statement has ended if it has more to do at once, and not if it has not', async () => {
    const { store, service, sql, woken, ends } = setUp();
    await store.addUnits('t', [unit('a')]);
    const settle = async (execution: string) => {
      ends.set(execution, { state: 'SUCCEEDED' });
      await service().settleExecution(execution);
      await service().settleExecution(execution);
      return woken.splice(0);
    };
    await service().advance('t');
    expect(await settle('q1'), 'the table is made, its rows are not').toEqual(['t 0', 't 0']);
    await service().advance('t');
    await store.addUnits('t', [{ ...unit('b'), dueAt: 9_000 }]);
    expect(await settle('q2'), 'what is left is not due').toEqual([]);
    await store.addUnits('t', [{ ...unit('c'), dueAt: 1_900 }]);
    expect(await settle('q2'), 'what is left is due by a clock that is ahead').toEqual(['t 0', 't 0']);
    expect(sql()).toEqual(['create', 'write a']);
  });

  test('wake a target for what is due later, by no message that waits for longer than two minutes', async () => {
    const { store, service, pass, woken } = setUp();
    await store.addUnits('t', [{ ...unit('a'), dueAt: 201_000 }]);
    await service().advance('t');
    pass(120_000);
    await service().advance('t');
    expect(woken).toEqual(['t 120', 't 80']);
  });

  test('say of a claim whether it is the first of its target', async () => {
    const firsts: unknown[] = [];
    const memory = createMemoryStore();
    const claim: JobStore['claim'] = (name, run, of) => {
      firsts.push(of.isFirst);
      return memory.claim(name, run, of);
    };
    const { service, end } = setUp({}, undefined, { ...memory, claim });
    await memory.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end();
    await memory.addUnits('t', [unit('b')]);
    await service().advance('t');
    expect(firsts).toEqual([true, false, false]);
  });

  test('wake for what was set aside under another SQL, once what is under way has ended', async () => {
    const { store, service, woken, ends } = setUp();
    await store.addUnits('t', [unit('a'), unit('b')]);
    const aside = { digest: 'former', reason: 'x', at: 0, againAt: 0 };
    await store.putAside('t', (await store.units('t')).slice(0, 1), aside);
    await service().advance('t');
    await service().reconcile();
    expect(woken).toEqual([]);
    ends.set('q1', { state: 'SUCCEEDED' });
    await store.remove('t', (await store.units('t')).slice(1));
    await service().reconcile();
    expect(woken).toEqual(['t 0']);
  });

  test('tell of rows once readers see them, once, and tidy up after that', async () => {
    const publish: Step = { name: 'publish', sql: 'publish', publishes: true };
    const { store, service, sql, events, woken, counted, end } = setUp({
      steps: () => [stepOf('stage'), publish, stepOf('tidy')],
      update: () => ({ cause: 'rows' }),
      passOn: () => [{ target: 'reader', units: [] }],
    });
    const rows = () => events.filter(({ detail }) => 'cause' in detail && detail.cause === 'rows').length;
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end();
    expect([sql().at(-1), rows(), woken]).toEqual(['publish', 0, []]);
    await end();
    expect([sql().at(-1), rows(), woken]).toEqual(['tidy', 1, ['reader 0']]);
    expect(await store.units('t')).toEqual([]);
    expect((await store.state('t')).run).toMatchObject({ told: true });
    await end({ state: 'FAILED', failure: { category: 'system', message: 'INTERNAL_ERROR', retryable: true } });
    expect([rows(), woken, (await store.state('t')).run]).toEqual([1, ['reader 0'], undefined]);
    expect(counted.filter(([name]) => name === 'RowsWritten')).toEqual([['RowsWritten', { table: 't' }, 7]]);
    expect(events.filter(({ type }) => type === 'Dataset Failed')).toEqual([]);
  });

  test('tell those that read the table before their own work is done with, the same when they tell it again, and wake them', async () => {
    let isKilled = true;
    const remove: JobStore['remove'] = async (name, units) => {
      if (isKilled) throw new Error('killed');
      await memory.remove(name, units);
    };
    const passOn: Lane['passOn'] = (units, stamp, now) => [
      { target: 'reader', units: units.map(({ id, since }) => ({ id, since, lane: 'write', stamp, dueAt: now })) },
    ];
    const {
      store: memory,
      service,
      woken,
      end,
      pass,
    } = setUp({ passOn }, undefined, {
      remove: (name, units) => remove(name, units),
    });
    await memory.addUnits('t', [{ ...unit('a'), since: 70 }]);
    await service().advance('t');
    await end();
    await expect(end()).rejects.toThrow('killed');
    const told = await memory.units('reader');
    expect(told).toMatchObject([{ id: 'a', since: 70 }]);
    expect(woken).not.toContain('reader 0');
    pass(9_000);
    isKilled = false;
    await end();
    expect(await memory.units('reader')).toEqual(told);
    expect(await memory.units('t')).toEqual([]);
    expect(woken).toContain('reader 0');
  });

  test('give a place back that a killed function has taken for nothing', async () => {
    const { store, service, pass } = setUp();
    await store.saveSlots({ version: 1, running: { t: { run: 'r#1', at: 1_000 } }, waiting: {} });
    await service().reconcile();
    expect((await store.slots()).running).not.toEqual({});
    pass(61_000);
    await service().reconcile();
    expect((await store.slots()).running).toEqual({});
  });

  test('wait for a place, also for the next attempt, and say so in the slots', async () => {
    const { store, service, sql, end, pass } = setUp();
    await store.addUnits('t', [unit('a')]);
    await service().advance('t');
    await end();
    await end({ state: 'FAILED', failure: { category: 'system', message: 'INTERNAL_ERROR', retryable: true } });
    const { version } = await store.slots();
    await store.saveSlots({ version: version + 1, running: { other: { run: 'x#1', at: 6_000 } }, waiting: {} });
    pass(5_000);
    await service().advance('t');
    expect(sql()).toEqual(['create', 'write a']);
    expect((await store.slots()).waiting).toEqual({ t: { dueAt: 0, yields: false } });
    await store.saveSlots({ version: version + 3, running: {}, waiting: {} });
    await service().advance('t');
    expect(sql()).toEqual(['create', 'write a', 'write a']);
  });

  test('find what does not yield behind all that does', async () => {
    const yielding: Lane = { limits, statement: () => 'backfill', yields: true };
    const store = createMemoryStore();
    const asked: number[] = [];
    const waiting: JobStore['waiting'] = (name, now, enough) => {
      asked.push(enough);
      return store.waiting(name, now, enough);
    };
    const state = { claimedAt: {} };
    const target: Target = { name: 't', digest: 'd', lanes: { backfill: yielding } };
    const deps = { jobs: { ...store, waiting }, gateOf: async () => () => [], now: () => 1_000 };
    await nextRun(deps, target, state);
    await nextRun(deps, { ...target, lanes: { write: { limits, statement: () => 'write' } } }, state);
    expect(asked).toEqual([Number.POSITIVE_INFINITY, 1_000]);
  });

  test('are reconciled from another target on each time, so that a function cut off reaches all of them', async () => {
    const { store, service, woken } = setUp({}, undefined, {}, { names: ['t', 'u', 'v'], chance: 0.5 });
    for (const name of ['t', 'u', 'v']) await store.addUnits(name, [unit('a')]);
    await service().reconcile();
    expect(woken).toEqual(['u 0', 'v 0', 't 0']);
  });

  test('wake for a run that nobody has started', async () => {
    const { store, service, woken } = setUp();
    const run = { id: 'r', lane: 'write', digest: 'd', units: [], attempt: 1, notBefore: 0 };
    await store.claim('t', run, { statement: 'write', at: 0, isNew: true });
    await service().reconcile();
    expect(woken).toEqual(['t 0']);
  });
});

test('a statement that wrote rows says which, how long it took, and how long its oldest work had waited', async () => {
  const update = () => ({ cause: 'rows' }) as const;
  const { store, service, end, pass, told, counted } = setUp({ update });
  await store.addUnits('t', [unit('a'), { ...unit('b'), dueAt: 900 }]);
  await service().advance('t');
  await end();
  expect(counted, 'of making the table').toEqual([]);
  pass(4_000);
  await end({ state: 'SUCCEEDED', scannedBytes: 12 });
  expect(counted).toEqual([
    ['RowsWritten', { table: 't' }, 7],
    ['SecondsBehind', { table: 't' }, 5],
  ]);
  expect(told).toContainEqual([
    'Succeeded',
    { target: 't', lane: 'write', units: 2, ms: 4_000, scannedBytes: 12, rows: 7, executionId: 'q2' },
  ]);
});
