import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Provisioned } from '../../kernel/resource.ts';
import type { JsonObject } from './json.ts';
import type { Policy } from './template.ts';

export type Output = {
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly exportName?: string | undefined;
};

export type Stack = {
  readonly id: string;
  readonly name: string;
  readonly status: StackStatus;
  readonly statusReason?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt?: number | undefined;
  readonly deletedAt?: number | undefined;
  readonly description?: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** Parameters whose value is not shown. */
  readonly hidden: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string | undefined;
  readonly outputs: readonly Output[];
  readonly imports: readonly string[];
  readonly terminationProtection: boolean;
  readonly disableRollback: boolean;
  readonly policy?: string | undefined;
  readonly changeSetId?: string | undefined;
};

/** A resource of a stack; an obsolete one has been replaced and waits for its removal. */
export type StackResource = {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: JsonObject;
  readonly status: ResourceStatus;
  readonly statusReason?: string | undefined;
  readonly at: number;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy?: Policy | undefined;
  readonly updateReplacePolicy?: Policy | undefined;
  readonly obsolete?: boolean | undefined;
};

export type StackEvent = {
  readonly id: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason?: string | undefined;
  readonly properties?: string | undefined;
  readonly at: number;
  readonly token?: string | undefined;
};

export type ChangeSet = {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly kind: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly statusReason?: string | undefined;
  readonly executionStatus: 'AVAILABLE' | 'UNAVAILABLE';
  readonly createdAt: number;
  readonly description?: string | undefined;
  readonly request: StackRequest;
  readonly changes: readonly PlannedChange[];
};

/** What a change set would do to one resource. */
export type PlannedChange = {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string | undefined;
  readonly replacement?: 'True' | 'False' | 'Conditional' | undefined;
  readonly properties: readonly string[];
};

/** What a stack is to become. */
export type StackRequest = {
  readonly body: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string | undefined;
  readonly disableRollback: boolean;
  /** Every resource is put as the template has it, whatever was done to it beside the stack. */
  readonly revertDrift?: boolean | undefined;
  /** What is there already and becomes the stack's, by logical id. */
  readonly adopted?: Readonly<Record<string, Provisioned>> | undefined;
};

export function isInProgress(status: StackStatus): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}
