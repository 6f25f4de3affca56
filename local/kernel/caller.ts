/** Who makes a call: the local administrator, a role's session, or an AWS service acting on its own account. */
export type Caller =
  | { readonly kind: 'admin' }
  | { readonly kind: 'role'; readonly roleArn: string; readonly sessionName: string }
  | { readonly kind: 'service'; readonly principal: string; readonly sourceArn?: string };

export const admin: Caller = { kind: 'admin' };

/** The caller's ARN as AWS writes it in an AccessDenied message. */
export function callerArn(caller: Caller, account: string): string {
  if (caller.kind === 'admin') return `arn:aws:iam::${account}:user/admin`;
  if (caller.kind === 'service') return caller.principal;
  const roleName = caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1);
  return `arn:aws:sts::${callerAccount(caller, account)}:assumed-role/${roleName}/${caller.sessionName}`;
}

/** The caller's unique id, `aws:userid`: a role's is its name here. */
export function callerUserId(caller: Caller): string {
  if (caller.kind === 'admin') return 'AIDALOCALADMINISTRATOR';
  if (caller.kind === 'service') return caller.principal;
  return `${caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1)}:${caller.sessionName}`;
}

/** The account that the caller is of: a role may be of another one than `account`. */
export function callerAccount(caller: Caller, account: string): string {
  return caller.kind === 'role' ? (/^arn:[\w-]+:iam::(\d{12}):/.exec(caller.roleArn)?.[1] ?? account) : account;
}
