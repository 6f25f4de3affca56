import { AwsError } from '../../kernel/error.ts';
import { readPolicyDocument, type Statement } from './policy-document.ts';

type Rule = readonly [isBroken: (statement: Statement) => boolean, message: string];

const isAction = (action: string): boolean => action === '*' || /^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(action);
const isResource = (resource: string): boolean =>
  resource === '*' || /^arn:[^:]+:[^:*?]+:[^:]*:[^:]*:.+$/.test(resource);
const actionsOf = ({ actions = [], notActions = [] }: Statement) => [...actions, ...notActions];
const resourcesOf = ({ resources = [], notResources = [] }: Statement) => [...resources, ...notResources];
const hasPrincipal = ({ principals, notPrincipals }: Statement): boolean =>
  principals !== undefined || notPrincipals !== undefined;

const everyPolicy: readonly Rule[] = [
  [
    ({ sid = '' }) => !/^[0-9A-Za-z]*$/.test(sid),
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  ],
  [(statement) => actionsOf(statement).length === 0, 'Policy statement must contain actions.'],
  [
    (statement) => !actionsOf(statement).every(isAction),
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
];

const identityPolicy: readonly Rule[] = [
  ...everyPolicy,
  [hasPrincipal, 'Policy document should not specify a principal.'],
  [({ resources, notResources }) => resources !== undefined && notResources !== undefined, 'Syntax errors in policy.'],
  [(statement) => resourcesOf(statement).length === 0, 'Policy statement must contain resources.'],
  [(statement) => !resourcesOf(statement).every(isResource), 'Resource must be in ARN format or "*".'],
];

const trustPolicy: readonly Rule[] = [
  ...everyPolicy,
  [(statement) => !hasPrincipal(statement), 'Missing required field Principal'],
  [(statement) => resourcesOf(statement).length > 0, 'Has prohibited field Resource'],
  [
    (statement) => !actionsOf(statement).every((action) => /^sts:/i.test(action)),
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  [({ principals = [] }) => principals.some(isInvalidService), 'Invalid principal in policy: "SERVICE"'],
];

function isInvalidService({ kind, value }: { readonly kind: string; readonly value: string }): boolean {
  return kind === 'Service' && !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(value);
}

/** Characters that count towards a limit: all but white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const sizeOf = (document: string): number => document.replace(/\s/g, '').length;
const maxTrustSize = 2_048;
const maxManagedSize = 6_144;
const maxInlineSize = 10_240;
const maxAttached = 10;

/** Throws MalformedPolicyDocument for what IAM takes in no policy of an identity, LimitExceeded for a managed one that is too long. */
export function checkManagedPolicy(document: string): void {
  check(document, identityPolicy);
  if (sizeOf(document) > maxManagedSize) throw limit(`Cannot exceed quota for PolicySize: ${maxManagedSize}`);
}

/** The same for a role's own policies, whose sizes count together. */
export function checkInlinePolicies(role: string, added: string, all: readonly string[]): void {
  check(added, identityPolicy);
  if (all.reduce((sum, each) => sum + sizeOf(each), 0) > maxInlineSize)
    throw limit(`Maximum policy size of ${maxInlineSize} bytes exceeded for role ${role}`);
}

export function checkTrustPolicy(document: string): void {
  check(document, trustPolicy);
  if (sizeOf(document) > maxTrustSize) throw limit(`Cannot exceed quota for ACLSizePerRole: ${maxTrustSize}`);
}

export function checkAttached(attached: readonly string[]): void {
  if (attached.length > maxAttached) throw limit(`Cannot exceed quota for PoliciesPerRole: ${maxAttached}`);
}

function check(document: string, rules: readonly Rule[]): void {
  const statements = readPolicyDocument(document);
  const sids = statements.flatMap(({ sid }) => (sid === undefined || sid === '' ? [] : [sid]));
  if (new Set(sids).size < sids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
  for (const statement of statements)
    for (const [isBroken, message] of rules) if (isBroken(statement)) throw malformed(message);
}

const malformed = (message: string) => new AwsError('MalformedPolicyDocument', message);
const limit = (message: string) => new AwsError('LimitExceeded', message, 409);
