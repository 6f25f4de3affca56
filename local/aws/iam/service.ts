import { join } from 'node:path';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { type AssumeRole, assumeRole, checkTrust } from './assume-role.ts';
import { type Authorize, createAuthorizer } from './authorizer.ts';
import { type IssuedCredentials, openCredentialStore } from './credentials.ts';
import { iamOperations } from './operations.ts';
import { resourcePolicyLookup } from './resource-policies.ts';
import { managedPolicyResource } from './resources/managed-policy.ts';
import { policyResource } from './resources/policy.ts';
import { roleResource } from './resources/role.ts';
import { openIamStore } from './store.ts';

/** IAM as a service, and the three things the rest of the cloud stands on: who calls, what they may do, who may be whom. */
export type Iam = Service & {
  /** `cloud.authorize`: throws AccessDenied or AccessDeniedException. */
  readonly authorize: Authorize;
  /** Credentials for a role's session; AccessDenied unless the role's trust policy names the caller. */
  issueCredentials(request: AssumeRole): IssuedCredentials;
  /** Fails as issueCredentials does, issuing nothing: for services that take a role to use it later. */
  checkTrust(request: AssumeRole): void;
  /** The caller behind an access key; undefined for an unknown key, ExpiredToken for one that has run out. */
  callerOf(accessKeyId: string): Caller | undefined;
};

export type IamCloud = Pick<Cloud, 'account' | 'region' | 'stateDir' | 'service'> & {
  readonly clock: Pick<Cloud['clock'], 'now'>;
};

export function createIam(cloud: IamCloud): Iam {
  const now = () => cloud.clock.now();
  const { account, region } = cloud;
  const folder = join(cloud.stateDir, 'iam');
  const store = openIamStore(folder);
  const credentials = openCredentialStore(folder, now);
  const authorize = createAuthorizer({
    account,
    region,
    now,
    policiesOf: store.policiesOf,
    resourcePolicy: resourcePolicyLookup(cloud),
  });
  const deps = { account, region, now, store, credentials, authorize };
  return {
    name: 'iam',
    operations: iamOperations(deps),
    resources: [roleResource, policyResource, managedPolicyResource],
    resourcePolicy: (arn) => store.roleByArn(arn)?.trustPolicy,
    authorize,
    issueCredentials: (request) => assumeRole(deps, request),
    checkTrust: (request) => checkTrust(deps, request),
    callerOf: credentials.callerOf,
  };
}
