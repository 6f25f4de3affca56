import type { Capability, Tag } from '@aws-sdk/client-cloudformation';
import type { Caller } from '../../kernel/caller.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type ParameterInput, readParameters } from './parameters.ts';
import type { CloudFormationDeps } from './prepare.ts';
import type { Stack, StackRequest } from './stack.ts';
import { parseTemplate, type Template } from './template.ts';
import { readTemplateSource, type TemplateSource } from './template-source.ts';
import { validationError } from './validation-error.ts';

/** What CreateStack, UpdateStack and CreateChangeSet have in common. */
export type RequestInput = TemplateSource & {
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: readonly ParameterInput[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly Capabilities?: readonly Capability[] | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly DisableRollback?: boolean | undefined;
  readonly ResourceTypes?: readonly string[] | undefined;
  readonly RollbackConfiguration?: { readonly RollbackTriggers?: readonly unknown[] | undefined } | undefined;
};

const passedTo = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };

/** Reads a request, taking from the existing stack what it leaves out. */
export async function readRequest(
  deps: CloudFormationDeps,
  caller: Caller,
  input: RequestInput,
  existing: Stack | undefined,
): Promise<StackRequest> {
  refuseUncovered(input);
  if (input.RoleARN !== undefined)
    deps.cloud.authorize(caller, { action: 'iam:PassRole', resource: input.RoleARN, conditions: passedTo });
  const given = input.UsePreviousTemplate
    ? deps.store.templates.get(existing?.id ?? '')
    : await readTemplateSource(deps.cloud, caller, input);
  if (given === undefined) throw validationError('Either Template URL or Template Body must be specified.');
  const template = parseTemplate(given);
  checkCapabilities(template, input.Capabilities ?? []);
  return {
    body: given,
    parameters: readParameters(template.parameters, input.Parameters ?? [], existing?.parameters ?? {}),
    capabilities: input.Capabilities ?? [],
    disableRollback: input.DisableRollback ?? false,
    ...kept(input, existing),
  };
}

/** What an update keeps unless it says otherwise. */
function kept(
  { Tags, NotificationARNs, RoleARN }: RequestInput,
  existing: Stack | undefined,
): Pick<StackRequest, 'tags' | 'notificationArns' | 'roleArn'> {
  return {
    tags: tagRecord(Tags) ?? existing?.tags ?? {},
    notificationArns: NotificationARNs ?? existing?.notificationArns ?? [],
    roleArn: RoleARN ?? existing?.roleArn,
  };
}

function tagRecord(tags: readonly Tag[] | undefined): Record<string, string> | undefined {
  return tags && Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

function refuseUncovered(input: RequestInput): void {
  if (input.ResourceTypes?.length) throw notCovered('cloudformation with ResourceTypes');
  if (input.RollbackConfiguration?.RollbackTriggers?.length) throw notCovered('cloudformation RollbackTriggers');
}

/** The capability that a template with IAM resources needs: the stronger one when any of them is named. */
export function requiredCapability(template: Template): Capability | undefined {
  const iam = Object.values(template.resources).filter(({ type }) => type.startsWith('AWS::IAM::'));
  if (iam.length === 0) return undefined;
  const isNamed = iam.some(
    ({ properties }) => properties.RoleName !== undefined || properties.ManagedPolicyName !== undefined,
  );
  return isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}

function checkCapabilities(template: Template, given: readonly Capability[]): void {
  const required = requiredCapability(template);
  if (required === undefined || given.includes(required) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${required}]`);
}
