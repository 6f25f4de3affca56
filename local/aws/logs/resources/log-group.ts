import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: z.coerce.number().int().optional(),
  KmsKeyId: z.string().optional(),
  LogGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;

function tagsOf({ Tags = [] }: Properties, inherited: Readonly<Record<string, string>>): Record<string, string> {
  return { ...inherited, ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) };
}

async function retain(logGroupName: string, { RetentionInDays }: Properties, { cloud, caller }: Context) {
  if (RetentionInDays === undefined) await cloud.call(caller, 'logs', 'DeleteRetentionPolicy', { logGroupName });
  else await cloud.call(caller, 'logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: RetentionInDays });
}

function provisioned(name: string, { cloud }: Context) {
  const arn = `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${name}:*`;
  return { physicalId: name, attributes: { Arn: arn } };
}

/** A log group with its retention. */
export const logGroupResource = resourceType('AWS::Logs::LogGroup', {
  schema,
  replaceOn: ['LogGroupName', 'LogGroupClass', 'KmsKeyId'],
  async create(properties, request, context) {
    const logGroupName = properties.LogGroupName ?? request.generatedName;
    const tags = tagsOf(properties, request.tags);
    await context.cloud.call(context.caller, 'logs', 'CreateLogGroup', {
      logGroupName,
      ...(Object.keys(tags).length > 0 && { tags }),
      ...(properties.KmsKeyId === undefined ? {} : { kmsKeyId: properties.KmsKeyId }),
      ...(properties.LogGroupClass === undefined ? {} : { logGroupClass: properties.LogGroupClass }),
    });
    await retain(logGroupName, properties, context);
    return provisioned(logGroupName, context);
  },
  async update(current, properties, request, context) {
    await retain(current.physicalId, properties, context);
    const { cloud, caller } = context;
    const resourceArn = `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${current.physicalId}`;
    const tags = tagsOf(properties, request.tags);
    if (Object.keys(tags).length > 0) await cloud.call(caller, 'logs', 'TagResource', { resourceArn, tags });
    return provisioned(current.physicalId, context);
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'logs', 'DeleteLogGroup', { logGroupName: current.physicalId });
  },
});
