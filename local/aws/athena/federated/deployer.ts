import type { Permission } from '../../../kernel/permission.ts';
import { connectorName } from './connector.ts';

type Place = { readonly region: string; readonly account: string };

/**
 * Athena makes and removes a connector in the name of whoever makes or removes the catalog: a stack of AWS's own application, with a Glue
 * connection, a function of an image of AWS's, and a role. From the handlers of AWS::Athena::DataCatalog in CloudFormation's registry
 * and https://docs.aws.amazon.com/athena/latest/ug/athena-catalog-access.html; glue:PassConnection from CreateConnection's own page.
 */
const creates = {
  connection: [
    'glue:CreateConnection',
    'glue:DeleteConnection',
    'glue:GetConnection',
    'glue:PassConnection',
    'glue:TagResource',
    'glue:UpdateConnection',
  ],
  application: ['serverlessrepo:CreateCloudFormationTemplate', 'serverlessrepo:GetCloudFormationTemplate'],
  stack: [
    'cloudformation:CreateChangeSet',
    'cloudformation:CreateStack',
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStacks',
  ],
  role: [
    'iam:AttachRolePolicy',
    'iam:CreateRole',
    'iam:DeleteRole',
    'iam:DeleteRolePolicy',
    'iam:DetachRolePolicy',
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:PassRole',
    'iam:PutRolePolicy',
    'iam:TagRole',
  ],
  function: ['lambda:CreateFunction', 'lambda:DeleteFunction', 'lambda:GetFunction', 'lambda:TagResource'],
  image: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  account: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'secretsmanager:ListSecrets'],
} as const;

const removes: Partial<Readonly<Record<keyof typeof creates, readonly string[]>>> = {
  connection: ['glue:GetConnection', 'glue:UpdateConnection'],
  stack: ['cloudformation:DeleteStack', 'cloudformation:DescribeStacks'],
  role: ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
  function: ['lambda:DeleteFunction'],
};

/** What making a FEDERATED catalog needs beside athena:CreateDataCatalog. */
export const createPermissions = (catalog: string, place: Place) => permissions(creates, catalog, place);

/** What removing one needs beside athena:DeleteDataCatalog. */
export const removePermissions = (catalog: string, place: Place) => permissions(removes, catalog, place);

/** The account that AWS publishes its connectors from. */
const publisher = '292517598671';

function permissions(
  actions: Partial<Readonly<Record<keyof typeof creates, readonly string[]>>>,
  catalog: string,
  { region, account }: Place,
): readonly Permission[] {
  const name = connectorName(catalog);
  const stack = name.replace(/_/g, '-');
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const resources: Readonly<Record<keyof typeof creates, readonly string[]>> = {
    connection: [arn('glue', 'catalog'), arn('glue', `connection/${name}`)],
    application: [`arn:aws:serverlessrepo:us-east-1:${publisher}:applications/AthenaMySQLConnectorWithGlueConnection`],
    stack: [arn('cloudformation', `stack/${stack}/00000000-0000-0000-0000-000000000000`)],
    role: [`arn:aws:iam::${account}:role/${stack}-FunctionRole-0A1B2C3D4E5F`],
    function: [arn('lambda', `function:${name}`)],
    image: [`arn:aws:ecr:${region}:${publisher}:repository/athena-federation-repository-mysql`],
    account: ['*'],
  };
  return Object.entries(resources).flatMap(([kind, targets]) =>
    (isKind(kind) ? (actions[kind] ?? []) : []).flatMap((action) => targets.map((resource) => ({ action, resource }))),
  );
}

const isKind = (name: string): name is keyof typeof creates => Object.hasOwn(creates, name);
