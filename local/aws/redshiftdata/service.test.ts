import { describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { one, ownWarehouse } from './testing/own-warehouse.ts';
import { failing, nothing } from './testing/scripted.ts';

const { own, open, call } = ownWarehouse();
const workgroup = 'arn:aws:redshift-serverless:eu-west-1:000000000000:workgroup/lake';
const started = (id: string) =>
  expect.poll(async () => (await call(admin, 'redshift-data', 'DescribeStatement', { Id: id })).Status).toBe('STARTED');

describe('a statement', () => {
  test('runs in a transaction of a session of its own, and keeps its result', async () => {
    open((sql) => (sql.startsWith('SELECT') ? one : nothing));
    const id = await own().house.submit('SELECT 1 AS one', { StatementName: 'first' });
    expect(await own().house.ended(id)).toMatchObject({
      Status: 'FINISHED',
      WorkgroupName: 'lake',
      Database: 'dev',
      DbUser: 'IAM:admin',
      QueryString: 'SELECT 1 AS one',
      HasResultSet: true,
      ResultRows: 1,
    });
    expect(own().script.opened).toEqual(['workgroup-lake/dev']);
    expect(own().script.said).toEqual(['BEGIN', 'SELECT 1 AS one', 'COMMIT', '-- closed']);
    expect(await call(admin, 'redshift-data', 'GetStatementResult', { Id: id })).toMatchObject({
      Records: [[{ longValue: 1 }]],
      ColumnMetadata: [{ name: 'one', typeName: 'int4', isSigned: true }],
      TotalNumRows: 1,
    });
  });

  test('gives its result by pages', async () => {
    const rows = Array.from({ length: 2500 }, (_, at) => [String(at)]);
    open((sql) => (sql.startsWith('SELECT') ? { ...one, rows } : nothing));
    const id = await own().house.submit('SELECT n FROM t');
    await own().house.ended(id);
    const found: (number | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call(admin, 'redshift-data', 'GetStatementResult', { Id: id, NextToken });
      found.push(...(page.Records ?? []).map(([field]) => field?.longValue));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(found).toEqual(rows.map(([n]) => Number(n)));
    for (const token of ['x', Buffer.from('2501').toString('base64url')]) {
      const wrong = call(admin, 'redshift-data', 'GetStatementResult', { Id: id, NextToken: token });
      await expect(wrong).rejects.toMatchObject({ code: 'ValidationException' });
    }
  });

  test('waits for the one before it in the same database, and for none in another', async () => {
    open((sql) => (sql === 'SELECT 1' ? 'hang' : nothing));
    const first = await own().house.submit('SELECT 1');
    await started(first);
    const second = await own().house.submit('SELECT 2');
    await own().house.ended(await own().house.submit('SELECT 3', { Database: 'other' }));
    await own().house.ended(
      await own().house.submit('SELECT 3', { WorkgroupName: undefined, ClusterIdentifier: 'lake' }),
    );
    expect((await call(admin, 'redshift-data', 'DescribeStatement', { Id: second })).Status).toBe('SUBMITTED');
    await call(admin, 'redshift-data', 'CancelStatement', { Id: first });
    expect((await own().house.ended(second)).Status).toBe('FINISHED');
  });

  test('says why it failed, and has no result', async () => {
    open((sql) => (sql.startsWith('SELECT') ? failing('it is none') : nothing));
    const id = await own().house.submit('SELECT 1');
    expect(await own().house.ended(id)).toMatchObject({
      Status: 'FAILED',
      Error: 'ERROR: it is none',
      HasResultSet: false,
    });
    expect(own().script.said).toEqual(['BEGIN', 'SELECT 1', 'ROLLBACK', '-- closed']);
    const result = call(admin, 'redshift-data', 'GetStatementResult', { Id: id });
    await expect(result).rejects.toThrow('Query does not have result');
  });
});

describe('a batch', () => {
  test('is one transaction, whose statements have states and results of their own', async () => {
    open((sql) => (sql.startsWith('SELECT') ? one : { ...nothing, changed: 3 }));
    const found = await own().house.batch('DELETE FROM t', 'SELECT 1 AS one');
    expect(own().script.said).toEqual(['BEGIN', 'DELETE FROM t', 'SELECT 1 AS one', 'COMMIT', '-- closed']);
    expect(found).toMatchObject({ Status: 'FINISHED', HasResultSet: true });
    expect(found.SubStatements).toMatchObject([
      { Id: `${found.Id}:1`, Status: 'FINISHED', ResultRows: 3, HasResultSet: false },
      { Id: `${found.Id}:2`, Status: 'FINISHED', ResultRows: 1, HasResultSet: true },
    ]);
    const { Records } = await call(admin, 'redshift-data', 'GetStatementResult', { Id: `${found.Id}:2` });
    expect(Records).toEqual([[{ longValue: 1 }]]);
    const second = await call(admin, 'redshift-data', 'DescribeStatement', { Id: `${found.Id}:2` });
    expect(second).toMatchObject({ Id: `${found.Id}:2`, QueryString: 'SELECT 1 AS one' });
    const third = call(admin, 'redshift-data', 'DescribeStatement', { Id: `${found.Id}:3` });
    await expect(third).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('ends at the statement that fails, which its error names', async () => {
    open((sql) => (sql.startsWith('UPDATE') ? failing('no') : nothing));
    const found = await own().house.batch('DELETE FROM t', 'UPDATE t SET a = 1', 'DELETE FROM u');
    expect(found).toMatchObject({ Status: 'FAILED', Error: 'Query #2 failed with ERROR: no' });
    expect(found.SubStatements).toMatchObject([
      { Status: 'FINISHED' },
      { Status: 'FAILED', Error: 'ERROR: no' },
      { Status: 'ABORTED' },
    ]);
    expect(own().script.said).toEqual(['BEGIN', 'DELETE FROM t', 'UPDATE t SET a = 1', 'ROLLBACK', '-- closed']);
  });
});

describe('a client token', () => {
  test('gives the same statement to the same request, and none to another', async () => {
    open();
    const token = { ClientToken: 'run-1' };
    const id = await own().house.submit('SELECT 1', token);
    expect(await own().house.submit('SELECT 1', token)).toBe(id);
    await own().house.ended(id);
    expect(own().script.said.filter((sql) => sql === 'SELECT 1')).toHaveLength(1);
    await expect(own().house.submit('SELECT 2', token)).rejects.toMatchObject({ code: 'ValidationException' });
    expect(await own().house.submit('SELECT 1', { ClientToken: 'run-2' })).not.toBe(id);
  });

  test('is known after a restart', async () => {
    open();
    const id = await own().house.submit('SELECT 1', { ClientToken: 'run-1' });
    await own().house.ended(id);
    await own().house.close();
    open();
    expect(await own().house.submit('SELECT 1', { ClientToken: 'run-1' })).toBe(id);
  });
});

describe('cancelling', () => {
  test('ends a statement that runs, and one that waits', async () => {
    open((sql) => (sql === 'SELECT 1' ? 'hang' : nothing));
    const [first, second] = [await own().house.submit('SELECT 1'), await own().house.submit('SELECT 2')];
    await started(first);
    for (const Id of [second, first])
      expect(await call(admin, 'redshift-data', 'CancelStatement', { Id })).toEqual({ Status: true });
    expect(await own().house.ended(first)).toMatchObject({
      Status: 'ABORTED',
      Error: expect.stringContaining('cancelled'),
    });
    expect(await own().house.ended(second)).toMatchObject({ Status: 'ABORTED' });
    expect(own().script.said).not.toContain('SELECT 2');
    expect(own().script.said).not.toContain('COMMIT');
    const again = call(admin, 'redshift-data', 'CancelStatement', { Id: first });
    await expect(again).rejects.toThrow('Could not cancel a query that is already in ABORTED state.');
  });

  test('comes too late for one that commits', async () => {
    open((sql) => (sql === 'COMMIT' ? 'hang' : nothing));
    const id = await own().house.submit('SELECT 1');
    await expect.poll(() => own().script.said).toContain('COMMIT');
    expect(await call(admin, 'redshift-data', 'CancelStatement', { Id: id })).toEqual({ Status: false });
    expect((await call(admin, 'redshift-data', 'DescribeStatement', { Id: id })).Status).toBe('STARTED');
    own().script.release();
    expect((await own().house.ended(id)).Status).toBe('FINISHED');
  });
});

test('what a former process left unfinished has failed', async () => {
  open((sql) => (sql === 'SELECT 1' ? 'hang' : nothing));
  const first = await own().house.submit('SELECT 1', { WithEvent: true });
  await started(first);
  const abandoned = own().house;
  open();
  expect(await own().house.ended(first)).toMatchObject({
    Status: 'FAILED',
    Error: expect.stringContaining('ended while'),
  });
  expect(own().house.events).toMatchObject([{ detail: { statementId: first, state: 'FAILED' } }]);
  await abandoned.close();
});

describe('the event of a statement’s end', () => {
  test('comes on the default bus where it is asked for', async () => {
    open((sql) => (sql.startsWith('SELECT') ? failing('no') : { ...nothing, changed: 2 }));
    await own().house.ended(await own().house.submit('DELETE FROM t'));
    const id = await own().house.submit('DELETE FROM t', { WithEvent: true, StatementName: 'copy.usage' });
    const { CreatedAt } = await own().house.ended(id);
    const cluster = { WorkgroupName: undefined, ClusterIdentifier: 'main' };
    await own().house.ended(await own().house.submit('SELECT 1', { ...cluster, WithEvent: true }));
    expect(own().house.events).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'Redshift Data Statement Status Change',
        source: 'aws.redshift-data',
        account: '000000000000',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        region: 'eu-west-1',
        resources: [workgroup],
        detail: {
          principal: 'arn:aws:iam::000000000000:user/admin',
          statementName: 'copy.usage',
          statementId: id,
          redshiftQueryId: expect.any(Number),
          state: 'FINISHED',
          rows: 2,
          expireAt: Math.floor(((CreatedAt?.getTime() ?? 0) + 86_400_000) / 1000),
        },
      },
      expect.objectContaining({
        resources: ['arn:aws:redshift:eu-west-1:000000000000:cluster:main'],
        detail: expect.objectContaining({ state: 'FAILED', rows: -1 }),
      }),
    ]);
  });

  test('is lost or doubled by a fault', async () => {
    open();
    own().house.local.cloud.faults.add({ at: 'redshift-data:event', kind: 'lose', times: 1 });
    await own().house.ended(await own().house.submit('DELETE FROM t', { WithEvent: true }));
    expect(own().house.events).toHaveLength(0);
    own().house.local.cloud.faults.add({ at: 'redshift-data:event', kind: 'duplicate', match: 'twice' });
    await own().house.ended(await own().house.submit('DELETE FROM t', { WithEvent: true, StatementName: 'twice' }));
    await own().house.ended(await own().house.submit('DELETE FROM t', { WithEvent: true, StatementName: 'once' }));
    expect(own().house.events.map(({ detail }) => detail.statementName)).toEqual(['twice', 'twice', 'once']);
  });
});

test('a fault makes a statement slow, which can be cancelled meanwhile', async () => {
  open();
  own().house.local.cloud.faults.add({ at: 'redshift-data:run', kind: 'slow', match: 'copy DELETE', leastMs: 600_000 });
  const id = await own().house.submit('DELETE FROM t', { StatementName: 'copy' });
  await expect.poll(() => own().script.said).toContain('DELETE FROM t');
  await call(admin, 'redshift-data', 'CancelStatement', { Id: id });
  expect((await own().house.ended(id)).Status).toBe('ABORTED');
  expect(own().script.said).not.toContain('COMMIT');
});

test('statements are listed: finished ones, by their name’s beginning, state, target and session', async () => {
  open((sql) => (sql === 'SELECT 2' ? failing('no') : nothing));
  const named = (StatementName: string, sql: string, more = {}) =>
    own()
      .house.submit(sql, { StatementName, ...more })
      .then(async (id) => (await own().house.ended(id)).Id);
  await named('a.1', 'SELECT 1');
  await named('a.2', 'SELECT 2');
  await named('b.1', 'SELECT 1', { WorkgroupName: 'other' });
  const list = async (input: object) => {
    const { Statements = [] } = await call(admin, 'redshift-data', 'ListStatements', input);
    return Statements.map(({ StatementName }) => StatementName).toSorted();
  };
  expect(await list({})).toEqual(['a.1', 'b.1']);
  expect(await list({ StatementName: 'a.', Status: 'ALL' })).toEqual(['a.1', 'a.2']);
  expect(await list({ Status: 'FAILED' })).toEqual(['a.2']);
  expect(await list({ WorkgroupName: 'other' })).toEqual(['b.1']);
  expect(await list({ ClusterIdentifier: 'other' })).toEqual([]);
  expect(await list({ Database: 'none' })).toEqual([]);
  const { NextToken } = await call(admin, 'redshift-data', 'ListStatements', { MaxResults: 1 });
  expect(await list({ MaxResults: 1, NextToken })).toHaveLength(1);
});

test('what is a day old is gone', async () => {
  open();
  const id = await own().house.submit('SELECT 1', { ClientToken: 't' });
  await own().house.ended(id);
  const { now } = own().house.local.cloud.clock;
  Object.assign(own().house.local.cloud.clock, { now: () => now() + 86_400_001 });
  expect(await own().house.submit('SELECT 1', { ClientToken: 'other' })).not.toBe(id);
  const old = call(admin, 'redshift-data', 'DescribeStatement', { Id: id });
  await expect(old).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: 'Query does not exist.' });
});
