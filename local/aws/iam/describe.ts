import type { AttachedPolicy, Policy, Role as RoleOutput, Tag } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import type { ManagedPolicy, Role } from './store.ts';

/** A role as the API shows it; documents are percent-encoded, as IAM sends them. */
export function describeRole(role: Role): RoleOutput {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.description !== undefined && { Description: role.description }),
    ...(role.boundary !== undefined && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: role.boundary,
      },
    }),
    Tags: tagList(role.tags),
  };
}

export function describePolicy(policy: ManagedPolicy, attachments: number): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: `v${policy.version}`,
    AttachmentCount: attachments,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    ...(policy.description !== undefined && { Description: policy.description }),
  };
}

export function describeAttached(arn: string): AttachedPolicy {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

export function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function tagRecord(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** A required input member, or the ValidationError that names it. */
export function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '')
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}
