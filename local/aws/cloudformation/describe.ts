import type {
  Change,
  DescribeChangeSetOutput,
  Parameter,
  ParameterDeclaration,
  StackEvent as StackEventOutput,
  Stack as StackOutput,
  StackResource as StackResourceOutput,
  Tag,
} from '@aws-sdk/client-cloudformation';
import type { ChangeSet, Output, PlannedChange, Stack, StackEvent, StackResource } from './stack.ts';
import type { Template } from './template.ts';

export function describeStack(stack: Stack): StackOutput {
  return {
    StackId: stack.id,
    StackName: stack.name,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    Description: stack.description,
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: date(stack.updatedAt),
    DeletionTime: date(stack.deletedAt),
    Parameters: describeParameters(stack),
    Capabilities: [...stack.capabilities].flatMap((name) => capabilities.find((known) => known === name) ?? []),
    Outputs: stack.outputs.map(describeOutput),
    NotificationARNs: [...stack.notificationArns],
    Tags: tagList(stack.tags),
    RoleARN: stack.roleArn,
    ChangeSetId: stack.changeSetId,
    DisableRollback: stack.disableRollback,
    EnableTerminationProtection: stack.terminationProtection,
    RollbackConfiguration: {},
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

const capabilities = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'] as const;

function date(at: number | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}

function describeParameters({ parameters, hidden }: Pick<Stack, 'parameters' | 'hidden'>): Parameter[] {
  return Object.entries(parameters).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: hidden.includes(ParameterKey) ? '****' : value,
  }));
}

function describeOutput({ key, value, description, exportName }: Output) {
  return { OutputKey: key, OutputValue: value, Description: description, ExportName: exportName };
}

function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function describeEvent(event: StackEvent): StackEventOutput {
  return {
    EventId: event.id,
    StackId: event.stackId,
    StackName: event.stackName,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: resourceStatus(event.status),
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
  };
}

/** Stack events carry stack statuses in the resource status, which the SDK's type does not list. */
function resourceStatus(status: StackEvent['status']): StackResource['status'] {
  return isResourceStatus(status) ? status : 'UPDATE_COMPLETE';
}

function isResourceStatus(_status: StackEvent['status']): _status is StackResource['status'] {
  return true;
}

export function describeResource(stack: Stack, resource: StackResource): StackResourceOutput {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Timestamp: new Date(resource.at),
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

export function describeChangeSet(changeSet: ChangeSet, stack: Stack): DescribeChangeSetOutput {
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: stack.id,
    StackName: stack.name,
    Description: changeSet.description,
    CreationTime: new Date(changeSet.createdAt),
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    ExecutionStatus: changeSet.executionStatus,
    Parameters: describeParameters({ parameters: changeSet.request.parameters, hidden: stack.hidden }),
    NotificationARNs: [...changeSet.request.notificationArns],
    Tags: tagList(changeSet.request.tags),
    Changes: changeSet.changes.map(describeChange),
    RollbackConfiguration: {},
    IncludeNestedStacks: false,
  };
}

function describeChange(change: PlannedChange): Change {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      Replacement: change.replacement,
      Scope: change.properties.length > 0 ? ['Properties'] : [],
      Details: change.properties.map((Name) => ({
        Target: { Attribute: 'Properties', Name, RequiresRecreation: recreation(change) },
        Evaluation: 'Static',
        ChangeSource: 'DirectModification',
      })),
    },
  };
}

function recreation({ replacement }: PlannedChange): 'Always' | 'Conditionally' | 'Never' {
  if (replacement === 'True') return 'Always';
  return replacement === 'Conditional' ? 'Conditionally' : 'Never';
}

export function describeDeclarations(template: Template): ParameterDeclaration[] {
  return Object.entries(template.parameters).map(([ParameterKey, definition]) => ({
    ParameterKey,
    ParameterType: definition.Type,
    DefaultValue: definition.Default,
    Description: definition.Description,
    NoEcho: definition.NoEcho ?? false,
    ...(definition.AllowedValues && { ParameterConstraints: { AllowedValues: definition.AllowedValues } }),
  }));
}
