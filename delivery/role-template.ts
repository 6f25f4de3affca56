import { deployerStatements, packed, readingStatements, type Statement } from './policies.ts';

const issuer = 'token.actions.githubusercontent.com';

/** The size that CloudFormation takes a template in without a bucket. */
export const maxTemplateBytes = 51_200;

/** What the placeholders of a service's policies are in a template. */
const substitutes: Readonly<Record<string, string>> = {
  prefix: `\${Prefix}`,
  stage: `\${Stage}`,
  region: `\${AWS::Region}`,
  account: `\${AWS::AccountId}`,
  catalog: `\${CrmCatalog}`,
};
const partition = `arn:\${AWS::Partition}:`;
const providerArn = sub(`${partition}iam::\${AWS::AccountId}:oidc-provider/${issuer}`);
/** A job in an environment is of nobody else; one on a schedule is of the default branch, and waits for nobody's approval. */
const subjects = {
  deploy: `repo:\${Repository}:environment:\${Stage}`,
  drift: `repo:\${Repository}:ref:refs/heads/main`,
};
const roleName = (kind: string) => sub(`\${Prefix}-${kind}-\${Stage}`);

const text = (AllowedPattern: string, Description: string, Default?: string) => ({
  Type: 'String',
  Description,
  AllowedPattern,
  ...(Default === undefined ? {} : { Default }),
});

const parameters = {
  Repository: text('^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$', 'owner/name on GitHub'),
  Stage: text('^[a-z][a-z0-9]*(-[a-z0-9]+)*$', 'the stage, which is the environment on GitHub, too'),
  Prefix: text('^[a-z][a-z0-9]*(-[a-z0-9]+)*$', 'LAKE_PREFIX of the deployments', 'tributary'),
  CrmCatalog: text('^[a-z0-9_@-]{1,41}$', 'the parameter crmCatalog of the deployments', 'crm'),
};

/** The role that GitHub's workflows take to deploy to a stage, and GitHub's OIDC provider, of which an account takes one. */
export function deploymentRoleTemplate() {
  const policies = managedPolicies('What deploys the services of the lake', packed(deployerStatements()));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'What deploys the lake to one stage from GitHub',
    Parameters: {
      ...parameters,
      Provider: {
        Type: 'String',
        Description: "whether to make the account's OIDC provider of GitHub, or use the one that is there",
        AllowedValues: ['make', 'use'],
        Default: 'make',
      },
    },
    Conditions: { MakesProvider: { 'Fn::Equals': [{ Ref: 'Provider' }, 'make'] } },
    Resources: {
      GitHub: {
        Type: 'AWS::IAM::OIDCProvider',
        Condition: 'MakesProvider',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { Url: `https://${issuer}`, ClientIdList: ['sts.amazonaws.com'] },
      },
      ...policies,
      Role: role('deploy', Object.keys(policies), { 'Fn::If': ['MakesProvider', { Ref: 'GitHub' }, providerArn] }),
    },
  };
}

/** The role that the nightly workflow takes to compare a stage's stacks with what is there: it only looks, and not at data. */
export function driftRoleTemplate() {
  const statements = [...detecting, ...readingStatements(deployerStatements())];
  const policies = managedPolicies('What compares the stacks of the lake with what is there', packed(statements));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'What compares the stacks of the lake with what is there, from GitHub',
    Parameters: parameters,
    Resources: { ...policies, Role: role('drift', Object.keys(policies), providerArn) },
  };
}

/** A detection's status is asked for by an id, which no ARN has. */
const detecting: readonly Statement[] = [
  {
    Sid: 'DetectDrift',
    Effect: 'Allow',
    Action: [
      'cloudformation:DescribeStackResourceDrifts',
      'cloudformation:DetectStackDrift',
      'cloudformation:DetectStackResourceDrift',
    ],
    Resource: ['arn:aws:cloudformation:<region>:<account>:stack/<prefix>-*-<stage>/*'],
  },
  {
    Sid: 'DriftStatus',
    Effect: 'Allow',
    Action: ['cloudformation:DescribeStackDriftDetectionStatus'],
    Resource: ['*'],
  },
];

function managedPolicies(Description: string, bins: readonly (readonly Statement[])[]) {
  const resources = bins.map((statements, index): [string, object] => [
    `Policy${index + 1}`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Description, PolicyDocument: { Version: '2012-10-17', Statement: statements.map(written) } },
    },
  ]);
  return Object.fromEntries(resources);
}

/** A statement with the template's names for its placeholders. */
function written({ Resource, Condition, ...rest }: Statement) {
  const values = (each: readonly string[]) => one(each.map(substituted));
  return {
    ...rest,
    Resource: values(Resource),
    ...(Condition === undefined ? {} : { Condition: mapValues(Condition, (tests) => mapValues(tests, values)) }),
  };
}

function substituted(value: string) {
  const named = value.replace('arn:aws:', partition);
  const filled = named.replace(/<(\w+)>/g, (whole, key: string) => substitutes[key] ?? whole);
  return filled === value ? value : sub(filled);
}

function sub(value: string) {
  return { 'Fn::Sub': value };
}

function one<T>(values: readonly T[]): T | readonly T[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, map: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

function role(kind: keyof typeof subjects, policies: readonly string[], Federated: object) {
  const StringEquals = { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: sub(subjects[kind]) };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: roleName(kind),
      MaxSessionDuration: 3600,
      ManagedPolicyArns: policies.map((id) => ({ Ref: id })),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRoleWithWebIdentity',
            Principal: { Federated },
            Condition: { StringEquals },
          },
        ],
      },
    },
  };
}
