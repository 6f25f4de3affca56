import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const policy = z.union([z.string(), z.looseObject({})]);

const schema = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  FilterPolicy: policy.optional(),
  FilterPolicyScope: z.string().optional(),
  RawMessageDelivery: z.union([z.boolean(), z.string()]).optional(),
  RedrivePolicy: policy.optional(),
  Region: z.string().optional(),
});

type Properties = z.infer<typeof schema>;

const names = ['FilterPolicyScope', 'FilterPolicy', 'RawMessageDelivery', 'RedrivePolicy'] as const;

/** Ref is the subscription's ARN, of a pending one too. */
export const subscriptionResource = resourceType('AWS::SNS::Subscription', {
  schema,
  replaceOn: ['TopicArn', 'Protocol', 'Endpoint', 'Region'],
  async create(properties, _request, { cloud, caller }) {
    const { TopicArn, Protocol, Endpoint } = properties;
    const { SubscriptionArn = '' } = await cloud.call(caller, 'sns', 'Subscribe', {
      TopicArn,
      Protocol,
      Endpoint,
      Attributes: attributesOf(properties),
      ReturnSubscriptionArn: true,
    });
    return { physicalId: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    const wanted = attributesOf(properties);
    const SubscriptionArn = current.physicalId;
    for (const AttributeName of names)
      await cloud.call(caller, 'sns', 'SetSubscriptionAttributes', {
        SubscriptionArn,
        AttributeName,
        AttributeValue: wanted[AttributeName] ?? defaults[AttributeName],
      });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'sns', 'Unsubscribe', { SubscriptionArn: current.physicalId });
  },
});

const defaults: Readonly<Record<(typeof names)[number], string>> = {
  FilterPolicyScope: 'MessageAttributes',
  FilterPolicy: '',
  RawMessageDelivery: 'false',
  RedrivePolicy: '',
};

function attributesOf(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = properties[name];
      if (value === undefined) return [];
      return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
    }),
  );
}
