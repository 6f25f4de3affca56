import type { ExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin, type Caller } from '../../kernel/caller.ts';
import { failing, nothing, scriptedDatabases } from './testing/scripted.ts';
import { openWarehouse, type Warehouse, warehouseFolder } from './testing/warehouse.ts';

const one = { columns: [{ name: 'one', oid: 23 }], rows: [['1']], changed: undefined };
const workgroup = 'arn:aws:redshift-serverless:eu-west-1:000000000000:workgroup/lake';

let folder: ReturnType<typeof warehouseFolder>;
let house: Warehouse;
let script: ReturnType<typeof scriptedDatabases>;

function open(answer?: Parameters<typeof scriptedDatabases>[0]): void {
  script = scriptedDatabases(answer);
  house = openWarehouse({ databases: script.databases, stateDir: folder.stateDir });
}

beforeEach(() => {
  folder = warehouseFolder();
});
afterEach(async () => {
  await house.close();
  folder.remove();
});

const call: Warehouse['local']['call'] = (...args) => house.local.call(...args);
const started = (id: string) =>
  expect.poll(async () => (await call(admin, 'redshift-data', 'DescribeStatement', { Id: id })).Status).toBe('STARTED');

describe('a statement', () => {
  test('runs in a transaction of a session of its own, and keeps its result', async () => {
    open((sql) => (sql.startsWith('SELECT') ? one : nothing));
    const id = await house.submit('SELECT 1 AS one', { StatementName: 'first' });
    expect(await house.ended(id)).toMatchObject({
      Status: 'FINISHED',
      WorkgroupName: 'lake',
      Database: 'dev',
      DbUser: 'IAM:admin',
      QueryString: 'SELECT 1 AS one',
      HasResultSet: true,
      ResultRows: 1,
    });
    expect(script.opened).toEqual(['workgroup-lake/dev']);
    expect(script.said).toEqual(['BEGIN', 'SELECT 1 AS one', 'COMMIT', '-- closed']);
    expect(await call(admin, 'redshift-data', 'GetStatementResult', { Id: id })).toMatchObject({
      Records: [[{ longValue: 1 }]],
      ColumnMetadata: [{ name: 'one', typeName: 'int4', isSigned: true }],
      TotalNumRows: 1,
    });
  });

  test('gives its result by pages', async () => {
    const rows = Array.from({ length: 2500 }, (_, at) => [String(at)]);
    open((sql) => (sql.startsWith('SELECT') ? { ...one, rows } : nothing));
    const id = await house.submit('SELECT n FROM t');
    await house.ended(id);
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
    const first = await house.submit('SELECT 1');
    await started(first);
    const second = await house.submit('SELECT 2');
    await house.ended(await house.submit('SELECT 3', { Database: 'other' }));
    await house.ended(await house.submit('SELECT 3', { WorkgroupName: undefined, ClusterIdentifier: 'lake' }));
    expect((await call(admin, 'redshift-data', 'DescribeStatement', { Id: second })).Status).toBe('SUBMITTED');
    await call(admin, 'redshift-data', 'CancelStatement', { Id: first });
    expect((await house.ended(second)).Status).toBe('FINISHED');
  });

  test('says why it failed, and has no result', async () => {
    open((sql) => (sql.startsWith('SELECT') ? failing('it is none') : nothing));
    const id = await house.submit('SELECT 1');
    expect(await house.ended(id)).toMatchObject({ Status: 'FAILED', Error: 'ERROR: it is none', HasResultSet: false });
    expect(script.said).toEqual(['BEGIN', 'SELECT 1', 'ROLLBACK', '-- closed']);
    const result = call(admin, 'redshift-data', 'GetStatementResult', { Id: id });
    await expect(result).rejects.toThrow('Query does not have result');
  });
});

describe('a batch', () => {
  test('is one transaction, whose statements have states and results of their own', async () => {
    open((sql) => (sql.startsWith('SELECT') ? one : { ...nothing, changed: 3 }));
    const found = await house.batch('DELETE FROM t', 'SELECT 1 AS one');
    expect(script.said).toEqual(['BEGIN', 'DELETE FROM t', 'SELECT 1 AS one', 'COMMIT', '-- closed']);
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
    const found = await house.batch('DELETE FROM t', 'UPDATE t SET a = 1', 'DELETE FROM u');
    expect(found).toMatchObject({ Status: 'FAILED', Error: 'Query #2 failed with ERROR: no' });
    expect(found.SubStatements).toMatchObject([
      { Status: 'FINISHED' },
      { Status: 'FAILED', Error: 'ERROR: no' },
      { Status: 'ABORTED' },
    ]);
    expect(script.said).toEqual(['BEGIN', 'DELETE FROM t', 'UPDATE t SET a = 1', 'ROLLBACK', '-- closed']);
  });
});

