import { type AnalystsSettings, allow, arnOf, ids, type Resources, sub } from './settings.ts';

/** The analysts' role, and a work group with results of its own: those of other people's queries may show what analysts are not to see. */
export function analystsRole(settings: AnalystsSettings): Resources {
  const { service, region, principals, names } = settings;
  return {
    [ids.role]: {
      Type: 'AWS::IAM::Role',
      // Carried out at the end of the deployment: CloudFormation has no resource for it
      Metadata: { LakeFormationOptIns: [{ Database: names.lakeDatabase }, { TablesOf: names.lakeDatabase }] },
      Properties: {
        RoleName: `${service}-analysts-${region}`,
        Description: 'Reads the lake database without its sensitive columns',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole' }],
        },
        Policies: [{ PolicyName: 'query', PolicyDocument: { Version: '2012-10-17', Statement: statements(settings) } }],
      },
    },
    [ids.workGroup]: {
      Type: 'AWS::Athena::WorkGroup',
      Properties: {
        Name: names.workGroup,
        Description: "Analysts' queries",
        RecursiveDeleteOption: true,
        WorkGroupConfiguration: {
          EnforceWorkGroupConfiguration: true,
          PublishCloudWatchMetricsEnabled: true,
          EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
          ResultConfiguration: {
            OutputLocation: sub(`s3://${names.athenaBucket}/analysts/`),
            EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
          },
        },
      },
    },
  };
}

function statements({ names }: AnalystsSettings): readonly object[] {
  const own = (service: string, resource: string) =>
    sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
  const results = `arn:\${AWS::Partition}:s3:::${names.athenaBucket}`;
  return [
    allow(
      [
        'athena:BatchGetQueryExecution',
        'athena:GetNamedQuery',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:GetQueryResultsStream',
        'athena:GetQueryRuntimeStatistics',
        'athena:GetWorkGroup',
        'athena:ListNamedQueries',
        'athena:ListQueryExecutions',
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
      ],
      [own('athena', `workgroup/${names.workGroup}`)],
    ),
    allow(
      [
        'athena:GetDataCatalog',
        'athena:GetDatabase',
        'athena:GetTableMetadata',
        'athena:ListDatabases',
        'athena:ListTableMetadata',
      ],
      [own('athena', 'datacatalog/AwsDataCatalog')],
    ),
    // Athena asks for the database default of every caller: https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
    allow(
      [
        'glue:BatchGetPartition',
        'glue:GetDatabase',
        'glue:GetDatabases',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:GetTable',
        'glue:GetTables',
      ],
      ['catalog', 'database/default', `database/${names.lakeDatabase}`, `table/${names.lakeDatabase}/*`].map((each) =>
        own('glue', each),
      ),
    ),
    // Knows no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslakeformation.html
    allow(['lakeformation:GetDataAccess'], ['*']),
    allow(['s3:GetBucketLocation'], [sub(results)]),
    allow(['s3:ListBucket'], [sub(results)], { StringLike: { 's3:prefix': ['analysts/*'] } }),
    allow(
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      [sub(`${results}/analysts/*`)],
    ),
    // Iceberg tables are not registered (docs/decisions/0038): a statement made them, and decides what is in them
    allow(['s3:GetObject'], [sub(`\${LakeBucket.Arn}/iceberg/*`)]),
    allow(['s3:ListBucket'], [arnOf('LakeBucket')], { StringLike: { 's3:prefix': ['iceberg/*'] } }),
  ];
}
