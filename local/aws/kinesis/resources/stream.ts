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

const shardMetric = z.enum([
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
  'ALL',
]);

const schema = z.strictObject({
  Name: z.string().optional(),
  ShardCount: integer.optional(),
  RetentionPeriodHours: integer.optional(),
  MaxRecordSizeInKiB: integer.optional(),
  StreamModeDetails: z.strictObject({ StreamMode: z.enum(['PROVISIONED', 'ON_DEMAND']) }).optional(),
  StreamEncryption: z.strictObject({ EncryptionType: z.literal('KMS'), KeyId: z.string() }).optional(),
  DesiredShardLevelMetrics: z.array(shardMetric).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;
type Wanted = { readonly StreamName: string; readonly StreamARN: string; readonly properties: Properties };

/** A stream; every property but its name is changed in place. */
export const streamResource = resourceType('AWS::Kinesis::Stream', {
  schema,
  replaceOn: ['Name'],
  async create(properties, request, context) {
    const { cloud, caller } = context;
    const StreamName = properties.Name ?? request.generatedName;
    const { ShardCount, StreamModeDetails, MaxRecordSizeInKiB } = properties;
    await cloud.call(caller, 'kinesis', 'CreateStream', {
      StreamName,
      ShardCount,
      StreamModeDetails,
      MaxRecordSizeInKiB,
      Tags: tagsOf(request.tags, properties),
    });
    const StreamARN = `arn:aws:kinesis:${cloud.region}:${cloud.account}:stream/${StreamName}`;
    await applySettings({ StreamName, StreamARN, properties }, context);
    return { physicalId: StreamName, attributes: { Arn: StreamARN } };
  },
  async update(current, properties, request, context) {
    const wanted = { StreamName: current.physicalId, StreamARN: current.attributes.Arn ?? '', properties };
    await applyMode(wanted, context);
    await applyShardCount(wanted, context);
    await applySettings(wanted, context);
    await applyTags(wanted, tagsOf(request.tags, properties), context);
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'kinesis', 'DeleteStream', { StreamName: current.physicalId });
  },
});

function tagsOf(stackTags: Readonly<Record<string, string>>, { Tags = [] }: Properties): Record<string, string> {
  return { ...stackTags, ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) };
}

async function summaryOf({ StreamName }: Wanted, { cloud, caller }: Context) {
  const { StreamDescriptionSummary } = await cloud.call(caller, 'kinesis', 'DescribeStreamSummary', { StreamName });
  return StreamDescriptionSummary;
}

async function applyMode(wanted: Wanted, context: Context): Promise<void> {
  const { StreamARN, properties } = wanted;
  const StreamMode = properties.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
  const current = await summaryOf(wanted, context);
  if (current?.StreamModeDetails?.StreamMode === StreamMode) return;
  await context.cloud.call(context.caller, 'kinesis', 'UpdateStreamMode', {
    StreamARN,
    StreamModeDetails: { StreamMode },
  });
}

async function applyShardCount(wanted: Wanted, context: Context): Promise<void> {
  const { ShardCount, StreamModeDetails } = wanted.properties;
  if (StreamModeDetails?.StreamMode === 'ON_DEMAND' || ShardCount === undefined) return;
  const current = await summaryOf(wanted, context);
  if (current?.OpenShardCount === ShardCount) return;
  await context.cloud.call(context.caller, 'kinesis', 'UpdateShardCount', {
    StreamName: wanted.StreamName,
    TargetShardCount: ShardCount,
    ScalingType: 'UNIFORM_SCALING',
  });
}

async function applySettings(wanted: Wanted, context: Context): Promise<void> {
  const { cloud, caller } = context;
  const { StreamName, StreamARN, properties } = wanted;
  const current = await summaryOf(wanted, context);
  const RetentionPeriodHours = properties.RetentionPeriodHours ?? 24;
  const kept = current?.RetentionPeriodHours ?? 24;
  const change = { StreamName, RetentionPeriodHours };
  if (RetentionPeriodHours > kept) await cloud.call(caller, 'kinesis', 'IncreaseStreamRetentionPeriod', change);
  if (RetentionPeriodHours < kept) await cloud.call(caller, 'kinesis', 'DecreaseStreamRetentionPeriod', change);
  const MaxRecordSizeInKiB = properties.MaxRecordSizeInKiB ?? 1_024;
  if (current?.MaxRecordSizeInKiB !== MaxRecordSizeInKiB)
    await cloud.call(caller, 'kinesis', 'UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB });
  await applyEncryption(wanted, context, current?.EncryptionType);
  await applyMonitoring(wanted, context, current?.EnhancedMonitoring?.[0]?.ShardLevelMetrics ?? []);
}

async function applyEncryption(wanted: Wanted, { cloud, caller }: Context, current: string | undefined): Promise<void> {
  const { StreamName, properties } = wanted;
  if (properties.StreamEncryption !== undefined)
    await cloud.call(caller, 'kinesis', 'StartStreamEncryption', { StreamName, ...properties.StreamEncryption });
  else if (current === 'KMS')
    await cloud.call(caller, 'kinesis', 'StopStreamEncryption', {
      StreamName,
      EncryptionType: 'KMS',
      KeyId: 'alias/aws/kinesis',
    });
}

type Metrics = NonNullable<Properties['DesiredShardLevelMetrics']>;

async function applyMonitoring(wanted: Wanted, { cloud, caller }: Context, current: Metrics): Promise<void> {
  const { StreamName, properties } = wanted;
  const desired = properties.DesiredShardLevelMetrics ?? [];
  const off = current.filter((metric) => !desired.includes(metric));
  if (off.length > 0)
    await cloud.call(caller, 'kinesis', 'DisableEnhancedMonitoring', { StreamName, ShardLevelMetrics: off });
  if (desired.length > 0)
    await cloud.call(caller, 'kinesis', 'EnableEnhancedMonitoring', { StreamName, ShardLevelMetrics: desired });
}

async function applyTags(
  { StreamName }: Wanted,
  tags: Record<string, string>,
  { cloud, caller }: Context,
): Promise<void> {
  const { Tags = [] } = await cloud.call(caller, 'kinesis', 'ListTagsForStream', { StreamName });
  const TagKeys = Tags.map(({ Key = '' }) => Key).filter((key) => tags[key] === undefined);
  if (TagKeys.length > 0) await cloud.call(caller, 'kinesis', 'RemoveTagsFromStream', { StreamName, TagKeys });
  if (Object.keys(tags).length > 0) await cloud.call(caller, 'kinesis', 'AddTagsToStream', { StreamName, Tags: tags });
}
