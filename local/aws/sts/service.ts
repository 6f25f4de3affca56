import { type Caller, callerArn, callerUserId } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import type { Service } from '../../kernel/service.ts';
import type { Iam } from '../iam/service.ts';

/** STS: who am I, and the credentials of a role. Trust policies are checked by IAM. */
export function createSts(cloud: Pick<Cloud, 'account'>, iam: Pick<Iam, 'issueCredentials'>): Service {
  return { name: 'sts', operations: [getCallerIdentity(cloud.account), assumeRole(cloud.account, iam)] };
}

const getCallerIdentity = (account: string) =>
  operation('sts', 'GetCallerIdentity', {
    permissions: () => [],
    handle: (_input, { caller }) => ({
      UserId: callerUserId(caller),
      Account: account,
      Arn: callerArn(caller, account),
    }),
  });

const assumeRole = (account: string, iam: Pick<Iam, 'issueCredentials'>) =>
  operation('sts', 'AssumeRole', {
    permissions: () => [],
    handle(input, { caller }) {
      const roleArn = required('roleArn', input.RoleArn);
      const sessionName = required('roleSessionName', input.RoleSessionName);
      const issued = iam.issueCredentials({
        caller,
        roleArn,
        sessionName,
        ...(input.DurationSeconds !== undefined && { durationSeconds: input.DurationSeconds }),
        ...(input.ExternalId !== undefined && { externalId: input.ExternalId }),
      });
      const assumed: Caller = { kind: 'role', roleArn, sessionName };
      return {
        Credentials: {
          AccessKeyId: issued.accessKeyId,
          SecretAccessKey: issued.secretAccessKey,
          SessionToken: issued.sessionToken,
          Expiration: new Date(issued.expiration),
        },
        AssumedRoleUser: { AssumedRoleId: callerUserId(assumed), Arn: callerArn(assumed, account) },
        PackedPolicySize: 0,
      };
    },
  });

function required(member: string, value: string | undefined): string {
  if (value) return value;
  throw new AwsError('ValidationError', `1 validation error detected: Value at '${member}' must not be null`);
}
