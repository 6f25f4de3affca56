import { expect, test } from 'vitest';
import type { Copy, Target } from '../lake/jobs.ts';
import { failuresIn } from './failures.ts';

const entry = (state: string, endedAt: string): NonNullable<Target['last']> => ({
  ...{ executionId: 'e', lane: 'write', attempt: 1, why: [], partitions: [], partitionCount: 0, state, endedAt },
  ...{ startedAt: null, durationMs: null, scannedBytes: null, dollars: null, message: `${state} it is` },
});
const target = (name: string, last: Target['last'], setAside: Target['setAside'] = []): Target => ({
  ...{ target: name, service: 'query', kind: 'dataset', grain: 'day', running: null, missing: [], setAside, last },
  told: { kind: 'a dataset', running: '', waiting: '', last: '' },
});
const aside = { id: 'd', lane: 'write', reason: 'SYNTAX_ERROR', since: '2026-11-20T13:00:00.000Z', retryAt: null };
const copy: Copy = {
  ...{ target: 'usage.s3', service: 'query', kind: 'copy', dataset: 'usage', state: 'failed' },
  ...{
    version: null,
    running: null,
    setAside: [{ reason: 'denied', since: '2026-11-20T15:00:00.000Z', retryAt: null }],
  },
  told: { place: '', does: '', behind: '' },
};

test('what is set aside, and what failed last, is told with its page, the newest first', () => {
  const targets = [
    target('sound', entry('SUCCEEDED', '2026-11-20T16:00:00.000Z')),
    target('never', null),
    target('aside', entry('SUCCEEDED', '2026-11-20T16:00:00.000Z'), [aside]),
    target('failed', entry('FAILED', '2026-11-20T14:00:00.000Z')),
  ];
  const found = failuresIn({ targets, copies: [copy, { ...copy, target: 'sound.s3', setAside: [] }] });
  expect(found.map(({ name, reason, isAside, page }) => [name, reason, isAside, page])).toEqual([
    ['usage.s3', 'denied', true, 'copy-set-aside'],
    ['failed', 'FAILED it is', false, 'set-aside'],
    ['aside', 'SYNTAX_ERROR', true, 'set-aside'],
  ]);
});
