import type { Caller } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import { type Lake, run, start } from '../../athena/testing/lake.ts';
import { createIam } from '../../iam/service.ts';
import { createSts } from '../../sts/service.ts';
import { createLakeFormation } from '../service.ts';

const admin: Caller = { kind: 'admin' };
const account = '000000000000';
export const analysts = `arn:aws:iam::${account}:role/analysts`;

/** What IAM lets the analysts do: everything of Athena and Glue, results; no object of the lake. */
const policy = [
  { Effect: 'Allow', Action: ['athena:*', 'glue:*', 'lakeformation:GetDataAccess'], Resource: '*' },
  {
    Effect: 'Allow',
    Action: ['s3:GetBucketLocation', 's3:GetObject', 's3:PutObject'],
    Resource: ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/results/*', 'arn:aws:s3:::bucket/unloaded/*'],
  },
  {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::bucket',
    Condition: { StringLike: { 's3:prefix': ['unloaded/*'] } },
  },
];

const readers = [
  { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/lake/*' },
  { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::bucket' },
];

export type BoundLake = {
  readonly lake: Lake;
  /** The session of the analysts' role, as STS gave it. */
  readonly analyst: Caller;
  readonly call: Cloud['call'];
  tagColumns(table: string, columns: readonly string[], value?: string): Promise<void>;
};

/** A lake of customers and orders, which analysts see by Lake Formation: what is tagged `sensitive=no`, where `location` is registered. */
export async function startBound(statements: readonly object[] = policy): Promise<BoundLake> {
  const late: { authorize?: Cloud['authorize'] } = {};
  const lake = await start({ authorize: (caller, permission) => late.authorize?.(caller, permission) });
  const { cloud } = lake;
  const iam = createIam(cloud);
  late.authorize = iam.authorize;
  cloud.add(iam);
  cloud.add(createSts(cloud, iam));
  cloud.add(createLakeFormation(cloud));
  const call = cloud.call;
  await makeRole(call, 'analysts', { AWS: `arn:aws:iam::${account}:root` }, statements);
  await makeRole(call, 'reads-the-lake', { Service: 'lakeformation.amazonaws.com' }, readers);
  await makeTables(lake);
  await bind(call);
  const { Credentials } = await call(admin, 'sts', 'AssumeRole', { RoleArn: analysts, RoleSessionName: 'ada' });
  const analyst = iam.callerOf(Credentials?.AccessKeyId ?? '');
  if (analyst === undefined) throw new Error('STS gave no credentials');
  return {
    lake,
    analyst,
    call,
    async tagColumns(table, columns, value = 'yes') {
      await call(admin, 'lakeformation', 'AddLFTagsToResource', {
        Resource: { TableWithColumns: { DatabaseName: 'lake', Name: table, ColumnNames: [...columns] } },
        LFTags: [{ TagKey: 'sensitive', TagValues: [value] }],
      });
    },
  };
}

async function makeRole(call: Cloud['call'], RoleName: string, Principal: object, Statement: readonly object[]) {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] };
  await call(admin, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await call(admin, 'iam', 'PutRolePolicy', { RoleName, PolicyName: 'all', PolicyDocument });
}

async function makeTables(lake: Lake): Promise<void> {
  await run(lake, 'CREATE DATABASE lake');
  await lake.put('lake/customers/a.json', '{"id": 1, "name": "Ada", "email": "ada@example.com"}\n');
  await lake.put('lake/orders/day=01/a.json', '{"customer": 1, "total": 12.5}\n');
  const json = "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION";
  await run(
    lake,
    `CREATE EXTERNAL TABLE customers (id int, name string, email string) ${json} 's3://bucket/lake/customers/'`,
  );
  await run(
    lake,
    `CREATE EXTERNAL TABLE orders (customer int, total double) PARTITIONED BY (day string) ${json} 's3://bucket/lake/orders/'`,
  );
  await run(lake, 'MSCK REPAIR TABLE orders');
}

async function bind(call: Cloud['call']): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: analysts };
  const Expression = [{ TagKey: 'sensitive', TagValues: ['no'] }];
  await call(admin, 'lakeformation', 'RegisterResource', {
    ResourceArn: 'arn:aws:s3:::bucket/lake/',
    RoleArn: `arn:aws:iam::${account}:role/reads-the-lake`,
    HybridAccessEnabled: true,
  });
  await call(admin, 'lakeformation', 'CreateLFTag', { TagKey: 'sensitive', TagValues: ['yes', 'no'] });
  await call(admin, 'lakeformation', 'AddLFTagsToResource', {
    Resource: { Database: { Name: 'lake' } },
    LFTags: [{ TagKey: 'sensitive', TagValues: ['no'] }],
  });
  await call(admin, 'lakeformation', 'GrantPermissions', {
    Principal,
    Resource: { LFTagPolicy: { ResourceType: 'DATABASE', Expression } },
    Permissions: ['DESCRIBE'],
  });
  await call(admin, 'lakeformation', 'GrantPermissions', {
    Principal,
    Resource: { LFTagPolicy: { ResourceType: 'TABLE', Expression } },
    Permissions: ['SELECT'],
  });
  for (const Resource of [{ Database: { Name: 'lake' } }, { Table: { DatabaseName: 'lake', TableWildcard: {} } }])
    await call(admin, 'lakeformation', 'CreateLakeFormationOptIn', { Principal, Resource });
}
