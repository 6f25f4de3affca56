import type { Caller } from '../../kernel/caller.ts';
import { callerAccount, callerArn } from '../../kernel/caller.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Permission } from '../../kernel/permission.ts';
import { type CompiledPolicy, compilePolicy, type Decision, type PolicyRequest, strongest } from './policy.ts';
import { type Place, requestContext, requestPrincipal } from './request-context.ts';
import type { RolePolicies } from './store.ts';

export type AuthorizerDeps = Place & {
  readonly now: () => number;
  readonly policiesOf: (roleArn: string) => RolePolicies | undefined;
  /** The resource-based policy of an ARN: a document, its JSON text, or undefined. */
  readonly resourcePolicy: (arn: string) => unknown;
};

export type Authorize = (caller: Caller, permission: Permission) => void;

type Verdict = { readonly allowed: boolean; readonly reason: string };

/**
 * Decides calls as AWS does within one account, and, of a role of another account, what this one has to say: the resource's policy; throws AccessDenied naming caller, action and resource.
 */
export function createAuthorizer(deps: AuthorizerDeps): Authorize {
  const compileResource = cachedCompiler();
  return (caller, permission) => {
    if (caller.kind === 'admin') return;
    const request: PolicyRequest = {
      action: permission.action,
      resource: permission.resource,
      context: requestContext(caller, permission, deps, deps.now()),
      principal: requestPrincipal(caller, deps),
    };
    const policy = deps.resourcePolicy(permission.resource);
    const byResource = policy === undefined ? 'none' : compileResource(policy)(request);
    const verdict = decide(deps, caller, byResource, request);
    if (!verdict.allowed) throw denied(caller, permission, verdict.reason, deps.account);
  };
}

function decide(
  deps: AuthorizerDeps,
  caller: Exclude<Caller, { kind: 'admin' }>,
  byResource: Decision,
  request: PolicyRequest,
): Verdict {
  if (caller.kind === 'service') return decideService(byResource, request);
  return callerAccount(caller, deps.account) === deps.account
    ? decideRole(deps, caller, byResource, request)
    : decideForeign(byResource, request);
}

/** Its own policies were asked where it is. */
function decideForeign(byResource: Decision, { action }: PolicyRequest): Verdict {
  if (byResource === 'allow' || byResource === 'delegate') return allowed;
  return refuse(
    byResource === 'deny'
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the ${action} action`,
  );
}

function decideRole(
  deps: AuthorizerDeps,
  caller: Caller & { kind: 'role' },
  byResource: Decision,
  request: PolicyRequest,
): Verdict {
  const policies = deps.policiesOf(caller.roleArn);
  if (policies === undefined) return refuse(`because the role ${caller.roleArn} does not exist`);
  const byIdentity = strongest(policies.identity.map((policy) => policy(request)));
  if (byIdentity === 'deny') return refuse('with an explicit deny in an identity-based policy');
  if (byResource === 'deny') return refuse('with an explicit deny in a resource-based policy');
  const byBoundary = policies.boundary?.(request) ?? 'allow';
  if (byBoundary === 'deny') return refuse('with an explicit deny in a permissions boundary');
  if (byResource === 'allow') return allowed;
  if (byResource === 'none' && isOfKey(request))
    return refuse(`because no resource-based policy allows the ${request.action} action`);
  if (byIdentity !== 'allow') return refuse(`because no identity-based policy allows the ${request.action} action`);
  return byBoundary === 'allow'
    ? allowed
    : refuse(`because no permissions boundary allows the ${request.action} action`);
}

/** Policies of identities reach a key only where its own policy lets the account decide. */
const isOfKey = ({ action, resource }: PolicyRequest): boolean =>
  action.startsWith('kms:') && /^arn:aws:kms:[^:]*:[^:]*:key\//.test(resource);

const allowed: Verdict = { allowed: true, reason: '' };

function refuse(reason: string): Verdict {
  return { allowed: false, reason };
}

/** AWS services publish their own events on the default bus without asking its policy. */
const defaultBus = /^arn:aws:events:[^:]*:[^:]*:event-bus\/default$/;

function decideService(byResource: Decision, request: PolicyRequest): Verdict {
  if (byResource === 'deny') return refuse('with an explicit deny in a resource-based policy');
  if (byResource === 'allow') return allowed;
  if (request.action === 'events:PutEvents' && defaultBus.test(request.resource)) return allowed;
  return refuse(`because no resource-based policy allows the ${request.action} action`);
}

const plainAccessDenied = new Set(['s3', 'sqs', 'iam', 'sts', 'cloudformation', 'cloudwatch']);
const forbiddenJson = new Set(['lambda']);

function denied(caller: Caller, { action, resource }: Permission, reason: string, account: string): AwsError {
  const service = action.slice(0, action.indexOf(':'));
  const message = `User: ${callerArn(caller, account)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  if (service === 'SNS') return new AwsError('AuthorizationError', message, 403);
  if (plainAccessDenied.has(service)) return new AwsError('AccessDenied', message, 403);
  return new AwsError('AccessDeniedException', message, forbiddenJson.has(service) ? 403 : 400);
}

const maxCachedTexts = 1000;

/** Compiles a resource policy once per text. */
function cachedCompiler(): (policy: unknown) => CompiledPolicy {
  const byText = new Map<string, CompiledPolicy>();
  return (policy) => {
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
    const known = byText.get(text);
    if (known) return known;
    if (byText.size >= maxCachedTexts) byText.clear();
    const compiled = compilePolicy(text);
    byText.set(text, compiled);
    return compiled;
  };
}
