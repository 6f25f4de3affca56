import type { ReplicationRule } from '@aws-sdk/client-s3';
import { z } from 'zod';

const status = z.enum(['Enabled', 'Disabled']);
const tag = z.strictObject({ Key: z.string(), Value: z.string() });
const minutes = z.strictObject({ Minutes: z.coerce.number() });

/** A rule as CloudFormation writes it. */
export const replicationRule = z.strictObject({
  Id: z.string().optional(),
  Status: status,
  Priority: z.coerce.number().optional(),
  Prefix: z.string().optional(),
  Filter: z
    .strictObject({
      Prefix: z.string().optional(),
      TagFilter: tag.optional(),
      And: z.strictObject({ Prefix: z.string().optional(), TagFilters: z.array(tag).optional() }).optional(),
    })
    .optional(),
  DeleteMarkerReplication: z.strictObject({ Status: status.optional() }).optional(),
  Destination: z.strictObject({
    Bucket: z.string(),
    Account: z.string().optional(),
    AccessControlTranslation: z.strictObject({ Owner: z.literal('Destination') }).optional(),
    StorageClass: z
      .enum(['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'])
      .optional(),
    ReplicationTime: z.strictObject({ Status: status, Time: minutes }).optional(),
    Metrics: z.strictObject({ Status: status, EventThreshold: minutes.optional() }).optional(),
  }),
});

/** The rule as S3 takes it: an ID, and tags under other names. */
export function toReplicationRule({ Id, Filter, ...rule }: z.infer<typeof replicationRule>): ReplicationRule {
  return { ...rule, ...(Id !== undefined && { ID: Id }), ...(Filter !== undefined && { Filter: filterOf(Filter) }) };
}

function filterOf({
  Prefix,
  TagFilter,
  And,
}: NonNullable<z.infer<typeof replicationRule>['Filter']>): ReplicationRule['Filter'] {
  return {
    ...(Prefix !== undefined && { Prefix }),
    ...(TagFilter !== undefined && { Tag: TagFilter }),
    ...(And !== undefined && {
      And: {
        ...(And.Prefix !== undefined && { Prefix: And.Prefix }),
        ...(And.TagFilters !== undefined && { Tags: And.TagFilters }),
      },
    }),
  };
}
