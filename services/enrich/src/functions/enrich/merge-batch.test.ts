import type { Execution, Statement } from '@tributary/shared/athena.ts';
import type { QueryFailure } from '@tributary/shared/athena-failure.ts';
import type { LakeEvent } from '@tributary/shared/events.ts';
import { describe, expect, test } from 'vitest';
import { type SourceObject, sourceObject } from '../../core/batch.ts';
import { readEnrichment } from '../../core/enrichment.ts';
import { createMergeBatch } from './merge-batch.ts';
import { QueryFailedError } from './run-query.ts';

const enrichment = readEnrichment(
  'e.sql',
  `/*
table: enriched
description: for this test
source: requests
key: id
time: at
partitioned_by: day(at)
columns: { id: string, at: timestamp }
*/
SELECT id, at FROM {{source}} WHERE {{batch}}`,
);
const object = sourceObject('lake', 'lake/requests/year=2026/month=11/day=20/hour=13/a.parquet');
const objects: readonly SourceObject[] = object ? [object] : [];
const batch = { enrichment, objects, messageIds: ['m'], receiveCount: 1, remaining: () => 60_000 };
const conflict: QueryFailure = { category: 'other', message: 'ICEBERG_COMMIT_ERROR', retryable: true };
const mistake: QueryFailure = { category: 'user', message: 'COLUMN_NOT_FOUND', retryable: false };

function setUp(failures: readonly QueryFailure[] = []) {
  const statements: Statement[] = [];
  const events: LakeEvent[] = [];
  const left = [...failures];
  const mergeBatch = createMergeBatch({
    names: { lakeDatabase: 'lake', lakeBucket: 'lake', crmCatalog: 'crm', crmDatabase: 'crm', workGroup: 'w' },
    runQuery: async (statement): Promise<Execution> => {
      statements.push(statement);
      const failure = statement.sql.startsWith('MERGE') ? left.shift() : undefined;
      if (failure) throw new QueryFailedError('q', failure);
      return { id: `q${statements.length}`, state: 'SUCCEEDED', scannedBytes: 5 };
    },
    getUpdateCount: async () => 42,
    sendEvents: async (sent) => {
      events.push(...sent);
    },
    sleep: async () => undefined,
    log: { info: () => undefined },
    count: () => undefined,
  });
  return { mergeBatch, statements, events };
}

describe('mergeBatch', () => {
  test('makes the table once, merges, and tells which days changed', async () => {
    const { mergeBatch, statements, events } = setUp();
    await mergeBatch(batch);
    await mergeBatch({ ...batch, receiveCount: 2 });
    expect(statements.map(({ sql }) => sql.slice(0, 6))).toEqual(['CREATE', 'MERGE ', 'MERGE ']);
    expect(events[0]).toEqual({
      type: 'Table Updated',
      detail: {
        version: '1',
        database: 'lake',
        table: 'enriched',
        cause: 'rows',
        partitions: ['2026-11-20'],
        rows: 42,
        queryExecutionId: 'q2',
      },
    });
  });

  test('joins the execution of a killed function, and gives another attempt or other messages a token of their own', async () => {
    const tokens = async (change: Partial<typeof batch>, failures: readonly QueryFailure[] = []) => {
      const { mergeBatch, statements } = setUp(failures);
      await mergeBatch({ ...batch, ...change });
      return statements.slice(1).map(({ token }) => token);
    };
    const [first] = await tokens({});
    expect(await tokens({ receiveCount: 2 })).toEqual([first]);
    expect(await tokens({ messageIds: ['another'] })).not.toEqual([first]);
    const attempts = await tokens({}, [conflict, conflict]);
    expect([attempts[0], new Set(attempts).size]).toEqual([first, 3]);
    expect(await tokens({ receiveCount: 2 }, [mistake])).toEqual(attempts.slice(0, 2));
  });

  test('gives up after three conflicts, and at once after a mistake, without an event', async () => {
    const conflicts = setUp([conflict, conflict, conflict]);
    await expect(conflicts.mergeBatch(batch)).rejects.toThrow('ICEBERG_COMMIT_ERROR');
    const wrong = setUp([mistake]);
    await expect(wrong.mergeBatch(batch)).rejects.toThrow('COLUMN_NOT_FOUND');
    expect([conflicts.statements.length, wrong.statements.length]).toEqual([4, 2]);
    expect([...conflicts.events, ...wrong.events]).toEqual([]);
  });
});
