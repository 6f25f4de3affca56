import { z } from 'zod';
import { AwsError } from '../../../kernel/error.ts';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Topics: z.array(z.string()).min(1),
  PolicyDocument: z.union([z.string(), z.looseObject({})]),
});

type Properties = z.infer<typeof schema>;

/** Takes the place of the policy that a topic is made with; that one comes back when it goes. */
export const topicPolicyResource = resourceType('AWS::SNS::TopicPolicy', {
  schema,
  replaceOn: [],
  async create(properties, request, context) {
    await put(properties, context);
    return { physicalId: request.generatedName, attributes: { Id: request.generatedName } };
  },
  async update(current, properties, _request, context) {
    await put(properties, context);
    return current;
  },
  async remove(_current, { Topics }, { cloud, caller }) {
    for (const topic of Topics)
      await put({ Topics: [topic], PolicyDocument: '' }, { cloud, caller }).catch((error: unknown) => {
        if (!(error instanceof AwsError && error.code === 'NotFound')) throw error;
      });
  },
});

async function put({ Topics, PolicyDocument }: Properties, { cloud, caller }: Pick<Context, 'cloud' | 'caller'>) {
  const AttributeValue = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument);
  for (const TopicArn of Topics)
    await cloud.call(caller, 'sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
}
