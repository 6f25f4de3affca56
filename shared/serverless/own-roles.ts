import { sourcePermissions } from './event-sources.ts';
import type { Framework, Hooks, LambdaFunction, Resource, Statement } from './framework.ts';

/**
 * A role per function: its own `iamRoleStatements`, its own log group, and what Lambda does in its name at its event sources.
 * The framework has one role for all functions of a service, and makes none where each function names another.
 */
export function ownRoles(framework: Framework): Hooks {
  framework.configSchemaHandler.defineFunctionProperties('aws', {
    properties: { iamRoleStatements: { $ref: '#/definitions/awsIamPolicyStatements' } },
  });
  return {
    initialize() {
      for (const name of framework.service.getAllFunctions())
        framework.service.getFunction(name).role ??= roleId(framework, name);
    },
    'package:setupProviderConfiguration'() {
      const { Resources } = framework.service.provider.compiledCloudFormationTemplate;
      for (const name of framework.service.getAllFunctions())
        if (framework.service.getFunction(name).role === roleId(framework, name))
          Resources[roleId(framework, name)] = roleOf(framework, name);
    },
  };
}

/** The logical id by which resources refer to a function's role. */
function roleId(framework: Framework, name: string): string {
  return `${framework.getProvider('aws').naming.getNormalizedFunctionName(name)}IamRoleLambdaExecution`;
}

function roleOf(framework: Framework, name: string): Resource {
  const lambda = framework.service.getFunction(name);
  const hasNetwork = isGiven(lambda.vpc) || isGiven(framework.service.provider.vpc);
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: roleName(framework, lambda),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        { PolicyName: 'function', PolicyDocument: { Version: '2012-10-17', Statement: statements(framework, lambda) } },
      ],
      ...(hasNetwork && { ManagedPolicyArns: [{ 'Fn::Sub': networkPolicy }] }),
    },
  };
}

const networkPolicy = `arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole`;

/** Roles are the account's, not a region's: the region is part of the name. */
function roleName(framework: Framework, lambda: LambdaFunction): string {
  return `${lambda.name}-${framework.getProvider('aws').getRegion()}`;
}

function statements(framework: Framework, lambda: LambdaFunction): readonly Statement[] {
  const group = framework.getProvider('aws').naming.getLogGroupName(lambda.name);
  return [
    // The log group is the stack's. Were the function allowed to make it, a late call would bring it back after a removal.
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${group}:*` },
    },
    ...sourcePermissions(lambda.events ?? []),
    ...(lambda.iamRoleStatements ?? []),
  ];
}

/** The framework fills in empty settings where there are none. */
function isGiven(settings: unknown): boolean {
  return typeof settings === 'object' && settings !== null && Object.keys(settings).length > 0;
}
