import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { compilePolicy, type Decision } from '../iam/policy.ts';
import { requestPrincipal } from '../iam/request-context.ts';

type Place = Pick<Cloud, 'region' | 'account'>;

/** What a key has that was made without a policy: the account's IAM policies decide. */
export function defaultKeyPolicy({ account }: Place): string {
  return policy({
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
}

/** The AWS managed key of a service: the account's own callers may use it through the service, and no AWS service may. */
export function managedKeyPolicy({ region, account }: Place, service: string): string {
  return policy({
    Sid: `Allow access through ${service.toUpperCase()} for all principals in the account that are authorized to use it`,
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:ListGrants', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com`, 'kms:CallerAccount': account },
    },
  });
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] });
}

/** Throws MalformedPolicyDocumentException for no policy, and for one after which nobody could change it. */
export function checkKeyPolicy(text: string, caller: Caller, place: Place, arn: string): void {
  if (decide(text, caller, place, arn) === 'none' || decide(text, caller, place, arn) === 'deny')
    throw malformed('The new key policy will not allow you to update the key policy in the future.');
}

function decide(text: string, caller: Caller, place: Place, resource: string): Decision {
  try {
    return compilePolicy(text)({
      action: 'kms:PutKeyPolicy',
      resource,
      context: new Map(),
      principal: requestPrincipal(caller, place),
    });
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

const malformed = (message: string) => new AwsError('MalformedPolicyDocumentException', message);
