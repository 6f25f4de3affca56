import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { type ResourceRequest, resourceType } from '../../../kernel/resource.ts';

const subscription = z.strictObject({ Protocol: z.string(), Endpoint: z.string() });

const schema = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  KmsMasterKeyId: z.string().optional(),
  SignatureVersion: z.coerce.string().optional(),
  TracingConfig: z.string().optional(),
  Subscription: z.array(subscription).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;

const settings = ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'] as const;

export const topicResource = resourceType('AWS::SNS::Topic', {
  schema,
  replaceOn: ['TopicName'],
  async create(properties, request, context) {
    const { cloud, caller } = context;
    const Name = properties.TopicName ?? request.generatedName;
    const { TopicArn = '' } = await cloud.call(caller, 'sns', 'CreateTopic', {
      Name,
      Attributes: Object.fromEntries(
        settings.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
      ),
      Tags: tagsOf(properties, request),
    });
    await subscribeAll(TopicArn, properties, context);
    return { physicalId: TopicArn, attributes: { TopicArn, TopicName: Name } };
  },
  async update(current, properties, request, context) {
    const { cloud, caller } = context;
    const TopicArn = current.physicalId;
    for (const AttributeName of settings)
      await cloud.call(caller, 'sns', 'SetTopicAttributes', {
        TopicArn,
        AttributeName,
        AttributeValue: properties[AttributeName] ?? defaults[AttributeName],
      });
    await subscribeAll(TopicArn, properties, context);
    const wanted = tagsOf(properties, request);
    const { Tags: had = [] } = await cloud.call(caller, 'sns', 'ListTagsForResource', { ResourceArn: TopicArn });
    const gone = had.flatMap(({ Key = '' }) => (wanted.some((tag) => tag.Key === Key) ? [] : [Key]));
    await cloud.call(caller, 'sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys: gone });
    await cloud.call(caller, 'sns', 'TagResource', { ResourceArn: TopicArn, Tags: wanted });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'sns', 'DeleteTopic', { TopicArn: current.physicalId });
  },
});

/** What a setting goes back to when the template no longer has it. */
const defaults: Readonly<Record<(typeof settings)[number], string>> = {
  DisplayName: '',
  KmsMasterKeyId: '',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
};

/** The topic's own subscriptions are those of the template; others, made beside it, stay. */
async function subscribeAll(TopicArn: string, { Subscription = [] }: Properties, { cloud, caller }: Context) {
  for (const { Protocol, Endpoint } of Subscription)
    await cloud.call(caller, 'sns', 'Subscribe', { TopicArn, Protocol, Endpoint });
}

function tagsOf({ Tags = [] }: Properties, { tags }: ResourceRequest) {
  const own = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  return Object.entries({ ...tags, ...own }).map(([Key, Value]) => ({ Key, Value }));
}
