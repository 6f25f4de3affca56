import type { Context } from '../../../kernel/operation.ts';
import { type Provisioned, type ResourceRequest, resourceType } from '../../../kernel/resource.ts';
import type { S3 } from '../s3.ts';
import { type BucketProperties, bucketSchema } from './bucket-schema.ts';
import { lifecycleRules } from './lifecycle-rules.ts';
import { toReplicationRule } from './replication-rules.ts';

export const bucketResource = (s3: S3) =>
  resourceType('AWS::S3::Bucket', {
    schema: bucketSchema,
    replaceOn: ['BucketName'],
    async create(properties, request, context) {
      const Bucket = properties.BucketName ?? request.generatedName.toLowerCase().slice(0, 63);
      await context.cloud.call(context.caller, 's3', 'CreateBucket', { Bucket });
      try {
        return await configure(s3, Bucket, { properties, request, context });
      } catch (error) {
        await context.cloud.call(context.caller, 's3', 'DeleteBucket', { Bucket });
        throw error;
      }
    },
    update: (current, properties, request, context) =>
      configure(s3, current.physicalId, { properties, request, context }),
    async remove(current, _properties, { cloud, caller }) {
      await cloud.call(caller, 's3', 'DeleteBucket', { Bucket: current.physicalId });
    },
  });

type Desired = {
  readonly properties: BucketProperties;
  readonly request: ResourceRequest;
  readonly context: Context;
};

/** Makes the bucket's settings those of the template; a setting that the template leaves out goes back to S3's default. */
async function configure(s3: S3, Bucket: string, desired: Desired): Promise<Provisioned> {
  const { properties, context } = desired;
  const { cloud, caller } = context;
  // A bucket that is replicated keeps its versioning
  if (!properties.ReplicationConfiguration) await cloud.call(caller, 's3', 'DeleteBucketReplication', { Bucket });
  await putVersioning(s3, Bucket, desired);
  await putProtection(Bucket, desired);
  await putLifecycle(Bucket, desired);
  await cloud.call(caller, 's3', 'PutBucketNotificationConfiguration', {
    Bucket,
    NotificationConfiguration: sendsEvents(properties) ? { EventBridgeConfiguration: {} } : {},
  });
  await putReplication(Bucket, desired);
  await putTags(Bucket, desired);
  const { MetricsConfigurations, IntelligentTieringConfigurations } = properties;
  s3.store.changeBucket(Bucket, { recorded: { MetricsConfigurations, IntelligentTieringConfigurations } });
  return provisioned(Bucket, context);
}

async function putVersioning(s3: S3, Bucket: string, { properties, context }: Desired): Promise<void> {
  const wanted = properties.VersioningConfiguration?.Status;
  const had = s3.store.bucket(Bucket).versioning;
  const Status = wanted ?? (had === undefined ? undefined : 'Suspended');
  if (Status === undefined) return;
  await context.cloud.call(context.caller, 's3', 'PutBucketVersioning', {
    Bucket,
    VersioningConfiguration: { Status },
  });
}

async function putProtection(Bucket: string, { properties, context: { cloud, caller } }: Desired): Promise<void> {
  const block = properties.PublicAccessBlockConfiguration;
  const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  await cloud.call(caller, 's3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: block ?? all });
  await cloud.call(caller, 's3', 'PutBucketOwnershipControls', {
    Bucket,
    OwnershipControls: properties.OwnershipControls ?? { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  const rules = properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [
    { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } },
  ];
  await cloud.call(caller, 's3', 'PutBucketEncryption', {
    Bucket,
    ServerSideEncryptionConfiguration: {
      Rules: rules.map((rule) => ({
        ...(rule.ServerSideEncryptionByDefault && {
          ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
        }),
        BucketKeyEnabled: rule.BucketKeyEnabled ?? false,
      })),
    },
  });
}

async function putLifecycle(Bucket: string, { properties, context: { cloud, caller } }: Desired): Promise<void> {
  const rules = properties.LifecycleConfiguration?.Rules ?? [];
  if (rules.length === 0) await cloud.call(caller, 's3', 'DeleteBucketLifecycle', { Bucket });
  else
    await cloud.call(caller, 's3', 'PutBucketLifecycleConfiguration', {
      Bucket,
      LifecycleConfiguration: { Rules: lifecycleRules(rules) },
    });
}

/** AWS switches events on by the block's presence; only an explicit `false` means off. */
function sendsEvents({ NotificationConfiguration }: BucketProperties): boolean {
  const eventBridge = NotificationConfiguration?.EventBridgeConfiguration;
  return eventBridge !== undefined && eventBridge.EventBridgeEnabled !== false;
}

async function putReplication(Bucket: string, { properties, context: { cloud, caller } }: Desired): Promise<void> {
  const replication = properties.ReplicationConfiguration;
  if (replication)
    await cloud.call(caller, 's3', 'PutBucketReplication', {
      Bucket,
      ReplicationConfiguration: { Role: replication.Role, Rules: replication.Rules.map(toReplicationRule) },
    });
}

async function putTags(Bucket: string, { properties, request, context: { cloud, caller } }: Desired): Promise<void> {
  const own = (properties.Tags ?? []).map(({ Key, Value }): [string, string] => [Key, Value]);
  const tags = new Map([...Object.entries(request.tags), ...own]);
  if (tags.size === 0) await cloud.call(caller, 's3', 'DeleteBucketTagging', { Bucket });
  else {
    const TagSet = [...tags].map(([Key, Value]) => ({ Key, Value }));
    await cloud.call(caller, 's3', 'PutBucketTagging', { Bucket, Tagging: { TagSet } });
  }
}

function provisioned(bucket: string, { cloud }: Context): Provisioned {
  return {
    physicalId: bucket,
    attributes: {
      Arn: `arn:aws:s3:::${bucket}`,
      DomainName: `${bucket}.s3.amazonaws.com`,
      DualStackDomainName: `${bucket}.s3.dualstack.${cloud.region}.amazonaws.com`,
      RegionalDomainName: `${bucket}.s3.${cloud.region}.amazonaws.com`,
      WebsiteURL: `http://${bucket}.s3-website-${cloud.region}.amazonaws.com`,
    },
  };
}
