import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import { invalidArgument } from './fault.ts';

type Conditions = Readonly<Record<string, string | undefined>>;

/** A permission on the bucket itself. */
export function onBucket(action: string, bucket: string | undefined, conditions: Conditions = {}): Permission {
  return { action: `s3:${action}`, resource: `arn:aws:s3:::${bucket ?? ''}`, ...given(conditions) };
}

/** A permission on one object. */
export function onObject(
  action: string,
  target: { readonly Bucket?: string | undefined; readonly Key?: string | undefined },
  conditions: Conditions = {},
): Permission {
  return {
    action: `s3:${action}`,
    resource: `arn:aws:s3:::${target.Bucket ?? ''}/${target.Key ?? ''}`,
    ...given(conditions),
  };
}

/** A permission on an object as it is now, or on the version that is named: two actions in IAM. */
export function onVersion(
  action: 'GetObject' | 'DeleteObject',
  target: Parameters<typeof onObject>[1] & { readonly VersionId?: string | undefined },
): Permission {
  const { VersionId } = target;
  return onObject(VersionId === undefined ? action : `${action}Version`, target, { 's3:VersionId': VersionId });
}

/** The bucket's name, when the caller expects no other owner. */
export function bucketOf(
  input: { readonly Bucket?: string | undefined; readonly ExpectedBucketOwner?: string | undefined },
  context: Context,
): string {
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== context.cloud.account)
    throw new AwsError('AccessDenied', 'Access Denied', 403);
  return required(input.Bucket, 'Bucket');
}

/** The key, at most 1,024 bytes of UTF-8. */
export function keyOf(input: { readonly Key?: string | undefined }): string {
  const key = required(input.Key, 'Key');
  const bytes = Buffer.byteLength(key);
  if (bytes > 1024)
    throw new AwsError('KeyTooLongError', 'Your key is too long', 400, { Size: bytes, MaxSizeAllowed: 1024 });
  return key;
}

export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === '') throw invalidArgument(`${name} must be given`, name, undefined);
  return value;
}

/** Whether the caller may list the bucket: who may not is told 403, not 404, of a key that does not exist. */
export function refuseUnlessListable(context: Context, bucket: string): void {
  context.cloud.authorize(context.caller, onBucket('ListBucket', bucket));
}

function given(conditions: Conditions): Pick<Permission, 'conditions'> {
  const entries = Object.entries(conditions).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return entries.length === 0 ? {} : { conditions: Object.fromEntries(entries) };
}
