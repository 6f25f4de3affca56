import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, present, settingPermission } from './setting.ts';

const policyDocument = z.looseObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Statement: z.union([z.looseObject({}), z.array(z.looseObject({})).min(1)]),
});

const statement = z.looseObject({
  Effect: z.string(),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});

export const putBucketPolicy = (s3: S3) =>
  operation('s3', 'PutBucketPolicy', {
    permissions: settingPermission('PutBucketPolicy'),
    handle(input, context) {
      const policy = input.Policy ?? '';
      const blocked = bucketRecord(s3, input, context).publicAccessBlock?.BlockPublicPolicy === true;
      if (isPublic(policy) && blocked)
        throw new AwsError(
          'AccessDenied',
          'The bucket policy allows public access, which the BlockPublicPolicy setting of the bucket refuses.',
          403,
        );
      return configure(s3, input, context, { policy });
    },
  });

export const getBucketPolicy = (s3: S3) =>
  operation('s3', 'GetBucketPolicy', {
    permissions: settingPermission('GetBucketPolicy'),
    handle: (input, context) => ({ Policy: policyOf(bucketRecord(s3, input, context).policy) }),
  });

export const getBucketPolicyStatus = (s3: S3) =>
  operation('s3', 'GetBucketPolicyStatus', {
    permissions: settingPermission('GetBucketPolicyStatus'),
    handle: (input, context) => ({
      PolicyStatus: { IsPublic: isPublic(policyOf(bucketRecord(s3, input, context).policy)) },
    }),
  });

export const deleteBucketPolicy = (s3: S3) =>
  operation('s3', 'DeleteBucketPolicy', {
    permissions: settingPermission('DeleteBucketPolicy'),
    handle: (input, context) => configure(s3, input, context, { policy: undefined }),
  });

function policyOf(policy: string | undefined): string {
  return present(policy, 'NoSuchBucketPolicy', 'The bucket policy does not exist');
}

/** Public is what allows anyone without a condition. Throws MalformedPolicy. */
function isPublic(policy: string): boolean {
  const { Statement } = readPolicy(policy);
  return [Statement].flat().some((entry) => {
    const { Effect, Principal, Condition } = statement.parse(entry);
    return (
      Effect === 'Allow' &&
      Condition === undefined &&
      /^("\*"|\{"AWS":(\["\*"\]|"\*")\})$/.test(JSON.stringify(Principal) ?? '')
    );
  });
}

function readPolicy(policy: string) {
  const parsed = policyDocument.safeParse(parseJson(policy));
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  for (const entry of [parsed.data.Statement].flat())
    if (!statement.safeParse(entry).success) throw malformed('Missing required field Effect');
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicy', message);
}
