import { describe, expect, test } from 'vitest';
import type { Copied } from './copy.ts';
import { egress } from './egress.ts';
import { readEgressSettings } from './settings.ts';

/** With a variable of CloudFormation's. */
const lakeBucket = `acme-lake-dev-${'$'}{AWS::AccountId}`;
const named: Readonly<Record<string, string>> = {
  'self:custom.names.lakeBucket': lakeBucket,
  'self:custom.names.egressWorkGroup': 'acme-egress-dev',
};
const settingsOf = (datasets: readonly Copied[], given: Readonly<Record<string, string>> = {}, stage = 'dev') =>
  readEgressSettings(
    datasets,
    async (address) => given[address.replace('param:', '')] ?? { ...named, 'sls:stage': stage }[address] ?? '',
  );
const dataset = (...to: readonly object[]) => ({
  table: 'usage',
  columns: { day: 'date' } as const,
  key: ['day'],
  egress: egress.parse(to),
});
const mysql = { to: 'mysql', table: 'usage', secret: 'reporting/mysql' };

describe('what copies come to in the template', () => {
  test('is nothing but a rule that never holds where nothing is copied', async () => {
    expect(await settingsOf([dataset()])).toEqual({
      ...{ tables: ['-'], vpc: false, secrets: [], folders: [], redshift: [], statements: ['-'] },
    });
  });

  test('is each secret and each folder, and no other', async () => {
    const settings = await settingsOf([
      dataset(mysql, { ...mysql, name: 'b', table: 'other' }, { to: 's3', prefix: 'x' }),
    ]);
    expect(settings.tables).toEqual(['usage']);
    expect(JSON.stringify(settings.secrets)).toContain('secret:reporting/mysql-??????"}]');
    expect(JSON.stringify(settings.folders)).toContain(`:s3:::${lakeBucket}/egress/x/*"}]`);
  });

  test('is another bucket where its parameter names one', async () => {
    const elsewhere = dataset({ to: 's3', prefix: 'x', bucket: 'other' });
    await expect(settingsOf([elsewhere])).rejects.toThrow('egressBucket');
    const { folders } = await settingsOf([elsewhere], { egressBucket: 'partner' });
    expect(folders.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringContaining(':s3:::partner/x/*'),
      expect.stringContaining(':s3:::partner"'),
    ]);
  });

  test('is a network of both parameters', async () => {
    const inside = {
      egressSubnetIds: 'subnet-0123456789abcdef0',
      egressSecurityGroupIds: 'sg-0123456789abcdef0',
    };
    expect((await settingsOf([], inside)).vpc).toEqual({
      subnetIds: ['subnet-0123456789abcdef0'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    });
    await expect(settingsOf([], { ...inside, egressSecurityGroupIds: '' })).rejects.toThrow('egressSecurityGroupIds');
  });

  test('is a rule for any table where names have no room in one', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...dataset({ to: 's3', prefix: `x${at}` }),
      table: `a_table_with_a_long_name_${at}`,
    }));
    expect((await settingsOf(many)).tables).toEqual([{ prefix: '' }]);
  });

  test('is each statement of a copy in Redshift by its name, or all of the lake’s where they have no room', async () => {
    const to = (name: string) => ({ to: 'redshift', name, cluster: 'c', database: 'd', table: `t_${name}` });
    expect((await settingsOf([dataset(to('b'), to('a'), mysql)])).statements).toEqual([
      'acme-egress-dev.usage.a',
      'acme-egress-dev.usage.b',
    ]);
    const many = Array.from({ length: 60 }, (_, at) => to(`n${at}-of-a-long-name`)).map((each, at) => ({
      ...each,
      table: `t${at}`,
    }));
    expect((await settingsOf([dataset(...many)])).statements).toEqual([{ prefix: 'acme-egress-dev.' }]);
  });
});

describe('what a copy in Redshift lets egress do', () => {
  const at = (of: object) => ({ to: 'redshift', database: 'dev', table: 'usage', ...of });
  const id = '0a1b2c3d-0000-4000-8000-0123456789ab';
  async function allowed(of: object, given = {}, stage = 'dev') {
    const { redshift, secrets } = await settingsOf([dataset(at(of))], given, stage);
    expect(secrets).toEqual([]);
    const plain = (text: string) =>
      text.replace(/arn:.*?:(redshift|secretsmanager|redshift-serverless):.*?AccountId\}:/, '');
    return redshift.map(({ Action, Resource }) => [
      [Action]
        .flat()
        .map((action) => action.split(':')[1])
        .join(),
      ...Resource.map((each) => plain(Object.values(Object(each)).join(''))),
    ]);
  }
  const own = ['DescribeStatement,GetStatementResult,CancelStatement', '*'];

  test('is statements in that workgroup, by its id, as its own role', async () => {
    expect(await allowed({ workgroup: 'bi-1' }, { redshiftWorkgroups: `other=x, bi-1=${id}` })).toEqual([
      ['BatchExecuteStatement', `workgroup/${id}`],
      ['GetCredentials', `workgroup/${id}`],
      own,
    ]);
    await expect(allowed({ workgroup: 'bi-1' }, { redshiftWorkgroups: 'bi=x' })).rejects.toThrow('has bi-1=ID');
    expect((await allowed({ workgroup: 'bi-1' }, {}, 'local'))[0]).toEqual(['BatchExecuteStatement', 'workgroup/bi-1']);
  });

  test('is statements in that cluster, as its own role, as a user, or with a secret', async () => {
    const statements = ['BatchExecuteStatement', 'cluster:c'];
    expect(await allowed({ cluster: 'c' })).toEqual([
      statements,
      ['GetClusterCredentialsWithIAM', 'dbname:c/dev'],
      own,
    ]);
    expect(await allowed({ cluster: 'c', dbUser: 'u' })).toEqual([
      statements,
      ['GetClusterCredentials', 'dbname:c/dev', 'dbuser:c/u'],
      own,
    ]);
    expect(await allowed({ cluster: 'c', secret: 's' })).toEqual([
      statements,
      ['GetSecretValue', 'secret:s-??????'],
      own,
    ]);
  });

  test('is the statements that it began, and those of no other', async () => {
    const { redshift } = await settingsOf([dataset(at({ cluster: 'c' }))]);
    expect(redshift.at(-1)?.Condition).toEqual({
      StringEquals: { 'redshift-data:statement-owner-iam-userid': { 'Fn::Sub': '$' + '{!aws:userid}' } },
    });
  });
});
