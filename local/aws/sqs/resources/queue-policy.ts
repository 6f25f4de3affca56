import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Queues: z.array(z.string()).min(1),
  PolicyDocument: z.union([z.string(), z.looseObject({})]),
});

type Properties = z.infer<typeof schema>;

export const queuePolicyResource = () =>
  resourceType('AWS::SQS::QueuePolicy', {
    schema,
    replaceOn: ['Queues'],
    async create(properties, request, context) {
      await put(properties, context);
      return { physicalId: request.generatedName, attributes: { Id: request.generatedName } };
    },
    async update(current, properties, _request, context) {
      await put(properties, context);
      return current;
    },
    remove: (_current, { Queues }, context) => put({ Queues, PolicyDocument: '' }, context),
  });

async function put({ Queues, PolicyDocument }: Properties, { cloud, caller }: Context): Promise<void> {
  const Policy = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument);
  for (const QueueUrl of Queues)
    await cloud.call(caller, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
}
