import type { Parameter } from '@tributary/shared/deployment/network.ts';
import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import { allow, type Statement, secretArn } from '../allow.ts';
import type { RedshiftDestination } from '../egress.ts';

export type Workgroups = {
  /** The parameter with `name=id` of each: the ARN of a workgroup has its id, and no policy can go by its name. */
  readonly ids: Parameter;
  /** In the local cloud the name is the id. */
  readonly isLocal: boolean;
};

/** What the function needs to speak to the workgroups and clusters that are named, and to no other; throws ParameterError for one without id. */
export function allowRedshift(all: readonly RedshiftDestination[], workgroups: Workgroups): readonly Statement[] {
  if (all.length === 0) return [];
  const withRole = all.filter(({ secret }) => secret === undefined);
  const asUser = withRole.filter(({ dbUser }) => dbUser !== undefined);
  const asRole = withRole.filter(({ dbUser, cluster }) => dbUser === undefined && cluster !== undefined);
  const workgroupArn = (name: string) => arn('redshift-serverless', `workgroup/${idOf(name, workgroups)}`);
  return [
    ...allow('redshift-data:BatchExecuteStatement', [
      ...all.flatMap(({ workgroup }) => (workgroup === undefined ? [] : [workgroupArn(workgroup)])),
      ...all.flatMap(({ cluster }) => (cluster === undefined ? [] : [arn('redshift', `cluster:${cluster}`)])),
    ]),
    ...allow(
      'redshift-serverless:GetCredentials',
      withRole.flatMap(({ workgroup }) => (workgroup === undefined ? [] : [workgroupArn(workgroup)])),
    ),
    ...allow('redshift:GetClusterCredentialsWithIAM', asRole.map(databaseArn)),
    ...allow('redshift:GetClusterCredentials', [
      ...asUser.map(databaseArn),
      ...asUser.map(({ cluster, dbUser }) => arn('redshift', `dbuser:${cluster}/${dbUser}`)),
    ]),
    ...allow(
      'secretsmanager:GetSecretValue',
      all.flatMap(({ secret }) => (secret === undefined ? [] : [secretArn(secret)])),
    ),
    ownStatements,
  ];
}

// Statements have no ARN: AWS's own policies bound them by who began them.
// https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-control-identity-based.html
const ownStatements: Statement = {
  Effect: 'Allow',
  Action: ['redshift-data:DescribeStatement', 'redshift-data:GetStatementResult', 'redshift-data:CancelStatement'],
  Resource: ['*'],
  Condition: { StringEquals: { 'redshift-data:statement-owner-iam-userid': { 'Fn::Sub': '$' + '{!aws:userid}' } } },
};

function databaseArn({ cluster, database }: RedshiftDestination): string {
  return arn('redshift', `dbname:${cluster}/${database}`);
}

function arn(service: string, resource: string): string {
  return `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
}

function idOf(name: string, { ids, isLocal }: Workgroups): string {
  const found = ids.value
    .split(',')
    .map((each) => each.trim().split('='))
    .find(([each]) => each === name)?.[1];
  if (found !== undefined) return found;
  if (isLocal) return name;
  throw new ParameterError(
    ids.name,
    ids.value,
    `such that it has ${name}=ID, as a dataset is copied there: \`aws redshift-serverless get-workgroup --workgroup-name ${name} --query workgroup.workgroupId\` tells the id`,
  );
}
