import { beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { type Packaged, packageService } from './package-service.ts';
import { byType, find, policyStatements, strings } from './template.ts';

type Resources = Packaged['template']['Resources'];

describe('analysts of the packaged service catalog', () => {
  let none: Resources;
  let full: Resources;
  beforeAll(async () => {
    none = (await packageService('catalog', 'dev')).template.Resources;
    full = (await packageService('catalog', 'dev', fullParameters('catalog'))).template.Resources;
  });

  test('are not there without the parameter, and nothing of Lake Formation', () => {
    expect(Object.keys(none).filter((id) => id.startsWith('Analysts'))).toEqual([]);
    expect(Object.values(none).filter(({ Type }) => /LakeFormation|WorkGroup/.test(Type))).toEqual([]);
    expect(strings(none).filter((text) => text.includes('lakeformation'))).toEqual([]);
  });

  test('may be those that the parameter names, and be opted in for the database and all its tables', () => {
    const { Properties, ...role } = full.AnalystsRole ?? {};
    expect(Properties).toMatchObject({
      RoleName: 'tributary-catalog-dev-analysts-eu-west-1',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { AWS: ['arn:aws:iam::123456789012:role/people', 'arn:aws:iam::123456789012:user/ada'] },
            Action: 'sts:AssumeRole',
          },
        ],
      },
    });
    expect(role).toMatchObject({
      Metadata: { LakeFormationOptIns: [{ Database: 'tributary_lake_dev' }, { TablesOf: 'tributary_lake_dev' }] },
    });
  });

  test('have no permission on objects of files, nor on the results of others', () => {
    const objects = policyStatements(full)
      .filter(({ where }) => where === 'AnalystsRole')
      .filter(({ statement }) => [statement.Action].flat().some((action) => String(action).endsWith('Object')))
      .flatMap(({ statement }) => strings(statement.Resource));
    expect(objects).toEqual([
      expect.stringMatching(/:s3:::tributary-athena-dev-.*\/analysts\/\*$/),
      expect.stringMatching(/^\$\{LakeBucket\.Arn\}\/iceberg\/\*$/),
    ]);
    expect(full.AnalystsWorkGroup?.Properties).toMatchObject({
      Name: 'tributary-analysts-dev',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        ResultConfiguration: { OutputLocation: { 'Fn::Sub': expect.stringMatching(/\/analysts\/$/) } },
      },
    });
  });

  test('are granted what is not tagged as sensitive; the database and all in it is not', () => {
    const key = 'tributary-dev-sensitive';
    const grants = byType(full, 'AWS::LakeFormation::PrincipalPermissions')
      .map(({ properties }) => properties)
      .filter(({ Principal }) => JSON.stringify(Principal).includes('AnalystsRole'));
    const not = [{ TagKey: key, TagValues: ['no'] }];
    expect(grants.map(({ Resource, Permissions }) => [Resource, Permissions])).toEqual([
      [{ LFTagPolicy: { CatalogId: expect.anything(), ResourceType: 'DATABASE', Expression: not } }, ['DESCRIBE']],
      [{ LFTagPolicy: { CatalogId: expect.anything(), ResourceType: 'TABLE', Expression: not } }, ['SELECT']],
    ]);
    expect(full.LakeDatabaseTag?.Properties).toMatchObject({
      Resource: { Database: { Name: { Ref: 'LakeDatabase' } } },
      LFTags: not,
    });
  });

  test('leave everybody else to IAM: the location of files is in hybrid mode, and read by a role that reads it alone', () => {
    const [location, ...more] = byType(full, 'AWS::LakeFormation::Resource');
    expect(more).toEqual([]);
    expect(location?.properties).toMatchObject({
      ResourceArn: { 'Fn::Sub': expect.stringMatching(/^\$\{LakeBucket\.Arn\}\/lake$/) },
      HybridAccessEnabled: true,
      UseServiceLinkedRole: false,
    });
    expect(find(full, 'AWS::IAM::Role', location?.properties.RoleArn)?.id).toBe('LakeReaderRole');
    const actions = policyStatements(full)
      .filter(({ where }) => where === 'LakeReaderRole')
      .flatMap(({ statement }) => statement.Action);
    expect(actions).toEqual(['s3:GetObject', 's3:ListBucket']);
    // Below the location of the database nobody needs data location permission
    expect(full.LakeDatabase?.Properties.DatabaseInput).toMatchObject({
      LocationUri: { 'Fn::Sub': expect.stringMatching(/LakeBucket\}\/lake\/$/) },
    });
    expect(byType(full, 'AWS::LakeFormation::DataLakeSettings')).toEqual([]);
  });
});
