import { expect, test } from 'vitest';
import type { FlowNode } from './nodes.ts';
import { countedByRules, type Seen, seenOf, standingOf, standingOfMany } from './standing.ts';

const node = (kind: FlowNode['kind'], more: Partial<FlowNode> = {}): FlowNode => ({
  id: `${kind}:a`,
  kind,
  name: 'a',
  title: 'a',
  ...more,
});
const seen = (more: Partial<Seen>): Seen => ({ times: 3, unit: 'run', failures: [], lag: undefined, ...more });
const metric = { namespace: 'n', name: 'm', dimensions: {}, statistic: 'Sum' } as const;

test('what was counted is summed, what did not fail is not told, and of a lag the latest counts', () => {
  const measure = (as: 'count' | 'failed' | 'lag', unit: string, millis?: number) => ({
    node: 'a',
    as,
    unit,
    metric,
    ...(millis === undefined ? {} : { millis }),
  });
  const read = seenOf([
    { measure: measure('count', 'run'), total: 4, latest: 1 },
    { measure: measure('failed', 'error'), total: 0, latest: 0 },
    { measure: measure('failed', 'throttle'), total: 2, latest: 2 },
    { measure: measure('lag', 'waiting', 1000), total: 90, latest: 70 },
  ]);
  expect(read).toEqual({
    times: 4,
    unit: 'run',
    failures: [{ times: 2, unit: 'throttle' }],
    lag: { millis: 70_000, word: 'waiting' },
  });
});

test('failures and dead letters are bad, and said in words before what was counted', () => {
  const standing = standingOf(node('function'), seen({ failures: [{ times: 1, unit: 'error' }], dead: 2 }), undefined);
  expect(standing).toEqual({ tone: 'bad', times: 3, words: '2 dead letters, 1 error, 3 runs' });
});

test('a queue whose oldest message waits for long is late, and an empty one is not', () => {
  const lag = { millis: 125_000, word: 'waiting' };
  const of = (waiting: number) => standingOf(node('queue'), seen({ unit: 'message', lag, waiting }), undefined);
  expect(of(2)).toMatchObject({ tone: 'warn', words: '2 min 5 s waiting, 3 messages, 2 waiting' });
  expect(of(0)).toMatchObject({ tone: 'quiet', words: '3 messages' });
});

test('a short delay is none, and each kind has its own', () => {
  const lag = { millis: 125_000, word: 'undelivered' };
  expect(standingOf(node('delivery'), seen({ lag }), undefined).tone).toBe('quiet');
  expect(standingOf(node('stream'), seen({ lag }), undefined).tone).toBe('warn');
});

test('a dataset that failed or is behind says so', () => {
  const declared = { name: 'a', service: 'query', kind: 'dataset', layer: 1, reads: [] };
  const of = (state: string) =>
    standingOf(node('dataset', { declared: { ...declared, state } }), seen({ times: undefined }), undefined);
  expect([of('failed'), of('behind'), of('fresh')]).toMatchObject([
    { tone: 'bad', words: 'failed' },
    { tone: 'warn', words: 'behind' },
    { tone: 'quiet', words: '' },
  ]);
});

test('what counted more than it did before has just moved', () => {
  const tones = [undefined, 3, 2].map((before) => standingOf(node('function'), seen({}), before).tone);
  expect(tones).toEqual(['quiet', 'quiet', 'busy']);
});

test('many stand as the worst of them, with sums by unit', () => {
  const all = [
    { seen: seen({ unit: 'row', times: 5 }), standing: { tone: 'quiet', words: '', times: 5 } },
    { seen: seen({ unit: 'row', times: 7 }), standing: { tone: 'bad', words: '', times: 7 } },
    { seen: seen({ unit: 'object', times: 1 }), standing: { tone: 'warn', words: '', times: 1 } },
    { seen: seen({ unit: '', times: undefined }), standing: { tone: 'quiet', words: '', times: 0 } },
  ] as const;
  expect(standingOfMany(all)).toEqual({ tone: 'bad', times: 13, words: '1 with failures, 12 rows, 1 object' });
  expect(standingOfMany([])).toEqual({ tone: 'quiet', times: 0, words: '' });
});

test('a bus is counted by the rules on the ways from it, each once', () => {
  const edges = [
    { from: 'bus:b', to: 'queue:x', by: ['r1', 'r2'] },
    { from: 'bus:b', to: 'queue:y', by: ['r2'] },
    { from: 'other', to: 'queue:y', by: ['r3'] },
  ];
  expect(countedByRules(edges, 'bus:b')).toEqual(['rule:r1', 'rule:r2']);
});
