import { z } from 'zod';
import { replicationRule } from './replication-rules.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
/** CloudFormation resolves parameters to text: numbers and booleans come in either form. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const number = z.coerce.number();
const tag = z.strictObject({ Key: z.string(), Value: scalar.transform(String) });

const transition = z.strictObject({
  StorageClass: z.enum(['DEEP_ARCHIVE', 'GLACIER', 'GLACIER_IR', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'STANDARD_IA']),
  TransitionInDays: number.optional(),
  TransitionDate: z.string().optional(),
});

const noncurrentTransition = z.strictObject({
  StorageClass: transition.shape.StorageClass,
  TransitionInDays: number,
  NewerNoncurrentVersions: number.optional(),
});

export const lifecycleRule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().optional(),
  TagFilters: z.array(tag).optional(),
  ObjectSizeGreaterThan: number.optional(),
  ObjectSizeLessThan: number.optional(),
  ExpirationInDays: number.optional(),
  ExpirationDate: z.string().optional(),
  ExpiredObjectDeleteMarker: flag.optional(),
  Transition: transition.optional(),
  Transitions: z.array(transition).optional(),
  NoncurrentVersionExpirationInDays: number.optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: number, NewerNoncurrentVersions: number.optional() })
    .optional(),
  NoncurrentVersionTransition: noncurrentTransition.optional(),
  NoncurrentVersionTransitions: z.array(noncurrentTransition).optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: number }).optional(),
});

const encryptionRule = z.strictObject({
  BucketKeyEnabled: flag.optional(),
  ServerSideEncryptionByDefault: z
    .strictObject({
      SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
      KMSMasterKeyID: z.string().optional(),
    })
    .optional(),
});

/** Properties that are kept and given back, and change nothing here: cost and metrics settings. */
const recorded = z.array(z.looseObject({ Id: z.string() }));

export const bucketSchema = z.strictObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  BucketEncryption: z.strictObject({ ServerSideEncryptionConfiguration: z.array(encryptionRule).length(1) }).optional(),
  PublicAccessBlockConfiguration: z
    .strictObject({
      BlockPublicAcls: flag.optional(),
      BlockPublicPolicy: flag.optional(),
      IgnorePublicAcls: flag.optional(),
      RestrictPublicBuckets: flag.optional(),
    })
    .optional(),
  OwnershipControls: z
    .strictObject({
      Rules: z
        .array(
          z.strictObject({ ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']) }),
        )
        .length(1),
    })
    .optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: flag.optional() }).optional(),
    })
    .optional(),
  LifecycleConfiguration: z
    .strictObject({
      Rules: z.array(lifecycleRule),
      TransitionDefaultMinimumObjectSize: z.enum(['varies_by_storage_class', 'all_storage_classes_128K']).optional(),
    })
    .optional(),
  ReplicationConfiguration: z.strictObject({ Role: z.string(), Rules: z.array(replicationRule).min(1) }).optional(),
  MetricsConfigurations: recorded.optional(),
  IntelligentTieringConfigurations: recorded.optional(),
  Tags: z.array(tag).optional(),
});

export type BucketProperties = z.infer<typeof bucketSchema>;
export type LifecycleRuleProperties = z.infer<typeof lifecycleRule>;
