import { operation } from '../../kernel/operation.ts';
import { onBucket } from './permission.ts';
import type { S3 } from './s3.ts';
import { bucketRecord } from './setting.ts';

export const headBucket = (s3: S3) =>
  operation('s3', 'HeadBucket', {
    permissions: (input) => [onBucket('ListBucket', input.Bucket)],
    handle(input, context) {
      bucketRecord(s3, input, context);
      return { BucketRegion: context.cloud.region, AccessPointAlias: false };
    },
  });

export const getBucketLocation = (s3: S3) =>
  operation('s3', 'GetBucketLocation', {
    permissions: (input) => [onBucket('GetBucketLocation', input.Bucket)],
    handle(input, context) {
      bucketRecord(s3, input, context);
      const region = context.cloud.region;
      return isConstraint(region) ? { LocationConstraint: region } : {};
    },
  });

export const listBuckets = (s3: S3) =>
  operation('s3', 'ListBuckets', {
    permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    handle(input, { cloud }) {
      const found = [...s3.store.buckets.values()]
        .filter(() => input.BucketRegion === undefined || input.BucketRegion === cloud.region)
        .filter(({ name }) => name.startsWith(input.Prefix ?? '') && name > (input.ContinuationToken ?? ''))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const page = found.slice(0, input.MaxBuckets ?? found.length);
      const last = page.at(-1)?.name;
      return {
        Buckets: page.map(({ name, created }) => ({
          Name: name,
          CreationDate: new Date(created),
          BucketRegion: cloud.region,
          BucketArn: `arn:aws:s3:::${name}`,
        })),
        Owner: { ID: cloud.account },
        ...(input.Prefix !== undefined && { Prefix: input.Prefix }),
        ...(page.length < found.length && last !== undefined && { ContinuationToken: last }),
      };
    },
  });

function isConstraint(region: string): region is 'eu-west-1' {
  return region !== 'us-east-1';
}
