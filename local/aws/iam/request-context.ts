import type { Caller } from '../../kernel/caller.ts';
import { callerAccount, callerArn, callerUserId } from '../../kernel/caller.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { ConditionContext } from './condition.ts';
import type { RequestPrincipal } from './policy.ts';

export type Place = { readonly account: string; readonly region: string };

/** The global condition keys of a call, and the service's own from the permission, in lower case. */
export function requestContext(caller: Caller, permission: Permission, place: Place, now: number): ConditionContext {
  const context = new Map<string, readonly string[]>([
    // A local call counts as one over TLS: it never leaves the machine, and templates deny what is not TLS.
    ['aws:securetransport', ['true']],
    ['aws:sourceip', ['127.0.0.1']],
    ['aws:currenttime', [new Date(now).toISOString()]],
    ['aws:epochtime', [String(Math.floor(now / 1000))]],
    ['aws:requestedregion', [place.region]],
    ['aws:resourceaccount', [place.account]],
    ['s3:resourceaccount', [place.account]],
    ['aws:principalisawsservice', [String(caller.kind === 'service')]],
  ]);
  for (const [key, value] of callerKeys(caller, place)) context.set(key, [value]);
  for (const [key, value] of Object.entries(permission.conditions ?? {}))
    context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  return context;
}

/** `aws:SourceOwner`, which a topic's policy asks as it is made, comes with CloudWatch's alarms and not with EventBridge's events. */
function callerKeys(caller: Caller, { account }: Place): readonly (readonly [string, string])[] {
  if (caller.kind === 'service') {
    const source = caller.sourceArn;
    const keys: (readonly [string, string])[] = [
      ['aws:sourceaccount', account],
      ['aws:principalservicename', caller.principal],
    ];
    if (caller.principal === 'cloudwatch.amazonaws.com') keys.push(['aws:sourceowner', account]);
    return source === undefined ? keys : [...keys, ['aws:sourcearn', source]];
  }
  const arn = caller.kind === 'role' ? caller.roleArn : callerArn(caller, account);
  return [
    ['aws:principalarn', arn],
    ['aws:userid', callerUserId(caller)],
    ['aws:principalaccount', callerAccount(caller, account)],
    ['kms:calleraccount', callerAccount(caller, account)],
    ['aws:principaltype', caller.kind === 'role' ? 'AssumedRole' : 'User'],
    ...(caller.kind === 'admin' ? [['aws:username', 'admin'] as const] : []),
  ];
}

export function requestPrincipal(caller: Caller, { account }: Place): RequestPrincipal {
  if (caller.kind === 'service') return { arns: [], service: caller.principal };
  const arn = callerArn(caller, account);
  return { arns: caller.kind === 'role' ? [caller.roleArn, arn] : [arn], account: callerAccount(caller, account) };
}
