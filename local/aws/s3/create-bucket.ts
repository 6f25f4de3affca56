import type { CreateBucketCommandInput } from '@aws-sdk/client-s3';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type HttpExchange, operation } from '../../kernel/operation.ts';
import { refuseBucketAcl } from './acl.ts';
import { onBucket, required } from './permission.ts';
import type { BucketRecord } from './record.ts';
import type { S3 } from './s3.ts';
import { checkTags } from './tags.ts';

export const createBucket = (s3: S3) =>
  operation('s3', 'CreateBucket', {
    permissions: (input) => [onBucket('CreateBucket', input.Bucket)],
    handle(input, { cloud, http }) {
      const name = required(input.Bucket, 'Bucket');
      const tags = input.CreateBucketConfiguration?.Tags;
      checkName(name);
      checkConfiguration(input);
      checkLocation(input.CreateBucketConfiguration?.LocationConstraint, cloud.region, http);
      if (s3.store.buckets.has(name))
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          409,
          { BucketName: name },
        );
      s3.store.createBucket({
        ...newBucket(name, cloud.clock.now()),
        ...(tags && { tags: checkTags(tags, 'Bucket') }),
        ...(input.ObjectOwnership && { ownership: { Rules: [{ ObjectOwnership: input.ObjectOwnership }] } }),
      });
      return { Location: `/${name}` };
    },
  });

function checkConfiguration(input: CreateBucketCommandInput): void {
  const { Location, Bucket } = input.CreateBucketConfiguration ?? {};
  refuseBucketAcl(input);
  if (Location ?? Bucket) throw notCovered('S3 directory buckets');
}

/** Outside us-east-1 a bucket has to say where it is; who signs for us-east-1 gets one here, where there is one region. */
function checkLocation(constraint: string | undefined, region: string, http: HttpExchange | undefined): void {
  const isElsewhere = constraint === undefined && http !== undefined && signedFor(http) === region;
  if (!isElsewhere && (constraint === undefined || constraint === region || constraint === legacyNames[region])) return;
  if (constraint !== undefined && !/^([a-z]{2,3}(-[a-z]+)+-\d|EU)$/.test(constraint))
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      LocationConstraint: constraint,
    });
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

const legacyNames: Readonly<Record<string, string>> = { 'eu-west-1': 'EU' };

function signedFor({ headers, query }: HttpExchange): string | undefined {
  const credential = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential');
  return credential?.split('/')[2];
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
