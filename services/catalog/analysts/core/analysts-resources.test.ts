import { expect, test } from 'vitest';
import { analystsResources } from './analysts-resources.ts';
import { readPrincipals } from './settings.ts';

const settings = {
  principals: ['arn:aws:iam::123456789012:role/people'],
  service: 'tributary-catalog-dev',
  region: 'eu-west-1',
  functions: ['register'],
  tagKey: 'tributary-dev-sensitive',
  names: { athenaBucket: 'athena', lakeDatabase: 'lake', workGroup: 'analysts' },
};

test('nobody is an analyst where the parameter is empty', async () => {
  expect(await readPrincipals(async () => '')).toEqual([]);
  expect(await readPrincipals(async () => 'arn:a, arn:b')).toEqual(['arn:a', 'arn:b']);
});

test('the functions that make tables of files may tag their columns, whoever made the table', () => {
  expect(Object.keys(analystsResources(settings)).filter((id) => id.startsWith('Convert'))).toEqual([]);
  const { ConvertTagGrant, ConvertTablesGrant } = analystsResources({
    ...settings,
    functions: ['register', 'convert'],
  });
  const Principal = { DataLakePrincipalIdentifier: { 'Fn::GetAtt': ['ConvertIamRoleLambdaExecution', 'Arn'] } };
  expect(ConvertTagGrant).toMatchObject({
    Properties: { Principal, Permissions: ['ASSOCIATE'], Resource: { LFTag: { TagValues: ['yes', 'no'] } } },
  });
  const all = ['ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'];
  expect(ConvertTablesGrant).toMatchObject({
    Properties: { Principal, Permissions: all, PermissionsWithGrantOption: all },
  });
});

test('a tag that Lake Formation would not take is told at packaging', () => {
  expect(() => analystsResources({ ...settings, tagKey: 'x'.repeat(51) })).toThrow('over 50 characters');
});
