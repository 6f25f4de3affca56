import { type AnalystsSettings, account, allow, arnOf, ids, type Resources, sub } from './settings.ts';

/** Functions that make tables of files, and tag their sensitive columns. */
const taggers = ['convert', 'retype'];

/** What Lake Formation asks of who tags a table that somebody else made. https://docs.aws.amazon.com/lake-formation/latest/dg/TBAC-assigning-tags.html */
const toTag = ['ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'];

/** The tag of sensitive columns, the location that Lake Formation reads for analysts, and what is granted to whom. */
export function lakeGrants({ tagKey, functions, names }: AnalystsSettings): Resources {
  const policy = (ResourceType: string) => ({
    LFTagPolicy: { CatalogId: account, ResourceType, Expression: [{ TagKey: tagKey, TagValues: ['no'] }] },
  });
  return {
    ...location(),
    [ids.tag]: {
      Type: 'AWS::LakeFormation::Tag',
      Properties: { CatalogId: account, TagKey: tagKey, TagValues: ['yes', 'no'] },
    },
    // Tables and columns inherit it, those too that come later
    [ids.tagged]: {
      Type: 'AWS::LakeFormation::TagAssociation',
      DependsOn: [ids.tag],
      Properties: {
        Resource: { Database: { CatalogId: account, Name: { Ref: 'LakeDatabase' } } },
        LFTags: [{ CatalogId: account, TagKey: tagKey, TagValues: ['no'] }],
      },
    },
    AnalystsDatabaseGrant: grant(ids.role, policy('DATABASE'), ['DESCRIBE']),
    // Not DESCRIBE: that of a table shows the names of all its columns
    AnalystsTablesGrant: grant(ids.role, policy('TABLE'), ['SELECT']),
    ...Object.assign(
      {},
      ...taggers.filter((name) => functions.includes(name)).map((name) => taggerGrants(name, { tagKey, names })),
    ),
  };
}

/** In hybrid access mode: whoever is not opted in goes by IAM, as before. */
function location(): Resources {
  return {
    [ids.reader]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lakeformation.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [
          {
            PolicyName: 'read',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                allow(['s3:GetObject'], [sub(`\${LakeBucket.Arn}/lake/*`)]),
                allow(['s3:ListBucket'], [arnOf('LakeBucket')], { StringLike: { 's3:prefix': ['lake/*'] } }),
              ],
            },
          },
        ],
      },
    },
    [ids.location]: {
      Type: 'AWS::LakeFormation::Resource',
      Properties: {
        ResourceArn: sub(`\${LakeBucket.Arn}/lake`),
        RoleArn: arnOf(ids.reader),
        UseServiceLinkedRole: false,
        HybridAccessEnabled: true,
      },
    },
  };
}

function taggerGrants(name: string, { tagKey, names }: Pick<AnalystsSettings, 'tagKey' | 'names'>): Resources {
  const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const role = `${capital}IamRoleLambdaExecution`;
  const tables = { Table: { CatalogId: account, DatabaseName: names.lakeDatabase, TableWildcard: {} } };
  const tag = { LFTag: { CatalogId: account, TagKey: tagKey, TagValues: ['yes', 'no'] } };
  return {
    [`${capital}TagGrant`]: grant(role, tag, ['ASSOCIATE']),
    // Lake Formation's own actions know no resources
    [`${capital}TagPolicy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'tag-sensitive-columns',
        Roles: [{ Ref: role }],
        PolicyDocument: { Version: '2012-10-17', Statement: [allow(['lakeformation:AddLFTagsToResource'], ['*'])] },
      },
    },
    [`${capital}TablesGrant`]: { ...grant(role, tables, toTag, toTag), DependsOn: ['LakeDatabase'] },
  };
}

function grant(
  role: string,
  resource: object,
  permissions: readonly string[],
  grantable: readonly string[] = [],
): object {
  return {
    Type: 'AWS::LakeFormation::PrincipalPermissions',
    DependsOn: [ids.tag],
    Properties: {
      Catalog: account,
      Principal: { DataLakePrincipalIdentifier: arnOf(role) },
      Resource: resource,
      Permissions: permissions,
      PermissionsWithGrantOption: grantable,
    },
  };
}
