import { expect, test } from 'vitest';
import { failedEvent } from './failed-event.ts';
import type { Run } from './run.ts';

const units = Array.from({ length: 150 }, (_, at) => ({ id: `unit-${at}`, version: 's' }));
const run: Run = { id: 'r', lane: 'write', digest: 'd', units, attempt: 2, notBefore: 0 };
const failure = { category: 'user', message: 'why', retryable: false } as const;
const told = (isAside: boolean, executionId?: string) =>
  failedEvent({ name: 'usage' }, { run, failure, executionId, isAside, linkOf: (id) => `https://console/${id}` })
    .detail;

test('names a hundred units of what is set aside, and what makes good', () => {
  expect(told(true)).toEqual({
    ...{ version: '1', dataset: 'usage', attempt: 2, category: 'user', message: 'why', willRetry: false },
    ...{ command: 'lake retry usage', setAside: units.slice(0, 100).map(({ id }) => id) },
  });
});

test('has the statement and its place in the console, where there is one', () => {
  expect(told(false, 'q')).toMatchObject({ queryExecutionId: 'q', link: 'https://console/q', willRetry: true });
  expect(told(false, 'q')).not.toHaveProperty('setAside');
});