describe('a client token', () => {
  test('gives the same statement to the same request, and none to another', async () => {
    open();
    const token = { ClientToken: 'run-1' };
    const id = await house.submit('SELECT 1', token);
    expect(await house.submit('SELECT 1', token)).toBe(id);
    await house.ended(id);
    expect(script.said.filter((sql) => sql === 'SELECT 1')).toHaveLength(1);
    await expect(house.submit('SELECT 2', token)).rejects.toMatchObject({ code: 'ValidationException' });
    expect(await house.submit('SELECT 1', { ClientToken: 'run-2' })).not.toBe(id);
  });

  test('is known after a restart', async () => {
    open();
    const id = await house.submit('SELECT 1', { ClientToken: 'run-1' });
    await house.ended(id);
    await house.close();
    open();
    expect(await house.submit('SELECT 1', { ClientToken: 'run-1' })).toBe(id);
  });
});

describe('cancelling', () => {
  test('ends a statement that runs, and one that waits', async () => {
    open((sql) => (sql === 'SELECT 1' ? 'hang' : nothing));
    const [first, second] = [await house.submit('SELECT 1'), await house.submit('SELECT 2')];
    await started(first);
    for (const Id of [second, first])
      expect(await call(admin, 'redshift-data', 'CancelStatement', { Id })).toEqual({ Status: true });
    expect(await house.ended(first)).toMatchObject({ Status: 'ABORTED', Error: expect.stringContaining('cancelled') });
    expect(await house.ended(second)).toMatchObject({ Status: 'ABORTED' });
    expect(script.said).not.toContain('SELECT 2');
    expect(script.said).not.toContain('COMMIT');
    const again = call(admin, 'redshift-data', 'CancelStatement', { Id: first });
    await expect(again).rejects.toThrow('Could not cancel a query that is already in ABORTED state.');
  });

  test('comes too late for one that commits', async () => {
    open((sql) => (sql === 'COMMIT' ? 'hang' : nothing));
    const id = await house.submit('SELECT 1');
    await expect.poll(() => script.said).toContain('COMMIT');
    expect(await call(admin, 'redshift-data', 'CancelStatement', { Id: id })).toEqual({ Status: false });
    expect((await call(admin, 'redshift-data', 'DescribeStatement', { Id: id })).Status).toBe('STARTED');
    script.release();
    expect((await house.ended(id)).Status).toBe('FINISHED');
  });
});

test('what a former process left unfinished has failed', async () => {
  open((sql) => (sql === 'SELECT 1' ? 'hang' : nothing));
  const first = await house.submit('SELECT 1', { WithEvent: true });
  await started(first);
  const abandoned = house;
  open();
  expect(await house.ended(first)).toMatchObject({ Status: 'FAILED', Error: expect.stringContaining('ended while') });
  expect(house.events).toMatchObject([{ detail: { statementId: first, state: 'FAILED' } }]);
  await abandoned.close();
});

