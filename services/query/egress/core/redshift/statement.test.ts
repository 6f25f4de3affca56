import { describe, expect, test } from 'vitest';
import { changedMeanwhile, guardSql, notUnique } from './guard.ts';
import { readStatement } from './statement.ts';

const failedWith = (said: string, QueryString = 'INSERT INTO t') =>
  readStatement({
    ...{ Status: 'FAILED', Error: 'Query #2 failed' },
    SubStatements: [
      { Status: 'FINISHED', QueryString: 'LOCK t' },
      { Status: 'FAILED', Error: said, QueryString },
    ],
  });

describe('a statement of the Data API', () => {
  test.each(['SUBMITTED', 'PICKED', 'STARTED', 'ANOTHER', undefined])('of the state %s has not ended', (Status) => {
    expect(readStatement({ Status })).toEqual({ state: 'running' });
  });

  test('has as many rows as COPY read', () => {
    const SubStatements = [
      { QueryString: 'DELETE FROM t', ResultRows: 9 },
      { QueryString: 'COPY "_lake_stage" FROM …', ResultRows: 7 },
    ];
    expect(readStatement({ Status: 'FINISHED', SubStatements })).toEqual({ state: 'finished', rows: 7 });
    const unknown = [{ QueryString: 'COPY x', ResultRows: -1 }];
    expect(readStatement({ Status: 'FINISHED', SubStatements: unknown })).toEqual({ state: 'finished', rows: 0 });
    expect(readStatement({ Status: 'FINISHED' })).toEqual({ state: 'finished', rows: 0 });
  });

  test('that was stopped says so', () => {
    expect(readStatement({ Status: 'ABORTED', Error: 'by ada' })).toEqual({ state: 'cancelled', message: 'by ada' });
    expect(readStatement({ Status: 'ABORTED' })).toEqual({
      state: 'cancelled',
      message: 'The statement was cancelled',
    });
  });

  test('that a guard ended says what the guard says, whatever the database makes of it', () => {
    const guard = (sentence: string) => guardSql('COUNT(*) = 0', 't', sentence);
    const said = "ERROR: Invalid digit, Value 'l', Pos 0, Type: Integer";
    expect(failedWith(said, guard(changedMeanwhile))).toEqual({ state: 'overtaken', message: changedMeanwhile });
    const message = notUnique(['day'], 'usage');
    expect(failedWith(said, guard(message))).toEqual({
      state: 'failed',
      failure: { category: 'user', message, retryable: false },
    });
  });

  test.each([
    'ERROR: 1023 DETAIL: Serializable isolation violation on table - 1234, transactions forming the cycle are: 1, 2',
    'ERROR: could not serialize access due to concurrent update',
    'ERROR: deadlock detected',
    'ERROR: Relation "daily" already exists',
  ])('that another transaction was in the way of is overtaken: %s', (said) => {
    expect(failedWith(said)).toEqual({ state: 'overtaken', message: said });
  });

  test.each([
    ['ERROR: out of memory', true],
    ['ERROR: Disk Full Detail: error: Disk Full', true],
    ['S3ServiceException:Please reduce your request rate.,Status 503,Error SlowDown', true],
    ['FATAL: terminating connection: the cluster is restarting', true],
    ['Connection was reset', true],
    ['ERROR: Query (1) cancelled on user’s request', true],
    ['ERROR: permission denied for schema public', false],
    ['ERROR: String length exceeds DDL length', false],
    ['ERROR: relation "x.y" does not exist', false],
    ['S3ServiceException:Access Denied,Status 403,Error AccessDenied', false],
    ["ERROR: Invalid digit, Value '1023', Pos 0", false],
  ])('that failed with %s may pass: %s', (message, retryable) => {
    const category = retryable ? 'system' : 'user';
    expect(failedWith(message)).toEqual({ state: 'failed', failure: { category, message, retryable } });
  });

  test('whose parts say nothing fails with what is said of it as a whole', () => {
    expect(readStatement({ Status: 'FAILED', Error: 'ERROR: syntax error' })).toMatchObject({
      failure: { message: 'ERROR: syntax error', retryable: false },
    });
    expect(readStatement({ Status: 'FAILED' })).toMatchObject({ failure: { message: 'The statement failed' } });
  });
});
