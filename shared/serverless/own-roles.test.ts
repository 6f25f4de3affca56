import { describe, expect, test } from 'vitest';
import { fakeFramework } from './fake-framework.ts';
import type { LambdaFunction } from './framework.ts';
import { ownRoles } from './own-roles.ts';

/** The resources after the framework has called the hooks, for functions by name. */
async function rolesOf(functions: Readonly<Record<string, Partial<LambdaFunction>>>) {
  const framework = fakeFramework({ functions });
  const hooks = ownRoles(framework);
  await hooks.initialize?.();
  await hooks['package:setupProviderConfiguration']?.();
  return { framework, resources: framework.service.provider.compiledCloudFormationTemplate.Resources };
}

describe('a role per function', () => {
  test('is named for the function and its region, and is what the function names as its role', async () => {
    const { framework, resources } = await rolesOf({ plan: {}, settle: {} });
    expect(Object.keys(resources)).toEqual(['PlanIamRoleLambdaExecution', 'SettleIamRoleLambdaExecution']);
    expect(resources.PlanIamRoleLambdaExecution?.Properties?.RoleName).toBe('lake-dev-plan-eu-west-1');
    expect(framework.service.getFunction('plan').role).toBe('PlanIamRoleLambdaExecution');
  });

  test('allows its log, its event sources and its own statements, in this order', async () => {
    const { resources } = await rolesOf({
      tally: {
        events: [
          { stream: { type: 'kinesis', arn: { 'Fn::GetAtt': ['Stream', 'Arn'] } } },
          { stream: 'arn:aws:dynamodb:eu-west-1:1:table/t/stream/x' },
          { sqs: 'arn:aws:sqs:eu-west-1:1:q' },
          { sqs: { arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
        ],
        iamRoleStatements: [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: 'arn:aws:s3:::b/k/*' }],
      },
    });
    expect(resources.TallyIamRoleLambdaExecution?.Properties?.Policies).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: { 'Fn::Sub': expect.stringMatching(/:log-group:\/aws\/lambda\/lake-dev-tally:\*$/) },
            },
            {
              Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              Resource: ['arn:aws:sqs:eu-west-1:1:q', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
            },
            { Resource: [{ 'Fn::GetAtt': ['Stream', 'Arn'] }] },
            { Resource: ['arn:aws:dynamodb:eu-west-1:1:table/t/stream/x'] },
            { Action: ['s3:PutObject'] },
          ],
        },
      },
    ]);
  });

  test('lets a function in a network have its interfaces there, and no other', async () => {
    const { resources } = await rolesOf({ inside: { vpc: { subnetIds: ['subnet-1'] } }, outside: { vpc: {} } });
    expect(JSON.stringify(resources.InsideIamRoleLambdaExecution)).toContain('AWSLambdaVPCAccessExecutionRole');
    expect(resources.OutsideIamRoleLambdaExecution?.Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('leaves alone a function that names a role itself', async () => {
    const { resources } = await rolesOf({ plan: { role: 'arn:aws:iam::1:role/other' } });
    expect(resources).toEqual({});
  });
});
