import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d+$/)
    .transform((text) => Number(text)),
]);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const place = {
  RoleARN: z.string(),
  BucketARN: z.string(),
  Prefix: z.string().optional(),
  ErrorOutputPrefix: z.string().optional(),
  BufferingHints: z.strictObject({ SizeInMBs: integer.optional(), IntervalInSeconds: integer.optional() }).optional(),
  CompressionFormat: z.enum(['UNCOMPRESSED', 'GZIP', 'ZIP', 'Snappy', 'HADOOP_SNAPPY']).optional(),
  EncryptionConfiguration: z
    .strictObject({
      NoEncryptionConfig: z.literal('NoEncryption').optional(),
      KMSEncryptionConfig: z.strictObject({ AWSKMSKeyARN: z.string() }).optional(),
    })
    .optional(),
  CloudWatchLoggingOptions: z
    .strictObject({
      Enabled: flag.optional(),
      LogGroupName: z.string().optional(),
      LogStreamName: z.string().optional(),
    })
    .optional(),
};

const parameterName = z.enum([
  'LambdaArn',
  'NumberOfRetries',
  'RoleArn',
  'BufferSizeInMBs',
  'BufferIntervalInSeconds',
  'Delimiter',
  'CompressionFormat',
  'DataMessageExtraction',
  'SubRecordType',
  'MetadataExtractionQuery',
  'JsonParsingEngine',
]);

const schema = z.strictObject({
  DeliveryStreamName: z.string().optional(),
  DeliveryStreamType: z.enum(['DirectPut', 'KinesisStreamAsSource']).optional(),
  KinesisStreamSourceConfiguration: z.strictObject({ KinesisStreamARN: z.string(), RoleARN: z.string() }).optional(),
  DeliveryStreamEncryptionConfigurationInput: z
    .strictObject({
      KeyType: z.enum(['AWS_OWNED_CMK', 'CUSTOMER_MANAGED_CMK']),
      KeyARN: z.string().optional(),
    })
    .optional(),
  ExtendedS3DestinationConfiguration: z.strictObject({
    ...place,
    FileExtension: z.string().optional(),
    CustomTimeZone: z.string().optional(),
    S3BackupMode: z.enum(['Disabled', 'Enabled']).optional(),
    S3BackupConfiguration: z.strictObject(place).optional(),
    DynamicPartitioningConfiguration: z
      .strictObject({
        Enabled: flag.optional(),
        RetryOptions: z.strictObject({ DurationInSeconds: integer.optional() }).optional(),
      })
      .optional(),
    ProcessingConfiguration: z
      .strictObject({
        Enabled: flag.optional(),
        Processors: z
          .array(
            z.strictObject({
              Type: z.enum([
                'Lambda',
                'Decompression',
                'CloudWatchLogProcessing',
                'AppendDelimiterToRecord',
                'RecordDeAggregation',
                'MetadataExtraction',
              ]),
              Parameters: z
                .array(z.strictObject({ ParameterName: parameterName, ParameterValue: z.coerce.string() }))
                .optional(),
            }),
          )
          .optional(),
      })
      .optional(),
  }),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/** What a template leaves out is off, not as it was before; the update calls the backup by another name. */
function updateOf({ S3BackupConfiguration, ...rest }: z.infer<typeof schema>['ExtendedS3DestinationConfiguration']) {
  return {
    S3BackupMode: 'Disabled' as const,
    ProcessingConfiguration: { Enabled: false },
    DynamicPartitioningConfiguration: { Enabled: false },
    ...rest,
    ...(S3BackupConfiguration === undefined ? {} : { S3BackupUpdate: S3BackupConfiguration }),
  };
}

/** A delivery stream to S3. */
export const deliveryStreamResource = resourceType('AWS::KinesisFirehose::DeliveryStream', {
  schema,
  replaceOn: ['DeliveryStreamName', 'DeliveryStreamType', 'KinesisStreamSourceConfiguration'],
  async create(properties, request, { cloud, caller }) {
    const DeliveryStreamName = properties.DeliveryStreamName ?? request.generatedName.slice(0, 64);
    const inherited = Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value }));
    const Tags = [...inherited, ...(properties.Tags ?? [])];
    const { DeliveryStreamARN = '' } = await cloud.call(caller, 'firehose', 'CreateDeliveryStream', {
      ...properties,
      DeliveryStreamName,
      Tags: Tags.length === 0 ? undefined : Tags,
    });
    return { physicalId: DeliveryStreamName, attributes: { Arn: DeliveryStreamARN } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    const DeliveryStreamName = current.physicalId;
    const { DeliveryStreamDescription } = await cloud.call(caller, 'firehose', 'DescribeDeliveryStream', {
      DeliveryStreamName,
    });
    await cloud.call(caller, 'firehose', 'UpdateDestination', {
      DeliveryStreamName,
      CurrentDeliveryStreamVersionId: DeliveryStreamDescription?.VersionId,
      DestinationId: DeliveryStreamDescription?.Destinations?.[0]?.DestinationId,
      ExtendedS3DestinationUpdate: updateOf(properties.ExtendedS3DestinationConfiguration),
    });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'firehose', 'DeleteDeliveryStream', { DeliveryStreamName: current.physicalId });
  },
});