describe('the event of a statement’s end', () => {
  test('comes on the default bus where it is asked for', async () => {
    open((sql) => (sql.startsWith('SELECT') ? failing('no') : { ...nothing, changed: 2 }));
    await house.ended(await house.submit('DELETE FROM t'));
    const id = await house.submit('DELETE FROM t', { WithEvent: true, StatementName: 'copy.usage' });
    const { CreatedAt } = await house.ended(id);
    const cluster = { WorkgroupName: undefined, ClusterIdentifier: 'main' };
    await house.ended(await house.submit('SELECT 1', { ...cluster, WithEvent: true }));
    expect(house.events).toEqual([
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
    house.local.cloud.faults.add({ at: 'redshift-data:event', kind: 'lose', times: 1 });
    await house.ended(await house.submit('DELETE FROM t', { WithEvent: true }));
    expect(house.events).toHaveLength(0);
    house.local.cloud.faults.add({ at: 'redshift-data:event', kind: 'duplicate', match: 'twice' });
    await house.ended(await house.submit('DELETE FROM t', { WithEvent: true, StatementName: 'twice' }));
    await house.ended(await house.submit('DELETE FROM t', { WithEvent: true, StatementName: 'once' }));
    expect(house.events.map(({ detail }) => detail.statementName)).toEqual(['twice', 'twice', 'once']);
  });
});

test('a fault makes a statement slow, which can be cancelled meanwhile', async () => {
  open();
  house.local.cloud.faults.add({ at: 'redshift-data:run', kind: 'slow', match: 'copy DELETE', leastMs: 600_000 });
  const id = await house.submit('DELETE FROM t', { StatementName: 'copy' });
  await expect.poll(() => script.said).toContain('DELETE FROM t');
  await call(admin, 'redshift-data', 'CancelStatement', { Id: id });
  expect((await house.ended(id)).Status).toBe('ABORTED');
  expect(script.said).not.toContain('COMMIT');
});

test('statements are listed: finished ones, by their name’s beginning, state, target and session', async () => {
  open((sql) => (sql === 'SELECT 2' ? failing('no') : nothing));
  const named = (StatementName: string, sql: string, more = {}) =>
    house.submit(sql, { StatementName, ...more }).then(async (id) => (await house.ended(id)).Id);
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
  const id = await house.submit('SELECT 1', { ClientToken: 't' });
  await house.ended(id);
  const { now } = house.local.cloud.clock;
  Object.assign(house.local.cloud.clock, { now: () => now() + 86_400_001 });
  expect(await house.submit('SELECT 1', { ClientToken: 'other' })).not.toBe(id);
  const old = call(admin, 'redshift-data', 'DescribeStatement', { Id: id });
  await expect(old).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: 'Query does not exist.' });
});

