import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Bucket: z.string(),
  PolicyDocument: z.union([z.string(), z.looseObject({})]),
});

export const bucketPolicyResource = () =>
  resourceType('AWS::S3::BucketPolicy', {
    schema,
    replaceOn: ['Bucket'],
    create: async (properties, _request, context) => put(properties, context),
    update: async (_current, properties, _request, context) => put(properties, context),
    async remove(_current, { Bucket }, { cloud, caller }) {
      await cloud.call(caller, 's3', 'DeleteBucketPolicy', { Bucket });
    },
  });

async function put({ Bucket, PolicyDocument }: z.infer<typeof schema>, { cloud, caller }: Context) {
  const Policy = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument);
  await cloud.call(caller, 's3', 'PutBucketPolicy', { Bucket, Policy });
  return { physicalId: Bucket, attributes: {} };
}
