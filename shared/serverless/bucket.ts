import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  NoSuchBucket,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ClientConfig, Framework } from './framework.ts';
import { partitionOf } from './partition.ts';

export type Version = { readonly Key: string; readonly VersionId?: string };

/** A bucket that is about to go. */
export type Bucket = {
  readonly name: string;
  refuseWrites(): Promise<void>;
  /** The first versions of objects, at most as many as one call removes (1,000); none where the bucket is empty, or gone. */
  someVersions(): Promise<readonly Version[]>;
  remove(versions: readonly Version[]): Promise<void>;
};

export async function openBucket(framework: Framework, name: string): Promise<Bucket> {
  const provider = framework.getProvider('aws');
  const partition = partitionOf(provider.getRegion());
  return s3Bucket({ name, arn: `arn:${partition}:s3:::${name}` }, await provider.getAwsSdkV3Config());
}

function s3Bucket({ name, arn }: { readonly name: string; readonly arn: string }, config: ClientConfig): Bucket {
  const s3 = new S3Client(config);
  return {
    name,
    async refuseWrites() {
      const denied = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${arn}/*` };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [denied] });
      await s3.send(new PutBucketPolicyCommand({ Bucket: name, Policy })).catch(unlessGone);
    },
    async someVersions() {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket: name })).catch(unlessGone);
      return [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])].map(({ Key = '', VersionId }) =>
        VersionId === undefined ? { Key } : { Key, VersionId },
      );
    },
    async remove(versions) {
      const { Errors: [first] = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket: name, Delete: { Objects: [...versions], Quiet: true } }),
      );
      if (first !== undefined)
        throw new Error(`s3://${name}/${first.Key} could not be removed: ${first.Code} ${first.Message}`);
    },
  };
}

function unlessGone(error: unknown): undefined {
  if (error instanceof NoSuchBucket || (error instanceof Error && error.name === 'NoSuchBucket')) return undefined;
  throw error;
}
