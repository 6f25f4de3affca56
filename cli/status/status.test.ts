import { describe, expect, test } from 'vitest';
import { createTarget, start, usage } from '../jobs/testing/target.ts';
import { jsonOfStatus } from './as-json.ts';
import { ask } from './asked.ts';
import type { Metric, Series } from './metrics.ts';
import type { Queue } from './queues.ts';
import { renderStatus } from './render.ts';
import { type Heard, statusOf } from './status.ts';
import { ageOf, metricsOf, waysIn } from './ways-in.ts';
import { wrongsOf } from './wrongs.ts';

const ways = waysIn({ prefix: 'tributary', stage: 'dev' });
const now = start;
const answered = <T>(answer: T) => ({ state: 'answered', answer }) as const;

const queue = (short: string, waiting = 0): Queue => ({
  name: `tributary-ingest-dev-${short}`,
  url: '',
  service: 'ingest',
  short,
  isDeadLetters: short.endsWith('-dead'),
  waiting,
  inFlight: 0,
});

/** What is counted in each metric of the last minutes. */
function seriesOf(value: (metric: Metric) => number | undefined, more: readonly Metric[] = []) {
  return new Map<Metric, Series>(
    [...metricsOf(ways), ...more].map((metric) => {
      const counted = value(metric);
      return [metric, counted === undefined ? [] : [{ at: now - 60_000, value: counted }]];
    }),
  );
}

const well: Heard = {
  queues: answered([queue('parse'), queue('parse-dead'), queue('changes')]),
  metrics: answered(seriesOf(() => undefined)),
  last: new Map(ways.map(({ name }) => [name, answered({ newest: undefined, isCut: false })])),
  jobs: answered({ looks: [], missing: [] }),
  tables: answered({ seen: [{ table: 'haproxy_requests', kind: 'parquet', writtenAt: now - 90_000 }], left: 0 }),
  alarms: answered({ total: 5, raised: [] }),
};

const raised = {
  name: 'tributary-ingest-dev-function-errors.parse-logs',
  service: 'ingest',
  page: 'function-errors',
  subject: 'parse-logs',
  since: now - 120_000,
  wrong: 'parse-logs fails',
  means: 'requests are late',
  begin: 'npx lake logs parse-logs --errors --stage dev',
};

const seen = (heard: Partial<Heard> = {}) => statusOf(ways, { ...well, ...heard }, { stage: 'dev', now });
const wide = { room: { isTerminal: false, width: undefined }, flags: ' --stage dev' };

