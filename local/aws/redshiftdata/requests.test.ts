import type { ExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { describe, expect, test } from 'vitest';
import { admin, type Caller } from '../../kernel/caller.ts';
import { ownWarehouse } from './testing/own-warehouse.ts';

const { own, open, call } = ownWarehouse();
const workgroup = 'arn:aws:redshift-serverless:eu-west-1:000000000000:workgroup/lake';

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
    const refused = own().house.submit(Sql, rest);
    await expect(refused).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(refused).rejects.toThrow(message);
  });

  test.each([[{ SessionKeepAliveSeconds: 60 }], [{ ResultFormat: 'CSV' as const }]])(
    '%o is not covered',
    async (more) => {
      open();
      await expect(own().house.submit('SELECT 1', more)).rejects.toMatchObject({ code: 'NotImplemented' });
    },
  );

  test('by a secret is the secret’s user', async () => {
    open();
    const secret = (Name: string, SecretString: string) =>
      call(admin, 'secretsmanager', 'CreateSecret', { Name, SecretString });
    await secret('good', '{"username":"reporting","password":"x"}');
    await secret('bad', '{"username":"reporting"}');
    const { SecretArn, DbUser } = await own().house.ended(await own().house.submit('SELECT 1', { SecretArn: 'good' }));
    expect({ SecretArn, DbUser }).toEqual({ SecretArn: 'good', DbUser: undefined });
    const bad = own().house.submit('SELECT 1', { SecretArn: 'bad' });
    await expect(bad).rejects.toThrow('username and password in secret cannot be empty');
    await expect(own().house.submit('SELECT 1', { SecretArn: 'none' })).rejects.toMatchObject({
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
    const refused = own().house.submit('SELECT 1', more, as('egress'));
    await expect(refused).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(refused).rejects.toThrow(missing);
  });

  test('runs and reads its own statements by the condition on their owner; another role does not see them', async () => {
    open();
    const ofOwner = {
      Condition: { StringEquals: { 'redshift-data:statement-owner-iam-userid': '$' + '{aws:userid}' } },
    };
    const use = [
      allow(['redshift-data:ExecuteStatement', 'redshift-serverless:GetCredentials']),
      allow(['redshift-data:DescribeStatement', 'redshift-data:CancelStatement'], '*', ofOwner),
    ];
    await role('egress', ...use);
    await role('other', allow('redshift-data:*'));
    const id = await own().house.submit('SELECT 1', {}, as('egress'));
    expect(await own().house.ended(id, as('egress'))).toMatchObject({ Status: 'FINISHED', DbUser: 'IAMR:egress' });
    const describe = (caller: Caller) => call(caller, 'redshift-data', 'DescribeStatement', { Id: id });
    await expect(describe(as('egress', 'another'))).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(describe(as('other'))).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    const tokens = [as('egress'), as('egress', 'another'), admin].map((caller) =>
      own().house.submit('SELECT 1', { ClientToken: 'of-all', Database: 'tokens' }, caller),
    );
    const [mine, again, another] = await Promise.all(tokens);
    expect([again === mine, another === mine]).toEqual([true, false]);
    const listed = async (caller: Caller, RoleLevel?: boolean) =>
      (await call(caller, 'redshift-data', 'ListStatements', { RoleLevel })).Statements?.map(({ Id }) => Id);
    expect(await listed(as('other'))).toEqual([]);
    expect(await listed(admin)).toContain(id);
    await role('third', allow('redshift-data:*'), allow('redshift-serverless:*'));
    const third = await own().house.submit('SELECT 1', {}, as('third', 'x'));
    await own().house.ended(third, as('third', 'y'));
    expect(await listed(as('third', 'y'))).toEqual([third]);
    expect(await listed(as('third', 'y'), false)).toEqual([]);
  });
});
