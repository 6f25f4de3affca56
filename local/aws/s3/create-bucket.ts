import type { CreateBucketCommandInput } from '@aws-sdk/client-s3';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { refuseUncovered } from './attributes.ts';
import { onBucket, required } from './permission.ts';
import type { BucketRecord } from './record.ts';
import type { S3 } from './s3.ts';

export const createBucket = (s3: S3) =>
  operation('s3', 'CreateBucket', {
    permissions: (input) => [onBucket('CreateBucket', input.Bucket)],
    handle(input, { cloud }) {
      const name = required(input.Bucket, 'Bucket');
      const tags = input.CreateBucketConfiguration?.Tags;
      checkName(name);
      checkConfiguration(input, cloud.region);
      if (s3.store.buckets.has(name))
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          409,
          { BucketName: name },
        );
      s3.store.createBucket({
        ...newBucket(name, cloud.clock.now()),
        ...(tags && { tags }),
        ...(input.ObjectOwnership && { ownership: { Rules: [{ ObjectOwnership: input.ObjectOwnership }] } }),
      });
      return { Location: `/${name}` };
    },
  });

/** There is one region here: a bucket that names none goes there too. */
function checkConfiguration(input: CreateBucketCommandInput, region: string): void {
  const { LocationConstraint, Location, Bucket } = input.CreateBucketConfiguration ?? {};
  refuseUncovered(input);
  if (Location ?? Bucket) throw notCovered('S3 directory buckets');
  if (input.ObjectLockEnabledForBucket === true) throw notCovered('S3 Object Lock');
  if (LocationConstraint !== undefined && LocationConstraint !== region)
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${LocationConstraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
}

/** A bucket as AWS makes it since 2023: encrypted, private, without ACLs. */
function newBucket(name: string, created: number): BucketRecord {
  return {
    name,
    created,
    encryption: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  };
}

/** AWS's naming rules for general purpose buckets. */
function checkName(name: string): void {
  const isNamed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const isReserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!isNamed || isAddress || isReserved || name.includes('..'))
    throw new AwsError('InvalidBucketName', `The specified bucket is not valid: ${name}`, 400, { BucketName: name });
}