describe('the status of a lake', () => {
  test('is well where there is no alarm, dead letter or unit set aside', () => {
    expect(wrongsOf(seen())).toEqual([]);
    expect(renderStatus(seen(), wide)).toContain('✓ nothing is wrong');
  });

  test('tells of a way in how long the oldest waits and where, and what came in and was rejected, by its own functions', () => {
    const age = ageOf('tributary-ingest-dev-parse');
    const counted: Readonly<Record<string, number>> = {
      'ApproximateAgeOfOldestMessage tributary-ingest-dev-parse': 90,
      'Requests ': 1_200,
      'RecordsRejected logs': 3,
      'RecordsRejected changes': 0,
      'IteratorAge ': 4_000,
    };
    const metrics = seriesOf(
      ({ name, dimensions }) => counted[`${name} ${dimensions.way ?? dimensions.QueueName ?? ''}`],
      [age],
    );
    const newest = { key: 'raw/logs/haproxy/x', at: now - 5_000 };
    const status = seen({
      queues: answered([queue('parse', 2), queue('changes')]),
      metrics: answered(metrics),
      last: new Map([['logs', answered({ newest, isCut: false })]]),
    });
    const [logs, events, changes] = status.ways;
    expect(logs).toMatchObject({
      waiting: 2,
      lag: { queue: 90 },
      rows: { hour: 1_200, day: 1_200 },
      rejected: { hour: 3 },
    });
    expect(events?.lag.iterator).toBe(4);
    expect(changes).toMatchObject({ waiting: 0, lag: { queue: 0 }, rejected: { day: 0 }, last: undefined });
    const text = renderStatus(status, wide);
    expect(text).toMatch(/│ logs +│ +2 │ 1 min 30 s \(queue\) │ 5 s ago +│ +1,200 │ +1,200 │ +3 │ +3 │/);
    expect(text).toMatch(/│ events +│ +│ 4 s \(iterator\) +│/);
  });

  test('is wrong by alarms, dead letters and what was set aside, each with the command to begin with', async () => {
    const target = createTarget(usage);
    await target.add(['2026-11-20']);
    await target.fail(await target.begin(['2026-11-20']), 'COLUMN_NOT_FOUND: line 1');
    const status = seen({
      queues: answered([queue('plan-current', 2), queue('parse-dead', 3)]),
      metrics: answered(seriesOf(() => undefined)),
      jobs: answered({ looks: [await target.desk.look()], missing: [] }),
      alarms: answered({ total: 5, raised: [raised] }),
    });
    expect(wrongsOf(status)).toEqual(['1 alarm in ALARM', '3 dead letters', 'set aside: units of usage']);
    const text = renderStatus(status, wide);
    for (const words of [
      '✗ 1 alarm in ALARM; 3 dead letters; set aside: units of usage',
      'tributary-ingest-dev-function-errors.parse-logs for 2 min',
      'begin npx lake logs parse-logs --errors --stage dev',
      'docs/runbook/function-errors.md',
      'begin lake replay dead-letters tributary-ingest-dev-parse-dead --go --stage dev',
      'COLUMN_NOT_FOUND: line 1',
      'lake retry usage --stage dev',
    ])
      expect(text).toContain(words);
    const json = JSON.parse(jsonOfStatus(status, ' --stage dev'));
    expect(json).toMatchObject({
      stage: 'dev',
      at: '2026-11-20T13:00:00.000Z',
      wrong: ['1 alarm in ALARM', '3 dead letters', 'set aside: units of usage'],
      deadLetters: [{ queue: 'tributary-ingest-dev-parse-dead', messages: 3, oldestSeconds: null }],
      setAside: [{ target: 'usage', units: 1, first: ['2026-11-20'], reason: 'COLUMN_NOT_FOUND: line 1' }],
      alarms: { total: 5, raised: [{ page: 'function-errors', since: '2026-11-20T12:58:00.000Z' }] },
    });
    expect(json.waysIn[0]).toEqual({
      way: 'logs',
      waiting: null,
      lagSeconds: { queue: null, delivery: null, iterator: null, behind: null },
      lastObject: null,
      rows: { hour: null, day: null },
      rejected: { hour: null, day: null },
    });
  });

  test('is wrong where a part was refused, and only incomplete where the local cloud has no such part', async () => {
    const refused = await ask(async () => {
      throw Object.assign(new Error('you may not'), { name: 'AccessDenied' });
    });
    const uncovered = await ask(async () => {
      throw Object.assign(new Error('no'), { name: 'NotImplemented' });
    });
    expect(wrongsOf(seen({ alarms: uncovered }))).toEqual([]);
    const status = seen({ alarms: refused, tables: uncovered });
    expect(wrongsOf(status)).toEqual(['alarms could not be asked']);
    const text = renderStatus(status, wide);
    expect(text).toContain('Not asked: alarms (AccessDenied: you may not)');
    expect(text).toContain('Not asked: tables (the local cloud does not cover it)');
  });

  test('is not to be had where nobody answers', async () => {
    const down = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    await expect(ask(() => Promise.reject(down))).rejects.toBe(down);
  });

  test('fits a narrow terminal: rows become lines, and nothing is wider', () => {
    const status = seen({ alarms: answered({ total: 5, raised: [] }) });
    const text = renderStatus(status, { room: { isTerminal: false, width: 60 }, flags: '' });
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60);
    expect(text).toMatch(/^changes\n {2}waits +0\n {2}lag +none$/m);
  });

  test('has colours on a terminal alone', () => {
    expect(renderStatus(seen(), wide)).not.toContain('\u001b');
    expect(renderStatus(seen(), { ...wide, room: { isTerminal: true, width: 200 } })).toContain('\u001b[32m✓');
  });
});
