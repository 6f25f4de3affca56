import type { Execution } from '@tributary/shared/athena.ts';
import { describe, expect, test } from 'vitest';
import { createRunQuery, QueryFailedError, QueryTooSlowError } from './run-query.ts';

const statement = { sql: 'SELECT 1', workGroup: 'w', token: 't'.repeat(64) };

function setUp(states: readonly Partial<Execution>[], millis = 60_000) {
  let left = millis;
  let at = 0;
  const runQuery = createRunQuery({
    athena: {
      startQuery: async () => 'q',
      getQuery: async () => {
        const state = states[Math.min(at, states.length - 1)];
        at += 1;
        return { id: 'q', state: 'RUNNING', scannedBytes: 0, ...state };
      },
    },
    sleep: async (wait) => {
      left -= wait;
    },
  });
  return () => runQuery(statement, () => left);
}

describe('runQuery', () => {
  test('waits for the end', async () => {
    expect(await setUp([{}, { state: 'QUEUED' }, { state: 'SUCCEEDED', scannedBytes: 7 }])()).toMatchObject({
      id: 'q',
      scannedBytes: 7,
    });
  });
  test.each(['FAILED', 'CANCELLED'] as const)('throws at %s, with what Athena says', async (state) => {
    const failure = { category: 'user', message: 'COLUMN_NOT_FOUND', retryable: false } as const;
    const run = setUp([{ state, failure }]);
    await expect(run()).rejects.toThrow(QueryFailedError);
    await expect(run()).rejects.toThrow(/q failed \(user\): COLUMN_NOT_FOUND/);
  });
  test("gives up while there is time to say so, when the function's time ends", async () => {
    await expect(setUp([{}], 20_000)()).rejects.toThrow(QueryTooSlowError);
  });
});
