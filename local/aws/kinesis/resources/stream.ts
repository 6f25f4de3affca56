import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d+$/)
    .transform((text) => Number(text)),
]);

const schema = z.strictObject({
  Name: z.string().optional(),
  ShardCount: integer.optional(),
  RetentionPeriodHours: integer.optional(),
  MaxRecordSizeInKiB: integer.optional(),
  StreamModeDetails: z.strictObject({ StreamMode: z.enum(['PROVISIONED', 'ON_DEMAND']) }).optional(),
  StreamEncryption: z.strictObject({ EncryptionType: z.literal('KMS'), KeyId: z.string() }).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;

async function apply(StreamName: string, properties: Properties, { cloud, caller }: Context): Promise<void> {
  const { StreamDescriptionSummary } = await cloud.call(caller, 'kinesis', 'DescribeStreamSummary', { StreamName });
  const hours = properties.RetentionPeriodHours ?? 24;
  const current = StreamDescriptionSummary?.RetentionPeriodHours ?? 24;
  const change = { StreamName, RetentionPeriodHours: hours };
  if (hours > current) await cloud.call(caller, 'kinesis', 'IncreaseStreamRetentionPeriod', change);
  if (hours < current) await cloud.call(caller, 'kinesis', 'DecreaseStreamRetentionPeriod', change);
  if (properties.StreamEncryption !== undefined)
    await cloud.call(caller, 'kinesis', 'StartStreamEncryption', { StreamName, ...properties.StreamEncryption });
}

/** A stream; another number of shards makes a new one, for want of resharding. */
export const streamResource = resourceType('AWS::Kinesis::Stream', {
  schema,
  replaceOn: ['Name', 'ShardCount', 'StreamModeDetails', 'MaxRecordSizeInKiB'],
  async create(properties, request, context) {
    const { cloud, caller } = context;
    const StreamName = properties.Name ?? request.generatedName;
    const { ShardCount, StreamModeDetails, MaxRecordSizeInKiB, Tags = [] } = properties;
    await cloud.call(caller, 'kinesis', 'CreateStream', {
      StreamName,
      ShardCount,
      StreamModeDetails,
      MaxRecordSizeInKiB,
      Tags: { ...request.tags, ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) },
    });
    await apply(StreamName, properties, context);
    const Arn = `arn:aws:kinesis:${cloud.region}:${cloud.account}:stream/${StreamName}`;
    return { physicalId: StreamName, attributes: { Arn } };
  },
  async update(current, properties, _request, context) {
    await apply(current.physicalId, properties, context);
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'kinesis', 'DeleteStream', { StreamName: current.physicalId });
  },
});
