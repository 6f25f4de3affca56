import type { Caller } from '../../kernel/caller.ts';
import { callerArn } from '../../kernel/caller.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { Authorize } from './authorizer.ts';
import type { CredentialStore, IssuedCredentials } from './credentials.ts';
import { compilePolicy } from './policy.ts';
import { type Place, requestContext, requestPrincipal } from './request-context.ts';
import type { IamStore, Role } from './store.ts';

export type AssumeRole = {
  /** Who assumes the role: `lambda.amazonaws.com` as a service, or a user or role through STS. */
  readonly caller: Caller;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds?: number;
  readonly externalId?: string;
};

export type Deps = Place & {
  readonly store: IamStore;
  readonly credentials: CredentialStore;
  readonly authorize: Authorize;
  readonly now: () => number;
};

const defaultSessionSeconds = 3600;
/** A service keeps one session in a process of its own for as long as that lives: Lambda's last about this long. */
const serviceSessionSeconds = 12 * 3600;

/** Issues credentials for a role to a caller that its trust policy names; AccessDenied otherwise. */
export function assumeRole(deps: Deps, request: AssumeRole): IssuedCredentials {
  checkTrust(deps, request);
  const usual = request.caller.kind === 'service' ? serviceSessionSeconds : defaultSessionSeconds;
  const seconds = request.durationSeconds ?? usual;
  return deps.credentials.issue(request.roleArn, request.sessionName, seconds);
}

/** Fails unless the role exists and trusts the caller, without issuing anything. */
export function checkTrust(deps: Deps, { caller, roleArn, externalId, durationSeconds }: AssumeRole): void {
  const role = deps.store.roleByArn(roleArn);
  const permission: Permission = {
    action: 'sts:AssumeRole',
    resource: roleArn,
    ...(externalId !== undefined && { conditions: { 'sts:ExternalId': externalId } }),
  };
  if (!role || !trusts(deps, role, caller, permission)) throw denied(caller, roleArn, deps.account);
  if (durationSeconds !== undefined && durationSeconds > role.maxSessionSeconds)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
}

function trusts(deps: Deps, role: Role, caller: Caller, permission: Permission): boolean {
  const decision = compilePolicy(role.trustPolicy)({
    action: permission.action,
    resource: permission.resource,
    context: requestContext(caller, permission, deps, deps.now()),
    principal: requestPrincipal(caller, deps),
  });
  if (decision === 'delegate') deps.authorize(caller, permission);
  return decision === 'allow' || decision === 'delegate';
}

function denied(caller: Caller, roleArn: string, account: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${callerArn(caller, account)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}
