import { beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../kernel/caller.ts';
import { admin } from '../athena/testing/lake.ts';
import { analysts, type BoundLake, startBound } from './testing/bound-lake.ts';

const converter: Caller = { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/converter', sessionName: 's' };
const everything = [{ Effect: 'Allow', Action: ['glue:*', 'lakeformation:*'], Resource: '*' }];
const sensitive = [{ TagKey: 'sensitive', TagValues: ['yes'] }];
const email = { TableWithColumns: { DatabaseName: 'lake', Name: 'customers', ColumnNames: ['email'] } };

let bound: BoundLake;
beforeEach(async () => {
  bound = await startBound();
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const document = (Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  await bound.call(admin, 'iam', 'CreateRole', {
    RoleName: 'converter',
    AssumeRolePolicyDocument: document([trust]),
  });
  await bound.call(admin, 'iam', 'PutRolePolicy', {
    ...{ RoleName: 'converter', PolicyName: 'all' },
    PolicyDocument: document(everything),
  });
});

describe('who tags a column', () => {
  const tag = () =>
    bound.call(converter, 'lakeformation', 'AddLFTagsToResource', { Resource: email, LFTags: sensitive });
  const Principal = { DataLakePrincipalIdentifier: 'arn:aws:iam::000000000000:role/converter' };
  const grantTag = () =>
    bound.call(admin, 'lakeformation', 'GrantPermissions', {
      Principal,
      Resource: { LFTag: { TagKey: 'sensitive', TagValues: ['yes'] } },
      Permissions: ['ASSOCIATE'],
    });

  test('needs the tag, and the table: its own, or all there is with the grant option', async () => {
    await expect(tag()).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: /Associate on LF-Tag sensitive$/,
    });
    await grantTag();
    await expect(tag()).rejects.toThrow('with the grant option on customers');
    await bound.call(admin, 'lakeformation', 'GrantPermissions', {
      Principal,
      Resource: { Table: { DatabaseName: 'lake', TableWildcard: {} } },
      Permissions: ['ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'],
      PermissionsWithGrantOption: ['ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'],
    });
    await tag();
    const { LFTagsOnColumns } = await bound.call(admin, 'lakeformation', 'GetResourceLFTags', { Resource: email });
    expect(LFTagsOnColumns).toEqual([
      { Name: 'email', LFTags: [{ CatalogId: '000000000000', TagKey: 'sensitive', TagValues: ['yes'] }] },
    ]);
  });

  test('may tag columns of a table that it made', async () => {
    await grantTag();
    await bound.call(converter, 'glue', 'CreateTable', {
      DatabaseName: 'lake',
      TableInput: { Name: 'own', StorageDescriptor: { Columns: [{ Name: 'iban', Type: 'string' }] } },
    });
    const own = { DatabaseName: 'lake', Name: 'own' };
    const add = (column: string) =>
      bound.call(converter, 'lakeformation', 'AddLFTagsToResource', {
        Resource: { TableWithColumns: { ...own, ColumnNames: [column] } },
        LFTags: sensitive,
      });
    expect(await add('iban')).toEqual({ Failures: [] });
    await expect(add('nope')).rejects.toMatchObject({ code: 'EntityNotFoundException' });
    const { Table } = await bound.call(bound.analyst, 'glue', 'GetTable', own);
    expect(Table?.StorageDescriptor?.Columns).toEqual([]);
  });

  test('finds neither tags nor values that nobody has made', async () => {
    const add = (TagKey: string, TagValues: string[]) =>
      bound.call(admin, 'lakeformation', 'AddLFTagsToResource', { Resource: email, LFTags: [{ TagKey, TagValues }] });
    await expect(add('secret', ['yes'])).rejects.toMatchObject({ code: 'EntityNotFoundException' });
    await expect(add('sensitive', ['maybe'])).rejects.toMatchObject({ code: 'EntityNotFoundException' });
    await expect(add('sensitive', ['yes', 'no'])).rejects.toMatchObject({ code: 'InvalidInputException' });
  });
});

describe('what is left to administrators', () => {
  const Principal = { DataLakePrincipalIdentifier: analysts };
  const Resource = { Table: { DatabaseName: 'lake', TableWildcard: {} } };

  test('no role opts in, grants or makes tags, whatever IAM allows', async () => {
    for (const call of [
      bound.call(converter, 'lakeformation', 'CreateLakeFormationOptIn', { Principal, Resource }),
      bound.call(converter, 'lakeformation', 'GrantPermissions', { Principal, Resource, Permissions: ['SELECT'] }),
      bound.call(converter, 'lakeformation', 'CreateLFTag', { TagKey: 'other', TagValues: ['a'] }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });

  test('but a role that the settings name does', async () => {
    const settings = { DataLakeAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::000000000000:role/converter' }] };
    await bound.call(admin, 'lakeformation', 'PutDataLakeSettings', { DataLakeSettings: settings });
    await bound.call(converter, 'lakeformation', 'CreateLFTag', { TagKey: 'other', TagValues: ['a'] });
    await bound.call(converter, 'lakeformation', 'AddLFTagsToResource', { Resource: email, LFTags: sensitive });
    const { DataLakeSettings } = await bound.call(converter, 'lakeformation', 'GetDataLakeSettings', {});
    expect(DataLakeSettings).toMatchObject(settings);
    const own = { ...settings, CreateTableDefaultPermissions: [] };
    await expect(
      bound.call(admin, 'lakeformation', 'PutDataLakeSettings', { DataLakeSettings: own }),
    ).rejects.toMatchObject({ code: 'NotImplemented' });
  });

  test('an opt-in that is taken back leaves IAM to decide', async () => {
    await bound.tagColumns('customers', ['email']);
    await bound.call(admin, 'lakeformation', 'DeleteLakeFormationOptIn', { Principal, Resource });
    const { Table } = await bound.call(bound.analyst, 'glue', 'GetTable', { DatabaseName: 'lake', Name: 'customers' });
    expect(Table?.StorageDescriptor?.Columns?.map(({ Name }) => Name)).toEqual(['id', 'name', 'email']);
    const { LakeFormationOptInsInfoList } = await bound.call(admin, 'lakeformation', 'ListLakeFormationOptIns', {});
    expect(LakeFormationOptInsInfoList?.map((each) => each.Resource)).toEqual([
      { Database: { CatalogId: '000000000000', Name: 'lake' } },
    ]);
  });

  test('a location that would bind everybody, or a role of AWS, is refused by name', async () => {
    const location = { ResourceArn: 'arn:aws:s3:::bucket/other', RoleArn: analysts };
    const register = (more: object) => bound.call(admin, 'lakeformation', 'RegisterResource', { ...location, ...more });
    await expect(register({})).rejects.toMatchObject({ code: 'NotImplemented' });
    await expect(register({ HybridAccessEnabled: true, UseServiceLinkedRole: true })).rejects.toMatchObject({
      code: 'NotImplemented',
    });
    await register({ HybridAccessEnabled: true });
    await expect(register({ HybridAccessEnabled: true })).rejects.toMatchObject({ code: 'AlreadyExistsException' });
  });
});

test('columns may be granted by their names, or all but some', async () => {
  const Principal = { DataLakePrincipalIdentifier: analysts };
  const own = { DatabaseName: 'lake', Name: 'customers' };
  const columns = async () => {
    const { Table } = await bound.call(bound.analyst, 'glue', 'GetTable', own);
    return Table?.StorageDescriptor?.Columns?.map(({ Name }) => Name);
  };
  await bound.tagColumns('customers', ['id', 'name', 'email']);
  const grant = { Principal, Permissions: ['SELECT' as const] };
  await bound.call(admin, 'lakeformation', 'GrantPermissions', {
    ...grant,
    Resource: { TableWithColumns: { ...own, ColumnNames: ['name'] } },
  });
  expect(await columns()).toEqual(['name']);
  const wildcard = { ...own, ColumnWildcard: { ExcludedColumnNames: ['email'] } };
  await bound.call(admin, 'lakeformation', 'GrantPermissions', { ...grant, Resource: { TableWithColumns: wildcard } });
  expect(await columns()).toEqual(['id', 'name']);
  await bound.call(admin, 'lakeformation', 'RevokePermissions', { ...grant, Resource: { TableWithColumns: wildcard } });
  expect(await columns()).toEqual(['name']);
});
