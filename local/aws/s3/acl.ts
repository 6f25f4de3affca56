import { AwsError, notCovered } from '../../kernel/error.ts';
import type { BucketRecord } from './record.ts';

/** Whether a request asks for more than its owner's own access, by a canned ACL or by grants. */
function asksForAcl(input: { readonly ACL?: string | undefined }): boolean {
  const isCanned = input.ACL !== undefined && input.ACL !== 'private' && input.ACL !== 'bucket-owner-full-control';
  return isCanned || Object.entries(input).some(([name, value]) => name.startsWith('Grant') && value !== undefined);
}

/** Buckets have no ACLs unless their ownership controls allow them; where they do, nothing here would act on one. */
export function refuseObjectAcl(input: { readonly ACL?: string | undefined }, { ownership }: BucketRecord): void {
  if (!asksForAcl(input)) return;
  if (ownership?.Rules?.[0]?.ObjectOwnership !== 'BucketOwnerEnforced') throw notCovered('S3 ACLs');
  throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

export function refuseBucketAcl(
  input: Parameters<typeof asksForAcl>[0] & { readonly ObjectOwnership?: string | undefined },
): void {
  if (!asksForAcl(input)) return;
  if ((input.ObjectOwnership ?? 'BucketOwnerEnforced') !== 'BucketOwnerEnforced') throw notCovered('S3 ACLs');
  throw new AwsError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );
}
