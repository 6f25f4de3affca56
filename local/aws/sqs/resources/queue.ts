import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { type Provisioned, type ResourceRequest, resourceType } from '../../../kernel/resource.ts';

/** CloudFormation resolves parameters to text: numbers and booleans come in either form. */
const scalar = z.union([z.number(), z.boolean(), z.string()]).transform(String);
const policy = z.union([z.string(), z.looseObject({})]);

const schema = z.strictObject({
  QueueName: z.string().optional(),
  DelaySeconds: scalar.optional(),
  MaximumMessageSize: scalar.optional(),
  MessageRetentionPeriod: scalar.optional(),
  ReceiveMessageWaitTimeSeconds: scalar.optional(),
  VisibilityTimeout: scalar.optional(),
  RedrivePolicy: policy.optional(),
  RedriveAllowPolicy: policy.optional(),
  KmsMasterKeyId: scalar.optional(),
  KmsDataKeyReusePeriodSeconds: scalar.optional(),
  SqsManagedSseEnabled: scalar.optional(),
  FifoQueue: scalar.optional(),
  ContentBasedDeduplication: scalar.optional(),
  DeduplicationScope: scalar.optional(),
  FifoThroughputLimit: scalar.optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: scalar })).optional(),
});

type Properties = z.infer<typeof schema>;

/** What a setting goes back to when the template no longer has it. */
const defaults: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  RedrivePolicy: '',
  RedriveAllowPolicy: '',
  KmsMasterKeyId: '',
};

export const queueResource = () =>
  resourceType('AWS::SQS::Queue', {
    schema,
    replaceOn: ['QueueName', 'FifoQueue'],
    async create(properties, request, { cloud, caller }) {
      const isFifo = properties.FifoQueue === 'true';
      const generated = isFifo ? `${request.generatedName.slice(0, 75)}.fifo` : request.generatedName.slice(0, 80);
      const QueueName = properties.QueueName ?? generated;
      const { QueueUrl } = await cloud.call(caller, 'sqs', 'CreateQueue', {
        QueueName,
        Attributes: attributesOf(properties),
        tags: tagsOf(properties, request),
      });
      return provisioned(QueueUrl ?? '', QueueName, cloud);
    },
    async update(current, properties, request, { cloud, caller }) {
      const QueueUrl = current.physicalId;
      const SqsManagedSseEnabled = properties.KmsMasterKeyId === undefined ? 'true' : 'false';
      const { FifoQueue: _replaces, ...given } = attributesOf(properties);
      const attributes = { ...defaults, SqsManagedSseEnabled, ...given };
      await cloud.call(caller, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: attributes });
      const { Tags: had = {} } = await cloud.call(caller, 'sqs', 'ListQueueTags', { QueueUrl });
      const wanted = tagsOf(properties, request);
      const gone = Object.keys(had).filter((key) => !(key in wanted));
      if (gone.length > 0) await cloud.call(caller, 'sqs', 'UntagQueue', { QueueUrl, TagKeys: gone });
      await cloud.call(caller, 'sqs', 'TagQueue', { QueueUrl, Tags: wanted });
      return current;
    },
    async remove(current, _properties, { cloud, caller }) {
      await cloud.call(caller, 'sqs', 'DeleteQueue', { QueueUrl: current.physicalId });
    },
  });

function attributesOf({ QueueName: _name, Tags: _tags, ...settings }: Properties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || (name === 'FifoQueue' && value === 'false')) continue;
    attributes[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return attributes;
}

function tagsOf({ Tags }: Properties, request: ResourceRequest): Record<string, string> {
  return { ...request.tags, ...Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])) };
}

function provisioned(url: string, name: string, cloud: Context['cloud']): Provisioned {
  return {
    physicalId: url,
    attributes: { Arn: `arn:aws:sqs:${cloud.region}:${cloud.account}:${name}`, QueueName: name, QueueUrl: url },
  };
}
