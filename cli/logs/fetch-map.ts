import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { mapKey } from '@tributary/shared/serverless/bundles/map-key.ts';
import type { Target } from '../target.ts';
import type { LakeFunction } from './functions.ts';
import type { FetchMap } from './maps.ts';

/** Maps lie in the deployment bucket of the function's service. */
export function createFetchMap({ stage, client }: Target): FetchMap {
  const s3 = new S3Client({ ...client, forcePathStyle: client.endpoint !== undefined });
  const buckets = new Map<string, Promise<string>>();
  const bucketOf = ({ stack }: LakeFunction) => {
    const bucket = buckets.get(stack) ?? deploymentBucket(new CloudFormationClient(client), stack);
    buckets.set(stack, bucket);
    return bucket;
  };
  return async function fetchMap(of, bundle) {
    const Key = mapKey({ service: of.service, stage, name: of.name, id: bundle });
    try {
      const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: await bucketOf(of), Key }));
      return (await body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      if (error instanceof NoSuchKey)
        throw new Error('it was never brought there, or has been removed', { cause: error });
      throw error;
    }
  };
}

async function deploymentBucket(client: CloudFormationClient, stack: string): Promise<string> {
  const { StackResourceDetail: resource } = await client.send(
    new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: 'ServerlessDeploymentBucket' }),
  );
  if (resource?.PhysicalResourceId === undefined) throw new Error(`the stack ${stack} has no deployment bucket`);
  return resource.PhysicalResourceId;
}
