import { type ConditionContext, checkOperator, conditionHolds } from './condition.ts';
import { compilePattern, compileWithVariables, hasVariables, type Matcher } from './pattern.ts';
import { type Principals, readPolicyDocument, type Statement } from './policy-document.ts';

/** Who asks, as a policy's Principal element may name them. */
export type RequestPrincipal = {
  /** Role ARN and session ARN, or a user's ARN. */
  readonly arns: readonly string[];
  readonly account?: string;
  readonly service?: string;
};

export type PolicyRequest = {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
  readonly principal: RequestPrincipal;
};

/** `delegate`: allowed to the caller's whole account, which leaves the decision to the caller's own policies. */
export type Decision = 'deny' | 'allow' | 'delegate' | 'none';

export type CompiledPolicy = (request: PolicyRequest) => Decision;

type Grant = 'direct' | 'account' | 'none';

/** Compiles an identity-based policy (no Principal) or a resource-based one; MalformedPolicyDocument when it is neither. */
export function compilePolicy(document: unknown): CompiledPolicy {
  const statements = readPolicyDocument(document).map(compileStatement);
  return (request) => strongest(statements.map((statement) => statement(request)));
}

const ranks: readonly Decision[] = ['deny', 'allow', 'delegate', 'none'];

/** What several policies say together: an explicit deny wins, then any allow. */
export function strongest(decisions: readonly Decision[]): Decision {
  return ranks.find((decision) => decisions.includes(decision)) ?? 'none';
}

function compileStatement(statement: Statement): CompiledPolicy {
  for (const condition of statement.conditions) checkOperator(condition.operator);
  const action = anyOf(statement.actions ?? statement.notActions ?? [], false);
  const wantsAction = statement.actions !== undefined;
  const resource = resourceMatcher(statement);
  const applies = ({ action: asked, resource: on, context }: PolicyRequest) =>
    action(asked, context) === wantsAction &&
    resource(on, context) &&
    statement.conditions.every((condition) => conditionHolds(condition, context));
  return (request) => (applies(request) ? effect(statement.effect, grantTo(statement, request.principal)) : 'none');
}

function effect(stated: Statement['effect'], grant: Grant): Decision {
  if (grant === 'none') return 'none';
  if (stated === 'Deny') return 'deny';
  return grant === 'account' ? 'delegate' : 'allow';
}

type ContextMatcher = (text: string, context: ConditionContext) => boolean;

function anyOf(patterns: readonly string[], caseSensitive: boolean): ContextMatcher {
  const fixed: readonly Matcher[] = patterns
    .filter((pattern) => !hasVariables(pattern))
    .map((pattern) => compilePattern(pattern, caseSensitive));
  const variable = patterns.filter(hasVariables);
  return (text, context) =>
    fixed.some((matches) => matches(text)) ||
    variable.some((pattern) => compileWithVariables(pattern, (key) => context.get(key)?.[0])(text));
}

/** A trust policy has neither Resource nor NotResource: it speaks of the role it belongs to. */
function resourceMatcher(statement: Statement): ContextMatcher {
  if (statement.resources) return anyOf(statement.resources, true);
  if (!statement.notResources) return () => true;
  const matches = anyOf(statement.notResources, true);
  return (text, context) => !matches(text, context);
}

function grantTo(statement: Statement, principal: RequestPrincipal): Grant {
  if (statement.notPrincipals) return named(statement.notPrincipals, principal) === 'none' ? 'direct' : 'none';
  return statement.principals ? named(statement.principals, principal) : 'direct';
}

function named(principals: Principals, principal: RequestPrincipal): Grant {
  const grants = principals.map(({ kind, value }) => namesOne(kind, value, principal));
  if (grants.includes('direct')) return 'direct';
  return grants.includes('account') ? 'account' : 'none';
}

function namesOne(kind: string, value: string, principal: RequestPrincipal): Grant {
  if (kind === '*') return 'direct';
  if (kind === 'Service') return value === '*' || value === principal.service ? 'direct' : 'none';
  return kind === 'AWS' ? namesAws(value, principal) : 'none';
}

function namesAws(value: string, { arns, account }: RequestPrincipal): Grant {
  if (value === '*' || arns.includes(value)) return 'direct';
  if (account === undefined) return 'none';
  return value === account || value === `arn:aws:iam::${account}:root` ? 'account' : 'none';
}