describe('a request', () => {
  test.each<readonly [Partial<ExecuteStatementInput>, string]>([
    [{ WorkgroupName: undefined }, 'Either ClusterIdentifier or WorkgroupName needs to be specified.'],
    [{ ClusterIdentifier: 'main' }, 'cannot both be specified'],
    [{ WorkgroupName: 'No Name' }, "Value 'No Name' at 'workgroupName' failed to satisfy constraint"],
    [{ WorkgroupName: undefined, ClusterIdentifier: '1' }, "Value '1' at 'clusterIdentifier'"],
    [{ Database: undefined }, 'Database needs to be specified.'],
    [{ Database: '../dev' }, 'not a valid name'],
    [{ DbUser: 'lake' }, 'DbUser cannot be specified with WorkgroupName.'],
    [
      { WorkgroupName: undefined, ClusterIdentifier: 'main', DbUser: 'lake', SecretArn: 'crm' },
      'DbUser and SecretArn cannot both',
    ],
    [{ ClientToken: '' }, "at 'clientToken' failed to satisfy constraint"],
    [{ Parameters: [{ name: 'a', value: '1' }] }, 'Parameters a are not in the SQL statement.'],
    [{ Sql: 'SELECT :b', Parameters: [{ name: 'a', value: '1' }] }, 'Parameters a are not'],
    [
      { Sql: 'SELECT :a, :b', Parameters: [{ name: 'a', value: '1' }] },
      'Parameters b of the SQL statement have no value.',
    ],
    [
      {
        Sql: 'SELECT :a',
        Parameters: [
          { name: 'a', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
      'twice',
    ],
    [{ Sql: `SELECT '${'x'.repeat(102_400)}'` }, 'longer than 102400 bytes'],
  ])('%o is refused', async (more, message) => {
    open();
    const { Sql = 'SELECT 1', ...rest } = more;
    const refused = house.submit(Sql, rest);
    await expect(refused).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(refused).rejects.toThrow(message);
  });

  test.each([[{ SessionKeepAliveSeconds: 60 }], [{ ResultFormat: 'CSV' as const }]])(
    '%o is not covered',
    async (more) => {
      open();
      await expect(house.submit('SELECT 1', more)).rejects.toMatchObject({ code: 'NotImplemented' });
    },
  );

  test('by a secret is the secret’s user', async () => {
    open();
    const secret = (Name: string, SecretString: string) =>
      call(admin, 'secretsmanager', 'CreateSecret', { Name, SecretString });
    await secret('good', '{"username":"reporting","password":"x"}');
    await secret('bad', '{"username":"reporting"}');
    const { SecretArn, DbUser } = await house.ended(await house.submit('SELECT 1', { SecretArn: 'good' }));
    expect({ SecretArn, DbUser }).toEqual({ SecretArn: 'good', DbUser: undefined });
    const bad = house.submit('SELECT 1', { SecretArn: 'bad' });
    await expect(bad).rejects.toThrow('username and password in secret cannot be empty');
    await expect(house.submit('SELECT 1', { SecretArn: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});

describe('a role', () => {
  const arn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
  const as = (name: string, sessionName = 's'): Caller => ({ kind: 'role', roleArn: arn(name), sessionName });
  const cluster = { WorkgroupName: undefined, ClusterIdentifier: 'main' };
  const within = (what: string) => `arn:aws:redshift:eu-west-1:000000000000:${what}`;

  async function role(RoleName: string, ...Statement: readonly object[]): Promise<void> {
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
    const document = (statements: readonly object[]) =>
      JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await call(admin, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: document([trust]) });
    await call(admin, 'iam', 'PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: document(Statement) });
  }
  const allow = (Action: string | readonly string[], Resource = '*', more = {}) => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  });

  test.each([
    [{}, [allow('redshift-data:ExecuteStatement', workgroup)], 'redshift-serverless:GetCredentials'],
    [{}, [allow('redshift-serverless:GetCredentials', workgroup)], 'redshift-data:ExecuteStatement'],
    [
      cluster,
      [allow('redshift-data:ExecuteStatement', within('cluster:main'))],
      'redshift:GetClusterCredentialsWithIAM',
    ],
    [
      { ...cluster, DbUser: 'lake' },
      [allow('redshift-data:ExecuteStatement'), allow('redshift:GetClusterCredentials', within('dbuser:main/lake'))],
      'redshift:GetClusterCredentials on resource: arn:aws:redshift:eu-west-1:000000000000:dbname:main/dev',
    ],
    [{ SecretArn: 'good' }, [allow('redshift-data:ExecuteStatement')], 'secretsmanager:GetSecretValue'],
  ])('%o with %o lacks one', async (more, statements, missing) => {
    open();
    await call(admin, 'secretsmanager', 'CreateSecret', {
      Name: 'good',
      SecretString: '{"username":"a","password":"x"}',
    });
    await role('egress', ...statements);
    const refused = house.submit('SELECT 1', more, as('egress'));
    await expect(refused).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(refused).rejects.toThrow(missing);
  });

  test('runs and reads its own statements by the condition on their owner; another role does not see them', async () => {
    open();
    const own = { Condition: { StringEquals: { 'redshift-data:statement-owner-iam-userid': '$' + '{aws:userid}' } } };
    const use = [
      allow(['redshift-data:ExecuteStatement', 'redshift-serverless:GetCredentials']),
      allow(['redshift-data:DescribeStatement', 'redshift-data:CancelStatement'], '*', own),
    ];
    await role('egress', ...use);
    await role('other', allow('redshift-data:*'));
    const id = await house.submit('SELECT 1', {}, as('egress'));
    expect(await house.ended(id, as('egress'))).toMatchObject({ Status: 'FINISHED', DbUser: 'IAMR:egress' });
    const describe = (caller: Caller) => call(caller, 'redshift-data', 'DescribeStatement', { Id: id });
    await expect(describe(as('egress', 'another'))).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(describe(as('other'))).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    const tokens = [as('egress'), as('egress', 'another'), admin].map((caller) =>
      house.submit('SELECT 1', { ClientToken: 'of-all', Database: 'tokens' }, caller),
    );
    const [mine, again, another] = await Promise.all(tokens);
    expect([again === mine, another === mine]).toEqual([true, false]);
    const listed = async (caller: Caller, RoleLevel?: boolean) =>
      (await call(caller, 'redshift-data', 'ListStatements', { RoleLevel })).Statements?.map(({ Id }) => Id);
    expect(await listed(as('other'))).toEqual([]);
    expect(await listed(admin)).toContain(id);
    await role('third', allow('redshift-data:*'), allow('redshift-serverless:*'));
    const third = await house.submit('SELECT 1', {}, as('third', 'x'));
    await house.ended(third, as('third', 'y'));
    expect(await listed(as('third', 'y'))).toEqual([third]);
    expect(await listed(as('third', 'y'), false)).toEqual([]);
  });
});
